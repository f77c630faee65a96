package org.openvss.writer.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openvss.HResult;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.ChildProcess;
import org.openvss.linux.Command;
import org.openvss.linux.CommandResult;
import org.openvss.linux.ExitStatus;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.PathBytes;
import org.openvss.linux.Processes;
import org.openvss.writer.WriterException;

/**
 * A server that runs for a while on a clone of its data, as the user who owns the data, so that
 * nothing in the data can do more than that user.
 *
 * <p>The kernel kills it when we die. Does not know what kind of server it is.
 */
public final class CopyServer implements AutoCloseable {
    private static final String SETPRIV = "/usr/bin/setpriv";
    private static final List<String> ENVIRONMENT =
            List.of(
                    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                    "LC_ALL=C");
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration TIME_TO_DIE = Duration.ofSeconds(5);
    private static final int OUTPUT_LIMIT = 1024 * 1024;
    private static final int LAST_LINES = 5;

    private final ChildProcess process;
    private final String log;

    private CopyServer(ChildProcess process, String log) {
        this.process = process;
        this.log = log;
    }

    /** A way to connect to the server. */
    @FunctionalInterface
    public interface Connecting {
        /** Connects, or throws while the server does not accept connections. */
        Connection connect() throws SQLException;
    }

    /**
     * Starts a server.
     *
     * @param data its data folder, whose owner it runs as
     * @param command absolute path of its program with the arguments; runs in the foreground
     * @param log file for its output, made here
     * @throws LinuxException if it cannot be started
     */
    public static CopyServer start(String data, List<String> command, String log)
            throws LinuxException {
        List<String> all = as(data, command);
        int flags = OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.TRUNCATE;
        try (Fd nothing = FileCalls.open("/dev/null", OpenFlags.READ_ONLY);
                Fd output = FileCalls.open(log, flags, 0600)) {
            return new CopyServer(
                    Processes.start(
                            Command.inOwnSession(SETPRIV, all, ENVIRONMENT)
                                    .withFolder("/")
                                    .withStreams(nothing, output, output)),
                    log);
        }
    }

    /**
     * Runs a program as the owner of a data folder to its end.
     *
     * @param data the data folder
     * @param command absolute path of the program with the arguments
     * @param limit longest time
     * @throws LinuxException if it cannot be started
     */
    public static CommandResult run(String data, List<String> command, Duration limit)
            throws LinuxException {
        return Processes.run(SETPRIV, as(data, command), ENVIRONMENT, limit, OUTPUT_LIMIT);
    }

    private static List<String> as(String data, List<String> command) throws LinuxException {
        FileStatus owner = AttributeCalls.statx(data);
        List<String> all = new ArrayList<>();
        all.add(SETPRIV);
        all.add("--reuid=" + owner.ownerId());
        all.add("--regid=" + owner.groupId());
        all.add("--clear-groups");
        all.add("--no-new-privs");
        all.add("--pdeathsig=KILL");
        all.addAll(command);
        return all;
    }

    /**
     * Waits until the server accepts connections.
     *
     * @param way how to connect
     * @param limit longest wait; recovery may take its time
     * @return a connection, or empty if the server ended or the limit has passed
     * @throws LinuxException if the server cannot be watched
     */
    public Optional<Connection> await(Connecting way, Duration limit) throws LinuxException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() - deadline < 0 && isRunning()) {
            try {
                return Optional.of(way.connect());
            } catch (SQLException e) {
                // Not yet; what it cannot do is in its log.
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
        return Optional.empty();
    }

    /** Tells whether the server has not ended. */
    public boolean isRunning() throws LinuxException {
        return process.waitFor(Duration.ZERO).isEmpty();
    }

    /**
     * Asks the server to end and waits for it.
     *
     * @param signal signal that means a clean end
     * @param limit longest wait
     * @return whether it ended without an error
     * @throws LinuxException if it cannot be watched
     */
    public boolean stop(int signal, Duration limit) throws LinuxException {
        process.signal(signal);
        return process.waitFor(limit).filter(ExitStatus::isSuccess).isPresent();
    }

    /** Returns the end of what the server wrote, on one line. */
    public String lastWords() {
        try {
            List<String> lines =
                    PathBytes.decode(FileCalls.readFile(log, OUTPUT_LIMIT))
                            .lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty())
                            .toList();
            return String.join(
                    "; ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (LinuxException e) {
            return "its log cannot be read: " + e.getMessage();
        }
    }

    /** Kills it with all its processes, if it still runs. */
    @Override
    public void close() {
        try {
            if (isRunning()) {
                process.signalGroup(Processes.SIGKILL);
                Optional<ExitStatus> _ = process.waitFor(TIME_TO_DIE);
            }
        } catch (LinuxException e) {
            // It ended by itself just now.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        } finally {
            process.close();
        }
    }

    /**
     * Returns the failure of a check that cannot be made.
     *
     * @param what what cannot be made, and what to do
     * @param cause what led to it
     */
    public static WriterException impossible(String what, LinuxException cause) {
        return new WriterException(
                HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                what + ": " + cause.getMessage(),
                cause.errno(),
                cause);
    }
}
