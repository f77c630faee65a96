package org.openvss.writer.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.openvss.WriterId;
import org.openvss.WriterMetadataBuilder;
import org.openvss.writer.CopyVerifier;
import org.openvss.writer.WriterException;

/**
 * What {@link SqlWriter} has to know of one kind of SQL server: how to connect, where its data is,
 * and how it is held. Keeps no state between calls.
 */
public interface SqlServer {
    /** Returns the class of the writers of this kind. */
    WriterId writerId();

    /** Returns the name of the product, for people. */
    String product();

    /** Returns the name of the writer, as the configuration gives it. */
    String name();

    /** Returns where the server listens. */
    ServerAddress address();

    /** Returns the folders to claim while the server cannot be asked; empty for every set. */
    List<String> claimedPaths();

    /** Tells whether {@link Hold#freeze} stops all writing; see {@code Writer.holdsWrites}. */
    boolean holdsWrites();

    /**
     * Opens a connection; every wait of its statements has a limit.
     *
     * @throws SQLException as the driver throws
     * @throws WriterException if the password cannot be read
     */
    Connection connect() throws SQLException, WriterException;

    /**
     * Asks where the data is, and makes sure that it is the data of this machine.
     *
     * @param connection of {@link #connect}
     * @throws SQLException as the driver throws
     * @throws WriterException if it is not here, or cannot be found out
     */
    DatabaseFiles files(Connection connection) throws SQLException, WriterException;

    /**
     * Adds component, excluded files and way of restore to a description.
     *
     * @param files where the data is
     * @param metadata the description, with identity, level and paths
     */
    void describe(DatabaseFiles files, WriterMetadataBuilder metadata);

    /**
     * Does the long preparations, and runs once what the hold will run.
     *
     * @param connection of {@link #connect}; belongs to the hold from now on
     * @return the hold, not yet frozen
     * @throws SQLException as the driver throws
     * @throws WriterException if the server must not be copied as it is
     */
    Hold prepare(Connection connection) throws SQLException, WriterException;

    /** Returns what verifies copies of a server of this kind. */
    CopyVerifier verifier();

    /** One session of the server, in which it is held. */
    interface Hold {
        /** Freezes; every wait within the limit of the configuration. */
        void freeze() throws SQLException, WriterException;

        /** Fails unless the same session has held without a gap since {@link #freeze}. */
        void prove() throws SQLException, WriterException;

        /** Lets go. The session is closed afterwards, whatever happens. */
        void thaw() throws SQLException, WriterException;

        /** Ends a {@link #freeze} under way, from another thread; within a few seconds. */
        void cancel();
    }
}
