package org.openvss.writer.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.writer.WriterException;
import org.openvss.writer.sql.UnixSocketFactory;

/**
 * The configuration of a server that only serves to check a copy: reached by us alone, and with
 * nothing of what the original does by itself.
 */
final class CopyConfiguration {
    private static final Map<String, String> ALONE =
            Map.of(
                    "listen_addresses", "''",
                    "archive_mode", "off",
                    "autovacuum", "off",
                    "max_logical_replication_workers", "0",
                    "shared_preload_libraries", "''",
                    // Its files are thrown away, and all but them is read-only.
                    "fsync", "off",
                    "dynamic_shared_memory_type", "mmap");

    private static final List<String> NEEDED_BY_RECOVERY =
            List.of(
                    "max_connections",
                    "max_worker_processes",
                    "max_wal_senders",
                    "max_prepared_xacts",
                    "max_locks_per_xact");

    private static final Map<String, String> NAMES =
            Map.of(
                    "max_prepared_xacts", "max_prepared_transactions",
                    "max_locks_per_xact", "max_locks_per_transaction");

    private final String data;
    private final String folder;
    private final String role;

    private CopyConfiguration(String data, String folder, String role) {
        this.data = data;
        this.folder = folder;
        this.role = role;
    }

    /** Writes the files into a folder, in which the socket will be as well. */
    static CopyConfiguration write(
            PostgresqlPrograms programs, String data, String folder, String role)
            throws LinuxException, WriterException {
        Map<String, String> settings = new TreeMap<>(ALONE);
        settings.put("unix_socket_directories", "'" + folder + "'");
        settings.put("hba_file", "'" + folder + "/hba.conf'");
        settings.put("ident_file", "'" + folder + "/ident.conf'");
        PostgresqlPrograms.Control control = programs.control(data);
        for (String name : NEEDED_BY_RECOVERY) {
            Optional<String> value = control.setting(name);
            value.ifPresent(text -> settings.put(NAMES.getOrDefault(name, name), text));
        }
        StringBuilder text = new StringBuilder();
        settings.forEach((name, value) -> text.append(name + " = " + value + "\n"));
        PostgresqlVerifier.write(folder + "/postgresql.conf", text.toString());
        PostgresqlVerifier.write(folder + "/hba.conf", "local all all trust\n");
        PostgresqlVerifier.write(folder + "/ident.conf", "");
        giveTo(folder, AttributeCalls.statx(data));
        return new CopyConfiguration(data, folder, role);
    }

    /** The server makes its socket here, and only its user and we may come near it. */
    private static void giveTo(String folder, FileStatus owner) throws LinuxException {
        try (Fd opened = FileCalls.open(folder, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY)) {
            AttributeCalls.fchown(opened, owner.ownerId(), owner.groupId());
            AttributeCalls.fchmod(opened, 0700);
        }
    }

    /** Returns the folder of the socket. */
    String folder() {
        return folder;
    }

    /** Returns the command that runs the server in the foreground. */
    List<String> command(PostgresqlPrograms programs) throws LinuxException {
        return List.of(
                programs.find("postgres").orElseThrow(),
                "-D",
                data,
                "-c",
                "config_file=" + folder + "/postgresql.conf");
    }

    /** Connects to the server. */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", role);
        properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
        properties.setProperty("socketFactoryArg", folder + "/.s.PGSQL.5432");
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        return PostgresqlServer.connect(5432, "postgres", properties);
    }
}
