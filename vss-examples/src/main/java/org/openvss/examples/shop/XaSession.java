package org.openvss.examples.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;

/** One connection to one database, kept over many transactions. Used by one thread at a time. */
final class XaSession implements AutoCloseable {
    private final XAConnection session;
    private final XAResource resource;
    private final Connection connection;

    private XaSession(XAConnection session) throws SQLException {
        this.session = session;
        // MariaDB makes a new one at each call: enlisting and delisting need the same.
        this.resource = session.getXAResource();
        this.connection = session.getConnection();
    }

    static XaSession open(XADataSource database) throws SQLException {
        return new XaSession(database.getXAConnection());
    }

    XAResource resource() {
        return resource;
    }

    void insert(String statement, long order, long amount) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(statement)) {
            insert.setLong(1, order);
            insert.setLong(2, amount);
            insert.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
