package org.openvss.kernel.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Tells from outside whether a MariaDB server commits. */
public final class MariadbCommits {
    private MariadbCommits() {}

    /**
     * Waits until rows of both kinds of tables were written (true), or its session waits for a
     * backup lock (false).
     */
    public static boolean areAccepted(MariadbInstance server) throws Exception {
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
                            () -> {
                                try {
                                    insert.execute("INSERT INTO bank.counts VALUES (1)");
                                    insert.execute(
                                            "INSERT INTO bank.ledger SELECT COALESCE(MAX(n), 0) +"
                                                    + " 1 FROM bank.ledger");
                                } catch (SQLException e) {
                                    throw new CompletionException(e);
                                }
                            },
                            task -> Thread.ofPlatform().start(task));
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
}
