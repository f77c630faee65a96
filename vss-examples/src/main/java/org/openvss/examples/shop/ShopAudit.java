package org.openvss.examples.shop;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.XAConnection;
import javax.sql.XADataSource;

/**
 * Says whether every order stands in both databases of a shop, once the transactions in doubt are
 * ended as the log says. For databases that were started on shadow copies, with the log of the same
 * set.
 */
public final class ShopAudit {
    private static final int MOST_NAMED = 20;

    private ShopAudit() {}

    /**
     * What was found.
     *
     * @param both how many orders stand in both databases
     * @param onlyOrders numbers of orders without an entry in the ledger
     * @param onlyLedger numbers of entries without an order
     * @param inDoubt how many transactions were in doubt before recovery
     * @param stillInDoubt how many still are
     */
    public record Finding(
            int both, List<Long> onlyOrders, List<Long> onlyLedger, int inDoubt, int stillInDoubt) {
        /** Copies the lists. */
        public Finding {
            onlyOrders = List.copyOf(onlyOrders);
            onlyLedger = List.copyOf(onlyLedger);
        }

        /** Tells whether no transaction is on one side only. */
        public boolean isWhole() {
            return onlyOrders.isEmpty() && onlyLedger.isEmpty() && stillInDoubt == 0;
        }

        /** Returns the finding as one line of words. */
        public String words() {
            return "both "
                    + both
                    + " onlyOrders "
                    + numbers(onlyOrders)
                    + " onlyLedger "
                    + numbers(onlyLedger)
                    + " inDoubt "
                    + inDoubt
                    + " stillInDoubt "
                    + stillInDoubt;
        }

        private static String numbers(List<Long> numbers) {
            return numbers.size() <= MOST_NAMED
                    ? numbers.toString().replace(" ", "")
                    : numbers.size() + "-numbers";
        }
    }

    /**
     * Recovers and compares; the process must not have made transactions before.
     *
     * @param databases where the databases are
     * @param logFolder folder of the transaction log; recovery writes to it
     * @throws SQLException if a database refuses
     */
    public static Finding of(ShopDatabases databases, String logFolder) throws SQLException {
        Narayana.configure(logFolder);
        int before = inDoubt(databases);
        Narayana.recover(databases.both());
        Set<Long> orders = ids(databases.postgresql(), "SELECT id FROM orders");
        Set<Long> ledger = ids(databases.mariadb(), "SELECT id FROM ledger");
        Set<Long> both = new TreeSet<>(orders);
        both.retainAll(ledger);
        orders.removeAll(both);
        ledger.removeAll(both);
        return new Finding(
                both.size(), List.copyOf(orders), List.copyOf(ledger), before, inDoubt(databases));
    }

    private static int inDoubt(ShopDatabases databases) throws SQLException {
        return rows(databases.postgresql(), "SELECT gid FROM pg_prepared_xacts")
                + rows(databases.mariadb(), "XA RECOVER");
    }

    private static Set<Long> ids(XADataSource database, String query) throws SQLException {
        Set<Long> ids = new TreeSet<>();
        read(database, query, row -> ids.add(row.getLong(1)));
        return ids;
    }

    private static int rows(XADataSource database, String query) throws SQLException {
        int[] count = {0};
        read(database, query, row -> count[0]++);
        return count[0];
    }

    private static void read(XADataSource database, String query, Row row) throws SQLException {
        XAConnection session = database.getXAConnection();
        try (Connection connection = session.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                row.read(rows);
            }
        } finally {
            session.close();
        }
    }

    /** Reads one row. */
    @FunctionalInterface
    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    /**
     * Audits from the command line; ends with 0 if all is whole, 1 if not, 2 for wrong arguments.
     * The password is read from the environment variable {@code SHOP_PASSWORD}.
     *
     * @param arguments PostgreSQL's port, MariaDB's port, user, database, log folder
     * @throws SQLException if a database refuses
     */
    public static void main(String[] arguments) throws SQLException {
        String password = System.getenv("SHOP_PASSWORD");
        if (arguments.length != 5 || password == null) {
            System.err.println(
                    "usage: SHOP_PASSWORD=… ShopAudit POSTGRESQL_PORT MARIADB_PORT USER DATABASE"
                            + " LOG_FOLDER, not "
                            + Arrays.toString(arguments));
            System.exit(2);
            return;
        }
        Finding finding =
                of(
                        new ShopDatabases(
                                Integer.parseInt(arguments[0]),
                                Integer.parseInt(arguments[1]),
                                arguments[2],
                                password,
                                arguments[3]),
                        arguments[4]);
        System.out.println(finding.words());
        System.exit(finding.isWhole() ? 0 : 1);
    }
}
