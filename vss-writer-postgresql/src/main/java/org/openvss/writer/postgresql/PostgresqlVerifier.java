package org.openvss.writer.postgresql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openvss.HResult;
import org.openvss.linux.CommandResult;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.writer.CopyFinding;
import org.openvss.writer.CopyVerifier;
import org.openvss.writer.WriterException;
import org.openvss.writer.sql.CopyServer;

/**
 * Starts PostgreSQL on a clone of its data, lets it recover, reads every table and index through
 * its own checker, stops it, and compares the checksums of all pages.
 *
 * <p>The server gets a configuration of our own ({@link CopyConfiguration}), so that it talks to
 * nobody but us: no port, no standby, no archive, no subscriptions, no extensions that start by
 * themselves.
 */
final class PostgresqlVerifier implements CopyVerifier {
    private static final int SIGINT = 2;
    private static final Duration TIME_TO_STOP = Duration.ofMinutes(2);
    private static final int FINDINGS_LIMIT = 20;

    private final String role;

    /**
     * Creates a verifier.
     *
     * @param role a role that the server surely has: the one that OpenVSS logs in as
     */
    PostgresqlVerifier(String role) {
        this.role = role;
    }

    @Override
    public CopyFinding verify(Scene scene) throws WriterException {
        if (scene.paths().isEmpty()) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                    "the set does not say where the data folder of PostgreSQL is");
        }
        String data = scene.paths().getFirst();
        long deadline = System.nanoTime() + scene.limit().toNanos();
        try {
            PostgresqlPrograms programs = PostgresqlPrograms.of(data);
            removeWhatBelongsToTheRunningServer(data);
            CopyConfiguration configuration =
                    CopyConfiguration.write(programs, data, scene.workFolder(), role);
            List<String> findings = new ArrayList<>();
            String checkedBy =
                    checkRunning(programs, data, configuration, scene, deadline, findings);
            if (findings.isEmpty()) {
                checkedBy += checkStopped(programs, data, left(deadline), findings);
            }
            boolean sound = findings.isEmpty();
            return new CopyFinding(
                    sound, checkedBy, sound ? List.of("all databases are sound") : findings);
        } catch (LinuxException e) {
            throw CopyServer.impossible("PostgreSQL cannot be started on the copy", e);
        }
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }

    /** The files that say "a server runs here" and "I follow another server". */
    private static void removeWhatBelongsToTheRunningServer(String data) throws LinuxException {
        try (Fd folder = FileCalls.open(data, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY)) {
            for (String name : List.of("postmaster.pid", "standby.signal", "recovery.signal")) {
                try {
                    DirectoryCalls.unlinkat(folder, name);
                } catch (LinuxException e) {
                    if (e.errno() != Errno.ENOENT) {
                        throw e;
                    }
                }
            }
        }
    }

    private static String checkRunning(
            PostgresqlPrograms programs,
            String data,
            CopyConfiguration configuration,
            Scene scene,
            long deadline,
            List<String> findings)
            throws LinuxException, WriterException {
        String checkedBy = "PostgreSQL " + programs.version();
        try (CopyServer server =
                CopyServer.start(
                        data,
                        configuration.command(programs),
                        scene.workFolder() + "/postgresql.log")) {
            Optional<Connection> connection = server.await(configuration::connect, left(deadline));
            if (connection.isEmpty()) {
                findings.add("it does not start: " + server.lastWords());
                return checkedBy;
            }
            String superuser;
            try (Connection open = connection.get();
                    Statement statement = open.createStatement();
                    ResultSet row =
                            statement.executeQuery(
                                    "SELECT current_setting('server_version'), (SELECT"
                                            + " min(rolname) FROM pg_roles WHERE rolsuper AND"
                                            + " rolcanlogin)")) {
                row.next();
                checkedBy = "PostgreSQL " + row.getString(1);
                superuser = row.getString(2);
            }
            if (superuser != null && programs.find("pg_amcheck").isPresent()) {
                runAmcheck(programs, configuration, superuser, data, left(deadline), findings);
                checkedBy += ", pg_amcheck";
            }
            if (!server.stop(SIGINT, TIME_TO_STOP)) {
                findings.add("it does not stop: " + server.lastWords());
            }
            return checkedBy;
        } catch (SQLException e) {
            findings.add("it does not answer: " + e.getMessage());
            return checkedBy;
        }
    }

    private static void runAmcheck(
            PostgresqlPrograms programs,
            CopyConfiguration configuration,
            String superuser,
            String data,
            Duration limit,
            List<String> findings)
            throws LinuxException {
        note(
                "pg_amcheck",
                CopyServer.run(
                        data,
                        List.of(
                                programs.find("pg_amcheck").orElseThrow(),
                                "--all",
                                "--install-missing",
                                "--heapallindexed",
                                "--host=" + configuration.folder(),
                                "--username=" + superuser),
                        limit),
                findings);
    }

    /** Pages can only be compared while no server writes them. */
    private static String checkStopped(
            PostgresqlPrograms programs, String data, Duration limit, List<String> findings)
            throws LinuxException, WriterException {
        if (!programs.control(data).hasChecksums() || programs.find("pg_checksums").isEmpty()) {
            return "";
        }
        note(
                "pg_checksums",
                CopyServer.run(
                        data,
                        List.of(
                                programs.find("pg_checksums").orElseThrow(),
                                "--check",
                                "--pgdata=" + data),
                        limit),
                findings);
        return ", pg_checksums";
    }

    private static void note(String program, CommandResult result, List<String> findings) {
        if (result.isSuccess()) {
            return;
        }
        String end = result.limitReached() ? " did not end in time" : " found damage";
        List<String> lines =
                result.output().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        findings.add(program + end + (lines.isEmpty() ? "" : ":"));
        findings.addAll(lines.subList(0, Math.min(FINDINGS_LIMIT, lines.size())));
    }

    /** Writes a file that the server's user may read. */
    static void write(String path, String content) throws LinuxException {
        int flags = OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.TRUNCATE;
        try (Fd file = FileCalls.open(path, flags, 0644)) {
            FileCalls.writeAll(file, content.getBytes(StandardCharsets.UTF_8));
        }
    }
}
