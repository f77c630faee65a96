package org.openvss.kernel.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Commits the numbers 1, 2, 3… one after another into the ledger of a server, and knows which of
 * them the server has acknowledged. Ends when the server refuses one.
 */
public final class LedgerLoad implements AutoCloseable {
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final Thread thread;
    private volatile boolean ending;
    private volatile @Nullable SQLException failure;

    /** Begins at once. */
    public LedgerLoad(DatabaseServer server, String table) {
        thread = Thread.ofPlatform().name("load of " + table).start(() -> run(server, table));
    }

    private void run(DatabaseServer server, String table) {
        try (Connection connection = server.connect();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO " + table + " VALUES (?)")) {
            while (!ending) {
                insert.setLong(1, asked.incrementAndGet());
                insert.execute();
                acknowledged.incrementAndGet();
            }
        } catch (SQLException e) {
            failure = e;
        }
    }

    /** Returns the last number that was surely committed. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /** Returns the last number that may have been committed. */
    public long asked() {
        return asked.get();
    }

    /** Waits until it has got further by some numbers. */
    public void advance(long by) {
        long goal = acknowledged() + by;
        while (acknowledged() < goal) {
            assertThat(thread.isAlive()).as(() -> "the load ended: " + failure).isTrue();
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("the load does not end", e);
        }
    }
}
