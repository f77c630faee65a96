package org.openvss.writer.postgresql;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.openvss.ComponentDescription;
import org.openvss.VssException;
import org.openvss.WriterMetadataBuilder;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.writer.WriterException;
import org.openvss.writer.sql.DataFolder;
import org.openvss.writer.sql.DatabaseFiles;

/**
 * Where a PostgreSQL server keeps its data: data folder, what is linked out of it (normally the
 * write-ahead log), tablespaces.
 */
final class PostgresqlFiles {
    private static final String CONTROL_FILE = "/global/pg_control";
    private static final int CONTROL_FILE_LIMIT = 64 * 1024;

    private PostgresqlFiles() {}

    /**
     * Asks the server, and compares the data folder with what lies there on this machine.
     *
     * @throws WriterException if the folder is not that of the server: it may run in a container
     */
    static DatabaseFiles of(Connection connection) throws SQLException, WriterException {
        List<DatabaseFiles.Place> places = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            String data;
            try (ResultSet row =
                    statement.executeQuery(
                            "SELECT pg_catalog.current_setting('data_directory'),"
                                    + " (SELECT system_identifier FROM"
                                    + " pg_catalog.pg_control_system())")) {
                row.next();
                data = row.getString(1);
                requireOurs(data, row.getLong(2));
            }
            places.add(new DatabaseFiles.Place("data folder", data));
            for (DatabaseFiles.Place outlet : DataFolder.open(data).outlets()) {
                places.add(
                        outlet.purpose().equals("pg_wal")
                                ? new DatabaseFiles.Place("write-ahead log", outlet.path())
                                : outlet);
            }
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT spcname, pg_catalog.pg_tablespace_location(oid) FROM"
                                    + " pg_catalog.pg_tablespace WHERE"
                                    + " pg_catalog.pg_tablespace_location(oid) LIKE '/%' ORDER BY"
                                    + " spcname")) {
                while (rows.next()) {
                    places.add(
                            new DatabaseFiles.Place(
                                    "tablespace " + rows.getString(1), rows.getString(2)));
                }
            }
        }
        return new DatabaseFiles(places);
    }

    /** The control file begins with the identifier that the server was made with. */
    private static void requireOurs(String data, long identifier) throws WriterException {
        String file = data + CONTROL_FILE;
        try {
            byte[] content = FileCalls.readFile(file, CONTROL_FILE_LIMIT);
            long found =
                    content.length < Long.BYTES
                            ? 0
                            : ByteBuffer.wrap(content).order(ByteOrder.nativeOrder()).getLong();
            if (found != identifier) {
                throw DataFolder.elsewhere(data, "another server's data lies there");
            }
        } catch (LinuxException e) {
            throw DataFolder.elsewhere(data, String.valueOf(e.getMessage()));
        }
    }

    /** Adds the only component, which therefore has no double. */
    static WriterMetadataBuilder add(WriterMetadataBuilder to, ComponentDescription component) {
        try {
            return to.component(component);
        } catch (VssException e) {
            throw new IllegalStateException(e);
        }
    }
}
