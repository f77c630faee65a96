package org.openvss.embedded.configuration;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.openvss.ApplicationLevel;
import org.openvss.VssException;
import org.openvss.writer.Secret;
import org.openvss.writer.hooks.HookFolder;
import org.openvss.writer.mariadb.MariadbSettings;
import org.openvss.writer.postgresql.PostgresqlSettings;
import org.openvss.writer.redis.RedisServer;
import org.openvss.writer.sql.ServerAddress;
import org.openvss.writer.sqlite.SqliteDatabases;

/**
 * Reads the tables of writers: which keys each kind has, and that no two writers share a name.
 * Opens none of the folders, servers and files that they name.
 */
final class WritersReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final int LARGEST_PORT = 65535;
    private static final long LOCK_SECONDS = 5;

    /** Two waits of a freeze, with what the client adds, fit into the minute of all writers. */
    private static final long LARGEST_LOCK_SECONDS = 20;

    private static final long CHECKPOINT_SECONDS = 300;

    private final Set<String> names = new HashSet<>();

    /** Reads the table {@code writers}. */
    Configuration.Writers read(TomlTable table) throws VssException {
        Configuration.Writers writers =
                new Configuration.Writers(
                        all(table, "hooks", this::hookFolder),
                        all(table, "postgresql", this::postgresql),
                        all(table, "mariadb", this::mariadb),
                        all(table, "sqlite", this::sqliteDatabases),
                        all(table, "redis", this::redisServer));
        table.refuseOthers();
        return writers;
    }

    /** Reads one writer. */
    @FunctionalInterface
    private interface Kind<T> {
        T read(TomlTable table) throws VssException;
    }

    private static <T> List<T> all(TomlTable table, String key, Kind<T> kind) throws VssException {
        List<T> found = new ArrayList<>();
        for (TomlTable one : table.tables(key)) {
            found.add(kind.read(one));
        }
        return found;
    }

    /** Refuses a name that is none, or that another writer has already. */
    private String checkedName(TomlTable table, String name) throws VssException {
        if (!NAME.matcher(name).matches()) {
            throw table.error(
                    "name",
                    "'name' must be 1 to 64 letters, digits, dots, underscores or hyphens, not '"
                            + name
                            + "'");
        }
        if (!names.add(name)) {
            throw table.error("name", "the name '" + name + "' is taken; choose another one");
        }
        return name;
    }

    /** Reads where a password lies; the file itself is checked each time it is read. */
    static Secret passwordFile(TomlTable table) throws VssException {
        Optional<String> path = table.text("password_file");
        if (path.isEmpty()) {
            return Secret.NONE;
        }
        table.requireAbsolute("password_file", path.get());
        return new SecretFile(path.get());
    }

    private HookFolder hookFolder(TomlTable table) throws VssException {
        ApplicationLevel level = level(table);
        List<String> paths = paths(table);
        boolean prove = table.flag("prove", true);
        Optional<String> givenName = table.text("name");
        Optional<String> givenDirectory = table.text("directory");
        // A misspelt key before a missing one: it is most likely the same mistake.
        table.refuseOthers();
        String name = table.required("name", givenName);
        String directory = table.required("directory", givenDirectory);
        String checked = checkedName(table, name);
        table.requireAbsolute("directory", directory);
        return new HookFolder(checked, directory, level, paths, prove);
    }

    private PostgresqlSettings postgresql(TomlTable table) throws VssException {
        String givenName = table.text("name").orElse("postgresql");
        ServerAddress address = postgresqlAddress(table);
        String user = table.text("user").orElse("openvss");
        Secret password = passwordFile(table);
        String database = table.text("database").orElse("postgres");
        Duration locks = seconds(table, "lock_timeout_seconds", LOCK_SECONDS, LARGEST_LOCK_SECONDS);
        Duration checkpoint = seconds(table, "checkpoint_timeout_seconds", CHECKPOINT_SECONDS, 540);
        List<String> paths = paths(table);
        table.refuseOthers();
        return new PostgresqlSettings(
                checkedName(table, givenName),
                address,
                user,
                password,
                database,
                locks,
                checkpoint,
                paths);
    }

    /** As PostgreSQL itself: a folder in which the socket has the name of the port, or the port. */
    private static ServerAddress postgresqlAddress(TomlTable table) throws VssException {
        int port = Math.toIntExact(table.number("port", 5432, 1, LARGEST_PORT));
        String folder = table.text("socket_directory").orElse("/run/postgresql");
        table.requireAbsolute("socket_directory", folder);
        return table.flag("tcp", false)
                ? ServerAddress.tcp(port)
                : ServerAddress.unix((folder.equals("/") ? "" : folder) + "/.s.PGSQL." + port);
    }

    private MariadbSettings mariadb(TomlTable table) throws VssException {
        String givenName = table.text("name").orElse("mariadb");
        String socket = table.text("socket").orElse("/run/mysqld/mysqld.sock");
        table.requireAbsolute("socket", socket);
        int port = Math.toIntExact(table.number("port", 3306, 1, LARGEST_PORT));
        boolean tcp = table.flag("tcp", false);
        String user = table.text("user").orElse("openvss");
        Secret password = passwordFile(table);
        Duration locks = seconds(table, "lock_timeout_seconds", LOCK_SECONDS, LARGEST_LOCK_SECONDS);
        List<String> paths = paths(table);
        table.refuseOthers();
        return new MariadbSettings(
                checkedName(table, givenName),
                tcp ? ServerAddress.tcp(port) : ServerAddress.unix(socket),
                user,
                password,
                locks,
                paths);
    }

    private static Duration seconds(TomlTable table, String key, long absent, long most)
            throws VssException {
        return Duration.ofSeconds(table.number(key, absent, 1, most));
    }

    private static List<String> paths(TomlTable table) throws VssException {
        List<String> paths = table.texts("paths");
        for (String path : paths) {
            table.requireAbsolute("paths", path);
        }
        return paths;
    }

    private SqliteDatabases sqliteDatabases(TomlTable table) throws VssException {
        List<String> databases = table.texts("databases");
        Duration lockTimeout =
                Duration.ofSeconds(
                        table.number(
                                "lock_timeout_seconds",
                                5,
                                1,
                                SqliteDatabases.LONGEST_LOCK_TIMEOUT.toSeconds()));
        Optional<String> givenName = table.text("name");
        table.refuseOthers();
        String name = checkedName(table, table.required("name", givenName));
        if (databases.isEmpty()) {
            throw table.error(
                    "databases",
                    "'databases' must name at least one file, for instance [\"/srv/shop/*.db\"]");
        }
        for (String database : databases) {
            table.requireAbsolute("databases", database);
            int slash = database.lastIndexOf('/');
            if (database.endsWith("/") || database.substring(0, slash).matches(".*[*?].*")) {
                throw table.error(
                        "databases",
                        "'" + database + "' is not possible: * and ? stand in file names only");
            }
        }
        return new SqliteDatabases(name, databases, lockTimeout);
    }

    private RedisServer redisServer(TomlTable table) throws VssException {
        Optional<String> givenName = table.text("name");
        Optional<String> socket = table.text("socket");
        Optional<String> host = table.text("host");
        long port = table.number("port", 6379, 1, 65535);
        Optional<String> user = table.text("user");
        Secret password = passwordFile(table);
        Optional<String> dataDirectory = table.text("data_directory");
        long save = table.number("save_timeout_seconds", 20, 1, 59);
        long pause = table.number("pause_limit_seconds", 60, 1, 60);
        table.refuseOthers();
        String name = checkedName(table, table.required("name", givenName));
        if (socket.isPresent() == host.isPresent()) {
            throw table.error("socket", "give either 'socket', or 'host' with 'port'");
        }
        if (socket.isPresent()) {
            table.requireAbsolute("socket", socket.get());
        }
        if (dataDirectory.isPresent()) {
            table.requireAbsolute("data_directory", dataDirectory.get());
        }
        return new RedisServer(
                name,
                socket.isPresent()
                        ? UnixDomainSocketAddress.of(socket.get())
                        : new InetSocketAddress(host.orElseThrow(), (int) port),
                user.orElse(null),
                password,
                dataDirectory.orElse(null),
                Duration.ofSeconds(save),
                Duration.ofSeconds(pause));
    }

    private static ApplicationLevel level(TomlTable table) throws VssException {
        String name = table.text("level").orElse("front-end");
        return switch (name) {
            case "front-end" -> ApplicationLevel.FRONT_END;
            case "back-end" -> ApplicationLevel.BACK_END;
            case "system" -> ApplicationLevel.SYSTEM;
            default ->
                    throw table.error(
                            "level",
                            "'level' must be front-end, back-end or system, not '" + name + "'");
        };
    }
}
