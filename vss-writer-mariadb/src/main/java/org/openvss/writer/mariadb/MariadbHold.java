package org.openvss.writer.mariadb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.openvss.HResult;
import org.openvss.writer.WriterException;
import org.openvss.writer.sql.SqlServer;

/**
 * The session that takes MariaDB through its backup stages.
 *
 * <p>Preparing enters the first, which stops nobody. Freezing blocks changes of tables without
 * transactions (from FLUSH on) and of definitions, then commits, and writes the log of InnoDB. The
 * proof asks for a stage that lies behind us: the server refuses it and names the stage in which
 * this session is, and only a session that still holds it gets this answer.
 */
final class MariadbHold implements SqlServer.Hold {
    /** Refusal of a stage that is not after the present one, whose name is in the message. */
    private static final int WRONG_STAGE = 4147;

    private static final int NO_STAGE = 4146;
    private static final String BLOCK_DDL = "BACKUP STAGE BLOCK_DDL";
    private static final String BLOCK_COMMIT = "BACKUP STAGE BLOCK_COMMIT";
    private static final String HELD = "current backup stage 'BLOCK_COMMIT'";

    private final Connection connection;
    private final Duration lockLimit;
    private final Killer killer;
    private volatile long session;

    /** Ends a session from outside. */
    @FunctionalInterface
    interface Killer {
        void kill(long session) throws SQLException, WriterException;
    }

    MariadbHold(Connection connection, Duration lockLimit, Killer killer) {
        this.connection = connection;
        this.lockLimit = lockLimit;
        this.killer = killer;
    }

    void prepare() throws SQLException, WriterException {
        session = session();
        try (Statement statement = connection.createStatement()) {
            limitLocks(statement, lockLimit);
            // Runs once what the hold will run, so that no class is loaded while it holds.
            refusal(statement, NO_STAGE);
            statement.execute("FLUSH ENGINE LOGS");
            statement.execute("BACKUP STAGE START");
            session();
        }
    }

    @Override
    public void freeze() throws SQLException {
        long started = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            limitLocks(statement, lockLimit);
            statement.execute("BACKUP STAGE FLUSH");
            statement.execute(BLOCK_DDL);
            limitLocks(statement, lockLimit.minusNanos(System.nanoTime() - started));
            statement.execute(BLOCK_COMMIT);
            statement.execute("FLUSH ENGINE LOGS");
        }
    }

    @Override
    public void prove() throws SQLException, WriterException {
        try (Statement statement = connection.createStatement()) {
            String answer = refusal(statement, WRONG_STAGE);
            if (!answer.contains(HELD) || session() != session) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_RETRYABLE,
                        "MariaDB no longer holds commits for us ("
                                + answer
                                + "); did somebody end the session? Try again");
            }
        }
    }

    @Override
    public void thaw() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BACKUP STAGE END");
        }
    }

    @Override
    public void cancel() {
        try {
            killer.kill(session);
        } catch (SQLException | WriterException e) {
            // Then its own limit of time ends it.
            return;
        }
    }

    /** Asks for a stage that cannot be entered now, and returns the server's refusal. */
    private static String refusal(Statement statement, int expected) throws SQLException {
        try {
            statement.execute(BLOCK_DDL);
        } catch (SQLException e) {
            if (e.getErrorCode() == expected) {
                return String.valueOf(e.getMessage());
            }
            if (e.getErrorCode() == NO_STAGE) {
                return "it is in no backup stage";
            }
            throw e;
        }
        return "it entered a backup stage anew";
    }

    private long session() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CONNECTION_ID()")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The server counts in seconds; less than one would mean not to wait at all. */
    private static void limitLocks(Statement statement, Duration limit) throws SQLException {
        statement.execute("SET SESSION lock_wait_timeout = " + Math.max(1, limit.toSeconds()));
    }
}
