package org.openvss.writer.mariadb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.openvss.HResult;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.Processes;
import org.openvss.writer.CopyFinding;
import org.openvss.writer.CopyVerifier;
import org.openvss.writer.WriterException;
import org.openvss.writer.sql.CopyServer;

/**
 * Starts MariaDB on a clone of its data, lets it recover, and has it check every table.
 *
 * <p>The server reads no configuration file and talks to nobody but us: no port, no replication, no
 * events, no binary log. Folders that are not in the data folder are known by the files in them.
 */
final class MariadbVerifier implements CopyVerifier {
    private static final List<String> PROGRAMS =
            List.of("/usr/sbin/mariadbd", "/usr/libexec/mariadbd", "/usr/sbin/mysqld");

    /** Options for folders, by a file that only such a folder has. */
    private static final Map<String, String> FOLDERS =
            new LinkedHashMap<>(
                    Map.of(
                            "ib_logfile0", "--innodb-log-group-home-dir=",
                            "ibdata1", "--innodb-data-home-dir=",
                            "undo001", "--innodb-undo-directory=",
                            "aria_log_control", "--aria-log-dir-path="));

    private static final Duration TIME_TO_STOP = Duration.ofMinutes(2);
    private static final int FINDINGS_LIMIT = 20;

    @Override
    public CopyFinding verify(Scene scene) throws WriterException {
        if (scene.paths().isEmpty()) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                    "the set does not say where the data folder of MariaDB is");
        }
        String data = scene.paths().getFirst();
        long deadline = System.nanoTime() + scene.limit().toNanos();
        try {
            List<String> command = command(scene, data);
            giveTo(scene.workFolder(), AttributeCalls.statx(data));
            try (CopyServer server =
                    CopyServer.start(data, command, scene.workFolder() + "/mariadb.log")) {
                return check(server, scene, deadline);
            }
        } catch (LinuxException e) {
            throw CopyServer.impossible("MariaDB cannot be started on the copy", e);
        }
    }

    private static List<String> command(Scene scene, String data)
            throws LinuxException, WriterException {
        List<String> command = new ArrayList<>();
        command.add(program());
        command.add("--no-defaults");
        command.add("--datadir=" + data);
        command.add("--socket=" + socket(scene));
        command.add("--pid-file=" + scene.workFolder() + "/pid");
        command.add("--tmpdir=" + scene.workFolder());
        command.add("--skip-networking");
        command.add("--skip-grant-tables");
        command.add("--skip-slave-start");
        command.add("--skip-log-bin");
        for (String path : scene.paths().subList(1, scene.paths().size())) {
            for (Map.Entry<String, String> folder : FOLDERS.entrySet()) {
                if (exists(path + "/" + folder.getKey())) {
                    command.add(folder.getValue() + path);
                }
            }
        }
        return command;
    }

    private static String program() throws LinuxException, WriterException {
        for (String path : PROGRAMS) {
            if (exists(path)) {
                return path;
            }
        }
        throw new WriterException(
                HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                "MariaDB is not installed here: install its server package");
    }

    private static boolean exists(String path) throws LinuxException {
        try {
            AttributeCalls.statx(path);
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
                return false;
            }
            throw e;
        }
    }

    /** The server makes its socket here, and only its user and we may come near it. */
    private static void giveTo(String folder, FileStatus owner) throws LinuxException {
        try (Fd opened = FileCalls.open(folder, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY)) {
            AttributeCalls.fchown(opened, owner.ownerId(), owner.groupId());
            AttributeCalls.fchmod(opened, 0700);
        }
    }

    private static String socket(Scene scene) {
        return scene.workFolder() + "/socket";
    }

    private static CopyFinding check(CopyServer server, Scene scene, long deadline)
            throws LinuxException {
        List<String> findings = new ArrayList<>();
        String checkedBy = "MariaDB";
        Optional<Connection> connection = server.await(() -> connect(scene), left(deadline));
        if (connection.isEmpty()) {
            return new CopyFinding(
                    false, checkedBy, List.of("it does not start: " + server.lastWords()));
        }
        int tables = 0;
        try (Connection open = connection.get();
                Statement statement = open.createStatement()) {
            checkedBy = "MariaDB " + text(statement, "SELECT VERSION()") + ", CHECK TABLE";
            for (String table : tables(statement)) {
                tables++;
                check(statement, table, findings);
                if (System.nanoTime() - deadline > 0) {
                    findings.add("the tables could not all be checked in time");
                    break;
                }
            }
        } catch (SQLException e) {
            findings.add("it does not answer: " + e.getMessage() + "; " + server.lastWords());
        }
        if (!server.stop(Processes.SIGTERM, TIME_TO_STOP)) {
            findings.add("it does not stop: " + server.lastWords());
        }
        boolean sound = findings.isEmpty();
        return new CopyFinding(
                sound,
                checkedBy,
                sound
                        ? List.of(tables + " tables are sound")
                        : findings.subList(0, Math.min(FINDINGS_LIMIT, findings.size())));
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }

    private static Connection connect(Scene scene) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "root");
        return MariadbServer.connect(socket(scene), properties);
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery(
                        "SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES WHERE"
                                + " TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA NOT IN"
                                + " ('information_schema', 'performance_schema')")) {
            while (rows.next()) {
                tables.add(quoted(rows.getString(1)) + "." + quoted(rows.getString(2)));
            }
        }
        return tables;
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** The last row of an answer says OK if it is; those before it say what is wrong. */
    private static void check(Statement statement, String table, List<String> findings)
            throws SQLException {
        List<String> said = new ArrayList<>();
        boolean sound = false;
        try (ResultSet rows = statement.executeQuery("CHECK TABLE " + table + " EXTENDED")) {
            while (rows.next()) {
                String kind = rows.getString("Msg_type");
                String message = rows.getString("Msg_text");
                boolean passedOver =
                        kind.equals("note") || message.equals("Table is already up to date");
                sound |= kind.equals("status") && (message.equals("OK") || passedOver);
                if (!kind.equals("status")) {
                    sound |= kind.equals("note") && message.contains("doesn't support check");
                    said.add(table + ": " + kind + ": " + message);
                }
            }
        }
        if (!sound) {
            findings.addAll(said.isEmpty() ? List.of(table + " is not sound") : said);
        }
    }
}
