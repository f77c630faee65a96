package org.openvss.examples.shop;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import org.openvss.writer.transactions.CommitGate;

/**
 * An application that books every order in two databases: in the table {@code orders} of a
 * PostgreSQL and in the table {@code ledger} of a MariaDB, or in neither.
 *
 * <p>Its part in shadow copies is one line: the transaction manager is used through a {@link
 * CommitGate}, which is registered with OpenVSS. Everything else is an ordinary program with
 * Jakarta Transactions. {@link ShopAudit} tells of a copy whether any order stands on one side
 * only.
 */
public final class Shop {
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(30);

    private final ShopDatabases databases;
    private final CommitGate gate;
    private final jakarta.transaction.TransactionManager transactions;

    /**
     * Opens the shop; one for each process.
     *
     * @param databases where its databases are
     * @param logFolder absolute folder of the transaction log
     * @param affectedPaths absolute folders of the log and of the data of both databases
     */
    public Shop(ShopDatabases databases, String logFolder, List<String> affectedPaths) {
        this.databases = databases;
        Narayana.configure(logFolder);
        this.gate = new CommitGate("shop", affectedPaths, LONGEST_HOLD);
        this.transactions = gate.around(Narayana.manager());
    }

    /** Returns what OpenVSS freezes. */
    public CommitGate gate() {
        return gate;
    }

    /**
     * Makes the tables.
     *
     * @throws SQLException if a database refuses
     */
    public void createTables() throws SQLException {
        create(databases.postgresql(), "orders");
        create(databases.mariadb(), "ledger");
    }

    private static void create(XADataSource database, String table) throws SQLException {
        XAConnection session = database.getXAConnection();
        try (Connection connection = session.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE " + table + " (id BIGINT PRIMARY KEY, amount BIGINT NOT NULL)");
        } finally {
            session.close();
        }
    }

    /**
     * Opens a till; each thread that takes orders has its own.
     *
     * @throws SQLException if a database refuses
     */
    public Till openTill() throws SQLException {
        List<XaSession> sessions = new ArrayList<>();
        for (XADataSource database : databases.both()) {
            sessions.add(XaSession.open(database));
        }
        return new Till(sessions.getFirst(), sessions.getLast());
    }

    /** Takes orders, one after the other. */
    public final class Till implements AutoCloseable {
        private final XaSession orders;
        private final XaSession ledger;

        private Till(XaSession orders, XaSession ledger) {
            this.orders = orders;
            this.ledger = ledger;
        }

        /**
         * Books an order in both databases, or in neither.
         *
         * @param id number of the order
         * @param amount its amount
         * @throws ShopException if it was not booked, or it is not known whether it was
         */
        public void book(long id, long amount) throws ShopException {
            try {
                transactions.begin();
                try {
                    insert(id, amount);
                    transactions.commit();
                } finally {
                    if (transactions.getStatus() != Status.STATUS_NO_TRANSACTION) {
                        transactions.rollback();
                    }
                }
            } catch (NotSupportedException
                    | RollbackException
                    | HeuristicMixedException
                    | HeuristicRollbackException
                    | SystemException
                    | SQLException failure) {
                throw new ShopException("order " + id + " was not booked", failure);
            }
        }

        private void insert(long id, long amount)
                throws SystemException, RollbackException, SQLException {
            Transaction transaction = Objects.requireNonNull(transactions.getTransaction());
            transaction.enlistResource(orders.resource());
            transaction.enlistResource(ledger.resource());
            orders.insert("INSERT INTO orders VALUES (?, ?)", id, amount);
            ledger.insert("INSERT INTO ledger VALUES (?, ?)", id, amount);
        }

        @Override
        public void close() throws SQLException {
            try (ledger) {
                orders.close();
            }
        }
    }

    /** An order could not be booked. */
    public static final class ShopException extends Exception {
        private static final long serialVersionUID = 1L;

        ShopException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
