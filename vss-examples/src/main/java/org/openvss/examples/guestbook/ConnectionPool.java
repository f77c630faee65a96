package org.openvss.examples.guestbook;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openvss.writer.Pausable;

/**
 * A few connections to one database, lent for one transaction each. Paused, it lends none, and has
 * them all back.
 */
final class ConnectionPool implements Pausable, AutoCloseable {
    private final int size;

    /** Fair, so that a pause is not overtaken by new transactions for ever. */
    private final Semaphore permits;

    private final Deque<Connection> idle = new ArrayDeque<>();

    ConnectionPool(String url, int size) throws SQLException {
        this.size = size;
        this.permits = new Semaphore(size, true);
        for (int count = 0; count < size; count++) {
            Connection connection = DriverManager.getConnection(url);
            connection.setAutoCommit(false);
            idle.push(connection);
        }
    }

    /** Runs one transaction; waits while the pool is paused. */
    <T> T inTransaction(Transaction<T> work) throws SQLException, InterruptedException {
        permits.acquire();
        Connection connection = take();
        try {
            T result = work.run(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            give(connection);
            permits.release();
        }
    }

    /** What is done with a connection. */
    @FunctionalInterface
    interface Transaction<T> {
        T run(Connection connection) throws SQLException;
    }

    @Override
    public Pause pause(Duration patience) throws Exception {
        if (!permits.tryAcquire(size, patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException("a transaction is still open");
        }
        Pause pause = new Paused();
        try {
            checkpoint();
        } catch (SQLException e) {
            pause.close();
            throw e;
        }
        return pause;
    }

    /** Nobody has a connection: what the database keeps in memory goes to its file. */
    private void checkpoint() throws SQLException {
        Connection connection = take();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        } finally {
            give(connection);
        }
    }

    private Connection take() {
        synchronized (idle) {
            return idle.pop();
        }
    }

    private void give(Connection connection) {
        synchronized (idle) {
            idle.push(connection);
        }
    }

    @Override
    public void close() throws SQLException {
        permits.acquireUninterruptibly(size);
        for (Connection connection : idle) {
            connection.close();
        }
    }

    /** Holds every permit until closed. */
    private final class Paused implements Pause {
        private boolean ended;

        @Override
        public synchronized boolean isUnbroken() {
            return !ended;
        }

        @Override
        public synchronized void close() {
            if (!ended) {
                ended = true;
                permits.release(size);
            }
        }
    }
}
