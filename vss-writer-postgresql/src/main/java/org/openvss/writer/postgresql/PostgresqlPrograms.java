package org.openvss.writer.postgresql;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openvss.HResult;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.CommandResult;
import org.openvss.linux.Errno;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.writer.WriterException;
import org.openvss.writer.sql.CopyServer;

/** The programs of the PostgreSQL version that some data belongs to, where packages put them. */
final class PostgresqlPrograms {
    private static final List<String> FOLDERS =
            List.of(
                    "/usr/lib/postgresql/%s/bin/",
                    "/usr/pgsql-%s/bin/", "/usr/bin/", "/usr/local/bin/");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int VERSION_LIMIT = 64;

    private final String version;
    private final String folder;

    private PostgresqlPrograms(String version, String folder) {
        this.version = version;
        this.folder = folder;
    }

    /** What the control file says. */
    record Control(Map<String, String> fields) {
        /** Tells whether pages carry checksums. */
        boolean hasChecksums() {
            return !fields.getOrDefault("Data page checksum version", "0").equals("0");
        }

        /** Returns a setting that recovery needs at least as large as it was. */
        Optional<String> setting(String name) {
            return Optional.ofNullable(fields.get(name + " setting"));
        }
    }

    /**
     * Finds the programs.
     *
     * @param data the data folder
     * @throws WriterException if they are not installed
     */
    static PostgresqlPrograms of(String data) throws LinuxException, WriterException {
        String version =
                new String(
                                FileCalls.readFile(data + "/PG_VERSION", VERSION_LIMIT),
                                StandardCharsets.US_ASCII)
                        .strip();
        for (String pattern : FOLDERS) {
            String folder = pattern.formatted(version);
            if (exists(folder + "postgres")) {
                return new PostgresqlPrograms(version, folder);
            }
        }
        throw new WriterException(
                HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                "PostgreSQL " + version + " is not installed here: install its server package");
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

    /** Returns the major version of the data. */
    String version() {
        return version;
    }

    /** Returns the path of a program, or empty if it is not installed. */
    Optional<String> find(String name) throws LinuxException {
        return exists(folder + name) ? Optional.of(folder + name) : Optional.empty();
    }

    /** Reads the control file. */
    Control control(String data) throws LinuxException, WriterException {
        CommandResult result =
                CopyServer.run(data, List.of(folder + "pg_controldata", data), LIMIT);
        if (!result.isSuccess()) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                    "pg_controldata cannot read " + data + ": " + result.output().strip());
        }
        Map<String, String> fields = new HashMap<>();
        result.output()
                .lines()
                .forEach(line -> {
                    int colon = line.indexOf(':');
                    if (colon > 0) {
                        fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
                    }
                });
        return new Control(fields);
    }
}
