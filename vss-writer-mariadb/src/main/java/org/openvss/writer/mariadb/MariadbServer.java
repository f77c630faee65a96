package org.openvss.writer.mariadb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openvss.ComponentDescription;
import org.openvss.FileSet;
import org.openvss.RestoreMethod;
import org.openvss.RestoreSpecification;
import org.openvss.VssException;
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
 * MariaDB, held by its own backup stages: no commit, no change of a table without transactions, no
 * change of definitions between freeze and thaw.
 *
 * <p>{@link MariadbFiles} finds the folders, {@link MariadbHold} is the session with the stages.
 * MySQL has no backup stages and is not taken.
 */
public final class MariadbServer implements SqlServer {
    /** Class of all writers of this kind. */
    public static final WriterId WRITER_ID =
            new WriterId(UUID.fromString("c1b7cf0a-2f0e-4a39-8f7b-0d1c6f3e9a54"));

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    /** How much longer than the server we wait for it: it is the one to give up first. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final MariadbSettings settings;

    private MariadbServer(MariadbSettings settings) {
        this.settings = settings;
    }

    /**
     * Creates the writer of a server; connects to nothing.
     *
     * @param settings the server
     */
    public static SqlWriter writer(MariadbSettings settings) {
        return new SqlWriter(new MariadbServer(settings));
    }

    @Override
    public WriterId writerId() {
        return WRITER_ID;
    }

    @Override
    public String product() {
        return "MariaDB";
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
        return true;
    }

    @Override
    public Connection connect() throws SQLException, WriterException {
        ServerAddress address = settings.address();
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        Optional<String> password = settings.password().read();
        password.ifPresent(text -> properties.setProperty("password", text));
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_LIMIT.toMillis()));
        properties.setProperty(
                "socketTimeout", String.valueOf(settings.lockLimit().plus(GRACE).toMillis()));
        properties.setProperty("sslMode", "disable");
        // A password is never sent in the clear, whatever answers at the address asks for.
        properties.setProperty(
                "restrictedAuth", "mysql_native_password,client_ed25519,caching_sha2_password");
        return address.isUnix()
                ? connect(address.socket(), properties)
                : connected(new org.mariadb.jdbc.Driver().connect(url(address.port()), properties));
    }

    /** Connects to a Unix socket. */
    static Connection connect(String socket, Properties properties) throws SQLException {
        properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
        return UnixSocketFactory.connecting(
                socket,
                () -> connected(new org.mariadb.jdbc.Driver().connect(url(3306), properties)));
    }

    private static Connection connected(@Nullable Connection connection) throws SQLException {
        if (connection == null) {
            throw new SQLException("the driver does not take its own address", "08001");
        }
        return connection;
    }

    private static String url(int port) {
        return "jdbc:mariadb://" + ServerAddress.LOOPBACK + ":" + port + "/";
    }

    @Override
    public DatabaseFiles files(Connection connection) throws SQLException, WriterException {
        return MariadbFiles.of(connection);
    }

    @Override
    public void describe(DatabaseFiles files, WriterMetadataBuilder metadata) {
        ComponentDescription.Builder all =
                ComponentDescription.fileGroup("", settings.name())
                        .caption("MariaDB, all databases of the server");
        files.paths().forEach(path -> all.files(FileSet.everythingIn(path)));
        try {
            metadata.component(all.build());
        } catch (VssException e) {
            throw new IllegalStateException("the only component has no double", e);
        }
        metadata.restore(
                new RestoreSpecification(
                        RestoreMethod.STOP_RESTORE_START,
                        "mariadb",
                        null,
                        WriterRestore.NEVER,
                        false,
                        List.of()));
    }

    @Override
    public Hold prepare(Connection connection) throws SQLException, WriterException {
        MariadbHold hold = new MariadbHold(connection, settings.lockLimit(), this::kill);
        hold.prepare();
        return hold;
    }

    /** Ends a session of ours from outside; it may be waiting for a lock, with others behind it. */
    private void kill(long session) throws SQLException, WriterException {
        try (Connection other = connect();
                Statement statement = other.createStatement()) {
            statement.execute("KILL CONNECTION " + session);
        }
    }

    @Override
    public CopyVerifier verifier() {
        return new MariadbVerifier();
    }
}
