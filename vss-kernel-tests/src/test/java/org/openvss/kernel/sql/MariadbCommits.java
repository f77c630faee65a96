package org.openvss.kernel.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Tells from outside whether a MariaDB server lets others write. */
public final class MariadbCommits {
    private MariadbCommits() {}

    /**
     * Waits until tables with and without transactions were written (true), or both writes wait for
     * a backup lock (false).
     */
    public static boolean areAccepted(MariadbInstance server) throws Exception {
        boolean plain = isAccepted(server, "INSERT INTO bank.counts VALUES (1)");
        boolean transactional =
                isAccepted(
                        server,
                        "INSERT INTO bank.ledger SELECT COALESCE(MAX(n), 0) + 1 FROM bank.ledger");
        if (plain != transactional) {
            throw new AssertionError(
                    "only one kind of table is held: plain tables are written "
                            + plain
                            + ", transactions are committed "
                            + transactional);
        }
        return plain;
    }

    private static boolean isAccepted(MariadbInstance server, String write) throws Exception {
        try (Connection writing = server.connect();
                Connection watching = server.connect();
                Statement insert = writing.createStatement();
                Statement watch = watching.createStatement()) {
            long session;
            try (var row = insert.executeQuery("SELECT CONNECTION_ID()")) {
                row.next();
                session = row.getLong(1);
            }
            CompletableFuture<Void> done =
                    CompletableFuture.runAsync(
                            () -> run(insert, write), task -> Thread.ofPlatform().start(task));
            while (!done.isDone()) {
                try (var row =
                        watch.executeQuery(
                                "SELECT STATE FROM information_schema.PROCESSLIST WHERE ID = "
                                        + session)) {
                    if (row.next() && String.valueOf(row.getString(1)).contains("backup lock")) {
                        watch.execute("KILL QUERY " + session);
                        done.exceptionally(interrupted -> null).join();
                        return false;
                    }
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            done.join();
            return true;
        }
    }

    private static void run(Statement statement, String write) {
        try {
            statement.execute(write);
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }
}
