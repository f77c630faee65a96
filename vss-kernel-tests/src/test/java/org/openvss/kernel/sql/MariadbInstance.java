package org.openvss.kernel.sql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.openvss.writer.sql.UnixSocketFactory;

/** A MariaDB server of the Debian package. */
public final class MariadbInstance extends DatabaseServer {
    private static final String PROGRAM = "/usr/sbin/mariadbd";
    private static @Nullable Path template;

    private final Path data;
    private final List<String> options = new ArrayList<>();

    private MariadbInstance(Path data, Path run) {
        super(run);
        this.data = data;
    }

    /** Tells why there can be no server here; empty if there can. */
    public static Optional<String> obstacle() {
        return Unprivileged.obstacle(PROGRAM, "mariadb-server-core");
    }

    /** Makes a server with fresh data, not yet started; folders are made as needed. */
    public static MariadbInstance fresh(Path data, Path run) throws Exception {
        Unprivileged.folder(run, "rwxr-xr-x");
        Unprivileged.folder(data, "rwx------");
        Unprivileged.runAsRoot(
                run.resolve("log"), List.of("cp", "-a", template() + "/data/.", data.toString()));
        return new MariadbInstance(data, run);
    }

    /** Takes data that is there already, for instance from a copy. */
    public static MariadbInstance on(Path data, Path run) throws Exception {
        Unprivileged.folder(run, "rwxr-xr-x");
        Unprivileged.pass(data.getParent());
        return new MariadbInstance(data, run);
    }

    /** Adds an option of the server. */
    public MariadbInstance with(String option) {
        options.add(option);
        return this;
    }

    /** Lets the server write its binary log into another folder. */
    public MariadbInstance withLogIn(Path folder) throws Exception {
        Unprivileged.folder(folder, "rwx------");
        return with("--log-bin=" + folder.resolve("binlog"));
    }

    private static synchronized Path template() throws Exception {
        if (template != null) {
            return template;
        }
        Path folder = Files.createTempDirectory("openvss-mariadb-");
        Path data = Unprivileged.folder(folder.resolve("data"), "rwx------");
        Path run = Unprivileged.folder(folder.resolve("run"), "rwxr-xr-x");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        Unprivileged.run(
                run.resolve("log"),
                List.of(
                        "mariadb-install-db",
                        "--no-defaults",
                        "--datadir=" + data,
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db",
                        "--innodb-log-file-size=8M"));
        try (MariadbInstance server = new MariadbInstance(data, run)) {
            server.start();
            server.execute(
                    "CREATE DATABASE bank",
                    "CREATE TABLE bank.ledger (n bigint PRIMARY KEY)",
                    "CREATE TABLE bank.counts (n bigint) ENGINE=MyISAM",
                    "CREATE USER openvss@localhost IDENTIFIED BY '" + PASSWORD + "'",
                    "GRANT RELOAD, PROCESS ON *.* TO openvss@localhost",
                    "SHUTDOWN");
            server.process().onExit().join();
        }
        template = folder;
        return folder;
    }

    private static void delete(Path folder) {
        try {
            Unprivileged.runAsRoot(Path.of("/dev/null"), List.of("rm", "-rf", folder.toString()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    List<String> command() {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                PROGRAM,
                                "--no-defaults",
                                "--datadir=" + data,
                                "--socket=" + socket(),
                                "--pid-file=" + run().resolve("pid"),
                                "--skip-networking",
                                "--skip-log-bin",
                                "--innodb-log-file-size=8M",
                                "--innodb-buffer-pool-size=16M"));
        command.addAll(options);
        return command;
    }

    /** Returns the path of the socket. */
    public Path socket() {
        return run().resolve("s");
    }

    /** Returns the data folder. */
    public Path data() {
        return data;
    }

    @Override
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "root");
        properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
        return UnixSocketFactory.connecting(
                socket().toString(),
                () -> DriverManager.getConnection("jdbc:mariadb://127.0.0.1/", properties));
    }

    @Override
    public String configuration(String name, Path passwordFile) {
        return "[[writers.mariadb]]\nname = \"%s\"\nsocket = \"%s\"\npassword_file = \"%s\"\nlock_timeout_seconds = 3\n"
                .formatted(name, socket(), passwordFile);
    }

    @Override
    public void endSessionsOfOpenVss() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            List<Long> sessions = new ArrayList<>();
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT ID FROM information_schema.PROCESSLIST WHERE USER ="
                                    + " 'openvss'")) {
                while (rows.next()) {
                    sessions.add(rows.getLong(1));
                }
            }
            for (long session : sessions) {
                statement.execute("KILL CONNECTION " + session);
            }
        }
    }
}
