package org.openvss.writer.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.writer.WriterException;
import org.openvss.writer.sql.SqlServer;

/**
 * The session that is in the server from before the cut until after it.
 *
 * <p>It stops nothing. What it proves is that the server was the same running server all the time:
 * PostgreSQL ends every session when it restarts or recovers from a crash, so a session that
 * answers has seen neither; and that the server wrote in the way that makes any instant of its
 * files good: with {@code fsync} and {@code full_page_writes}.
 */
final class PostgresqlHold implements SqlServer.Hold {
    private static final String IDENTITY =
            "SELECT pg_catalog.pg_backend_pid() || ' ' || pg_catalog.pg_postmaster_start_time(),"
                    + " pg_catalog.current_setting('fsync'),"
                    + " pg_catalog.current_setting('full_page_writes')";

    private final Connection connection;
    private final PostgresqlSettings settings;
    private final Duration grace;
    private @Nullable String identity;

    PostgresqlHold(Connection connection, PostgresqlSettings settings, Duration grace) {
        this.connection = connection;
        this.settings = settings;
        this.grace = grace;
    }

    /**
     * Writes a checkpoint, so that recovery in the copy is short and the cut has little to flush.
     */
    void prepare() throws SQLException, WriterException {
        identity();
        limit(settings.checkpointLimit());
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        }
        limit(settings.lockLimit());
        identity();
    }

    @Override
    public void freeze() throws SQLException, WriterException {
        identity = identity();
    }

    @Override
    public void prove() throws SQLException, WriterException {
        String now = identity();
        if (!now.equals(identity)) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_RETRYABLE,
                    "PostgreSQL was restarted while the copy was made; try again");
        }
    }

    @Override
    public void thaw() {
        identity = null;
    }

    @Override
    public void cancel() {
        // Every statement has a limit in the server, and none of them holds anybody up.
    }

    /** Sets how long a statement may take in the server, and how long we wait for its answer. */
    private void limit(Duration limit) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(limit.plus(grace).toMillis()));
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = " + limit.toMillis());
        }
    }

    /** Returns which session of which start of the server this is, and checks how it writes. */
    private String identity() throws SQLException, WriterException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(IDENTITY)) {
            row.next();
            requireOn("fsync", row.getString(2));
            requireOn("full_page_writes", row.getString(3));
            return row.getString(1);
        }
    }

    private static void requireOn(String setting, String value) throws WriterException {
        if (!value.equals("on")) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                    "PostgreSQL runs with "
                            + setting
                            + " = "
                            + value
                            + ", so it may not recover from a copy of its files; set it to on");
        }
    }
}
