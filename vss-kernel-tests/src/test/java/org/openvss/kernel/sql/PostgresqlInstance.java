package org.openvss.kernel.sql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openvss.writer.sql.UnixSocketFactory;

/** A PostgreSQL server of the Debian package. */
public final class PostgresqlInstance extends DatabaseServer {
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql");
    private static @Nullable Path template;

    private final Path data;
    private final List<String> options = new ArrayList<>();
    private int port = 5432;

    private PostgresqlInstance(Path data, Path run) {
        super(run);
        this.data = data;
    }

    /** Tells why there can be no server here; empty if there can. */
    public static Optional<String> obstacle() {
        return programs().isEmpty()
                ? Optional.of("PostgreSQL is not installed: install postgresql")
                : Unprivileged.obstacle(program("postgres"), "postgresql");
    }

    private static Optional<Path> programs() {
        if (!Files.isDirectory(PROGRAMS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(PROGRAMS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(Files::isDirectory)
                    .max(Comparator.naturalOrder());
        } catch (java.io.IOException e) {
            return Optional.empty();
        }
    }

    private static String program(String name) {
        return programs().orElseThrow().resolve(name).toString();
    }

    /** Makes a server with fresh data, not yet started; folders are made as needed. */
    public static PostgresqlInstance fresh(Path data, Path run) throws Exception {
        Unprivileged.folder(run, "rwxr-xr-x");
        Unprivileged.folder(data, "rwx------");
        Unprivileged.runAsRoot(
                run.resolve("log"), List.of("cp", "-a", template() + "/data/.", data.toString()));
        return new PostgresqlInstance(data, run);
    }

    /** Takes data that is there already, for instance from a copy. */
    public static PostgresqlInstance on(Path data, Path run) throws Exception {
        Unprivileged.folder(run, "rwxr-xr-x");
        Unprivileged.pass(data.getParent());
        return new PostgresqlInstance(data, run);
    }

    /** Adds an option of the server, for instance {@code -cfsync=off}. */
    public PostgresqlInstance with(String option) {
        options.add(option);
        return this;
    }

    /** Lets the server listen on a port of the loopback address as well. */
    public PostgresqlInstance listeningOn(int newPort) {
        port = newPort;
        return with("-clisten_addresses=127.0.0.1").with("-cport=" + newPort);
    }

    /** Moves the write-ahead log into another folder, leaving a link; before the first start. */
    public PostgresqlInstance withLogIn(Path folder) throws Exception {
        Unprivileged.folder(folder, "rwx------");
        Path log = data.resolve("pg_wal");
        Unprivileged.runAsRoot(log(), List.of("cp", "-a", log + "/.", folder.toString()));
        Unprivileged.runAsRoot(log(), List.of("rm", "-r", log.toString()));
        Files.createSymbolicLink(log, folder);
        return this;
    }

    /** Makes a folder for a tablespace. */
    public static Path tablespaceFolder(Path folder) throws Exception {
        return Unprivileged.folder(folder, "rwx------");
    }

    private static synchronized Path template() throws Exception {
        if (template != null) {
            return template;
        }
        Path folder = Files.createTempDirectory("openvss-postgresql-");
        Path data = Unprivileged.folder(folder.resolve("data"), "rwx------");
        Path run = Unprivileged.folder(folder.resolve("run"), "rwxr-xr-x");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        Unprivileged.run(
                run.resolve("log"),
                List.of(
                        program("initdb"),
                        "--pgdata=" + data,
                        "--username=postgres",
                        "--data-checksums",
                        "--wal-segsize=1",
                        "--no-locale",
                        "--encoding=UTF8",
                        "--no-sync",
                        "--auth=trust"));
        Files.writeString(
                data.resolve("pg_hba.conf"),
                "local all openvss scram-sha-256\nlocal all all trust\n");
        try (PostgresqlInstance server = new PostgresqlInstance(data, run)) {
            server.start();
            server.execute(
                    "CREATE TABLE ledger (n bigint PRIMARY KEY)",
                    "CREATE ROLE openvss LOGIN PASSWORD '" + PASSWORD + "'",
                    "GRANT pg_checkpoint, pg_read_all_settings TO openvss");
            Unprivileged.run(
                    run.resolve("log"),
                    List.of(program("pg_ctl"), "stop", "--pgdata=" + data, "--mode=fast"));
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
                                program("postgres"),
                                "-D",
                                data.toString(),
                                "-k",
                                run().toString(),
                                "-clisten_addresses=",
                                "-cmin_wal_size=2MB",
                                "-cmax_wal_size=8MB",
                                "-cshared_buffers=16MB"));
        command.addAll(options);
        return command;
    }

    /** Returns the path of the socket. */
    public Path socket() {
        return run().resolve(".s.PGSQL." + port);
    }

    /** Returns the data folder. */
    public Path data() {
        return data;
    }

    @Override
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
        properties.setProperty("socketFactoryArg", socket().toString());
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1/postgres", properties);
    }

    @Override
    public String configuration(String name, Path passwordFile) {
        return "[[writers.postgresql]]\nname = \"%s\"\nsocket_directory = \"%s\"\nport = %d\npassword_file = \"%s\"\nlock_timeout_seconds = 3\n"
                .formatted(name, run(), port, passwordFile);
    }

    @Override
    public void endSessionsOfOpenVss() throws SQLException {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'openvss'");
    }
}
