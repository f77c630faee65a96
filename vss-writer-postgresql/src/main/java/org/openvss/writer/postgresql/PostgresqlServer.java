package org.openvss.writer.postgresql;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.UUID;
import org.openvss.ComponentDescription;
import org.openvss.FileSet;
import org.openvss.RestoreMethod;
import org.openvss.RestoreSpecification;
import org.openvss.WriterId;
import org.openvss.WriterMetadataBuilder;
import org.openvss.WriterRestore;
import org.openvss.writer.CopyVerifier;
import org.openvss.writer.WriterException;
import org.openvss.writer.sql.DatabaseFiles;
import org.openvss.writer.sql.ServerAddress;
import org.openvss.writer.sql.SqlServer;
import org.openvss.writer.sql.SqlWriter;
import org.openvss.writer.sql.UnixSocketFactory;

/**
 * PostgreSQL, relying on the gate: the server goes on, and the copy of one instant of data folder,
 * tablespaces and write-ahead log is what it recovers from after a power failure.
 *
 * <p>{@link PostgresqlFiles} finds the folders, {@link PostgresqlHold} is the session that proves
 * that the server lived through the cut. There is no mode with {@code pg_backup_start}: such a copy
 * is only of use with write-ahead log from after the cut, which the set does not hold.
 */
public final class PostgresqlServer implements SqlServer {
    /** Class of all writers of this kind. */
    public static final WriterId WRITER_ID =
            new WriterId(UUID.fromString("7d0e9f0c-6a55-4c7e-9b1a-51f7a0c7c2de"));

    private static final String DRIVER = "org.postgresql.Driver";
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    /** How much longer than the server we wait for it: it is the one to give up first. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final PostgresqlSettings settings;

    private PostgresqlServer(PostgresqlSettings settings) {
        this.settings = settings;
    }

    /**
     * Creates the writer of a server; connects to nothing.
     *
     * @param settings the server
     */
    public static SqlWriter writer(PostgresqlSettings settings) {
        return new SqlWriter(new PostgresqlServer(settings));
    }

    @Override
    public WriterId writerId() {
        return WRITER_ID;
    }

    @Override
    public String product() {
        return "PostgreSQL";
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public ServerAddress address() {
        return settings.address();
    }

    @Override
    public List<String> claimedPaths() {
        return settings.claimedPaths();
    }

    @Override
    public boolean holdsWrites() {
        return false;
    }

    @Override
    public Connection connect() throws SQLException, WriterException {
        ServerAddress address = settings.address();
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        Optional<String> password = settings.password().read();
        password.ifPresent(text -> properties.setProperty("password", text));
        properties.setProperty("ApplicationName", "openvss");
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_LIMIT.toSeconds()));
        properties.setProperty(
                "socketTimeout", String.valueOf(settings.lockLimit().plus(GRACE).toSeconds()));
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        if (address.isUnix()) {
            properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
            properties.setProperty("socketFactoryArg", address.socket());
        }
        return connect(address.isUnix() ? 5432 : address.port(), settings.database(), properties);
    }

    /** Connects by the driver; for a Unix socket the properties say so, and the port is any. */
    static Connection connect(int port, String database, Properties properties)
            throws SQLException {
        String url =
                "jdbc:postgresql://"
                        + ServerAddress.LOOPBACK
                        + ":"
                        + port
                        + "/"
                        + encoded(database);
        Connection connection = driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("the driver does not take the address " + url, "08001");
        }
        return connection;
    }

    /**
     * Finds the driver as a service: its classes name annotations that are not there to compile.
     */
    private static Driver driver() throws SQLException {
        return ServiceLoader.load(Driver.class, PostgresqlServer.class.getClassLoader()).stream()
                .filter(one -> one.type().getName().equals(DRIVER))
                .map(ServiceLoader.Provider::get)
                .findFirst()
                .orElseThrow(() -> new SQLException("the PostgreSQL driver is missing", "08001"));
    }

    private static String encoded(String database) {
        return java.net.URLEncoder.encode(database, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    @Override
    public DatabaseFiles files(Connection connection) throws SQLException, WriterException {
        return PostgresqlFiles.of(connection);
    }

    @Override
    public void describe(DatabaseFiles files, WriterMetadataBuilder metadata) {
        ComponentDescription.Builder cluster =
                ComponentDescription.fileGroup("", settings.name())
                        .caption("PostgreSQL, all databases of the server");
        files.paths().forEach(path -> cluster.files(FileSet.everythingIn(path)));
        String data = files.paths().getFirst();
        PostgresqlFiles.add(metadata, cluster.build())
                .excludedFiles(FileSet.of(data, "postmaster.pid"))
                .excludedFiles(FileSet.of(data, "postmaster.opts"))
                .restore(
                        new RestoreSpecification(
                                RestoreMethod.STOP_RESTORE_START,
                                "postgresql",
                                null,
                                WriterRestore.NEVER,
                                false,
                                List.of()));
    }

    @Override
    public Hold prepare(Connection connection) throws SQLException, WriterException {
        PostgresqlHold hold = new PostgresqlHold(connection, settings, GRACE);
        hold.prepare();
        return hold;
    }

    @Override
    public CopyVerifier verifier() {
        return new PostgresqlVerifier(settings.user());
    }
}
