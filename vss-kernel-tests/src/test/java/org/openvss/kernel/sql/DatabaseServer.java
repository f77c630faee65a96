package org.openvss.kernel.sql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A real database server that a test starts, as an unprivileged user, on folders of the test, with
 * Unix sockets only. Every server has a table {@code ledger(n)} and an account {@code openvss}.
 */
public abstract sealed class DatabaseServer implements AutoCloseable
        permits PostgresqlInstance, MariadbInstance {
    /** The password of the account {@code openvss}. */
    public static final String PASSWORD = "gHt7-secret";

    private static final long START_LIMIT_SECONDS = 60;

    private final Path run;
    private @Nullable Process process;

    DatabaseServer(Path run) {
        this.run = run;
    }

    /** Returns the command that runs the server in the foreground. */
    abstract List<String> command() throws Exception;

    /** Opens a connection as the administrator of the server. */
    public abstract Connection connect() throws SQLException;

    /** Returns the configuration of the writer of this server, as TOML. */
    public abstract String configuration(String name, Path passwordFile);

    /** Ends the sessions of OpenVSS, as an administrator may do. */
    public abstract void endSessionsOfOpenVss() throws SQLException;

    /** Returns the folder of sockets and logs. */
    Path run() {
        return run;
    }

    /** Starts the server and waits until it can be used. */
    public void start() throws Exception {
        process = Unprivileged.start(log(), command());
        long started = System.nanoTime();
        while (true) {
            try (Connection _ = connect()) {
                return;
            } catch (SQLException e) {
                if (!process.isAlive()
                        || System.nanoTime() - started
                                > TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS)) {
                    throw new AssertionError("does not start: " + Files.readString(log()), e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    Path log() {
        return run.resolve("log");
    }

    /** Returns the server's own process. */
    public ProcessHandle process() {
        return Optional.ofNullable(process).orElseThrow().toHandle();
    }

    /** Kills the server with all its processes, as a failure of power does. */
    public void kill() {
        if (process != null) {
            List<ProcessHandle> all = process.descendants().toList();
            process.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            process.onExit().join();
            all.forEach(one -> one.onExit().join());
        }
    }

    /** Sends a signal to the server and all its processes. */
    public void signal(String name) throws Exception {
        List<ProcessHandle> all =
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(process()), process().descendants())
                        .toList();
        for (ProcessHandle one : all) {
            Unprivileged.runAsRoot(log(), List.of("kill", "-" + name, String.valueOf(one.pid())));
        }
    }

    /** Runs a statement as the administrator. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    /** Returns the whole number that a query yields. */
    public long number(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
