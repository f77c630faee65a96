package org.openvss.examples.guestbook;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.openvss.writer.PausingWriter;
import org.openvss.writer.Writer;

/**
 * A small application with a database of its own: guests sign, from as many threads as there are.
 *
 * <p>Its part in shadow copies is {@link #writer}, and a pool of connections that can be paused.
 */
public final class GuestBook implements AutoCloseable {
    private static final int CONNECTIONS = 4;

    private final Path folder;
    private final ConnectionPool pool;

    private GuestBook(Path folder, ConnectionPool pool) {
        this.folder = folder;
        this.pool = pool;
    }

    /**
     * Opens the book in a folder, or begins one.
     *
     * @param folder absolute folder, which exists
     * @throws SQLException if the database cannot be opened
     */
    public static GuestBook open(Path folder) throws SQLException {
        String url = "jdbc:h2:file:" + folder.resolve("guests") + ";WRITE_DELAY=0";
        ConnectionPool pool = new ConnectionPool(url, CONNECTIONS);
        GuestBook book = new GuestBook(folder, pool);
        try {
            pool.inTransaction(GuestBook::createTable);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pool.close();
            throw new SQLException("interrupted while the book was opened", e);
        }
        return book;
    }

    private static boolean createTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(
                    "CREATE TABLE IF NOT EXISTS guest(n IDENTITY PRIMARY KEY, name VARCHAR)");
        }
    }

    /** Returns the writer of the book: to be handed to OpenVSS. */
    public Writer writer() {
        return PausingWriter.of("guestbook", List.of(folder.toString()), pool);
    }

    /**
     * Signs; durable when it returns.
     *
     * @throws SQLException if the database refuses
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public void sign(String name) throws SQLException, InterruptedException {
        pool.inTransaction(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO guest(name) VALUES(?)")) {
                insert.setString(1, name);
                return insert.executeUpdate();
            }
        });
    }

    /**
     * Returns the names of all who have signed.
     *
     * @throws SQLException if the database refuses
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public List<String> guests() throws SQLException, InterruptedException {
        return pool.inTransaction(connection -> {
            List<String> names = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT name FROM guest ORDER BY n")) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        });
    }

    @Override
    public void close() throws SQLException {
        pool.close();
    }
}
