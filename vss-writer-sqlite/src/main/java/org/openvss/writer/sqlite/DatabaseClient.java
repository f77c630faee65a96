package org.openvss.writer.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.openvss.HResult;
import org.openvss.linux.ChildProcess;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.Pipe;
import org.openvss.linux.Processes;
import org.openvss.writer.WriterException;

/**
 * One database, opened by a {@code sqlite3} of its own that we talk to through pipes.
 *
 * <p>The locks are those of that process. If we die, its input ends, it ends, and the kernel drops
 * the locks; if it must be made to let go, it is killed. Every wait has a limit.
 */
final class DatabaseClient implements AutoCloseable {
    private static final int PIECE_BYTES = 4096;
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(2);
    private static final Duration TIME_TO_DIE = Duration.ofSeconds(2);
    private static final int NO_PRIVILEGE = 127;

    private final DatabaseFile database;
    private final ChildProcess process;
    private final Fd input;
    private final Fd output;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    private final StringBuilder heard = new StringBuilder();
    private int questions;
    private boolean ended;

    private DatabaseClient(DatabaseFile database, ChildProcess process, Fd input, Fd output) {
        this.database = database;
        this.process = process;
        this.input = input;
        this.output = output;
    }

    /**
     * Starts {@code sqlite3}; what it says of the database comes with the first answer.
     *
     * @param database the file
     * @param knownUser whether its owner has an entry among the users of the system
     * @throws WriterException if it cannot be started
     */
    static DatabaseClient start(DatabaseFile database, boolean knownUser) throws WriterException {
        var command = Sqlite3Program.command(database, knownUser);
        try (Pipe in = Pipe.open();
                Pipe out = Pipe.open()) {
            int flags = OpenFlags.READ_ONLY | OpenFlags.NON_BLOCKING;
            Fd output = FileCalls.open(out.reader().procPath(), flags);
            boolean started = false;
            try {
                Fd input = FileCalls.duplicate(in.writer());
                try {
                    ChildProcess process =
                            Processes.start(
                                    command.withStreams(in.reader(), out.writer(), out.writer()));
                    started = true;
                    return new DatabaseClient(database, process, input, output);
                } finally {
                    if (!started) {
                        input.close();
                    }
                }
            } finally {
                if (!started) {
                    output.close();
                }
            }
        } catch (LinuxException e) {
            throw new WriterException(
                    e.errno() == Errno.EMFILE
                                    || e.errno() == Errno.EAGAIN
                                    || e.errno() == Errno.ENOMEM
                            ? HResult.VSS_E_WRITERERROR_OUTOFRESOURCES
                            : HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                    "sqlite3 cannot be started for " + database.path() + ": " + e.getMessage(),
                    e.errno(),
                    e);
        }
    }

    DatabaseFile database() {
        return database;
    }

    int pid() {
        return process.pid();
    }

    /** Asks something; {@link #answer} waits for what it says. */
    void ask(String statements) throws WriterException {
        questions++;
        String text = statements + "\n.print " + mark() + "\n";
        try {
            FileCalls.writeAll(input, text.getBytes(StandardCharsets.UTF_8));
        } catch (LinuxException e) {
            throw gone();
        }
    }

    /**
     * Waits until everything that was asked is done.
     *
     * @param deadline when to give up, on the monotonic clock
     * @param cancelled asked again and again; true ends the wait
     * @return what it said, empty if all went well and nothing was asked for
     */
    String answer(long deadline, BooleanSupplier cancelled) throws WriterException {
        String end = mark() + "\n";
        try {
            while (true) {
                boolean open = listen();
                int at = heard.indexOf(end);
                if (at >= 0) {
                    String said = heard.substring(0, at).strip();
                    heard.delete(0, at + end.length());
                    return said;
                }
                if (!open) {
                    throw gone();
                }
                if (cancelled.getAsBoolean()) {
                    throw new WriterException(
                            HResult.VSS_E_WRITERERROR_RETRYABLE,
                            "the session was aborted while " + database.path() + " was waited for");
                }
                long remaining = deadline - System.nanoTime();
                if (remaining <= 0) {
                    throw new WriterException(
                            HResult.VSS_E_WRITERERROR_TIMEOUT,
                            "sqlite3 did not answer in time for " + database.path());
                }
                process.awaitOutput(
                        output, Duration.ofNanos(Math.min(remaining, LOOK_AGAIN.toNanos())));
            }
        } catch (LinuxException e) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                    "sqlite3 cannot be listened to for " + database.path() + ": " + e.getMessage(),
                    e.errno(),
                    e);
        }
    }

    /** Tells whether it ended because {@code setpriv} knows no groups of the owner. */
    boolean lacksKnownUser() {
        try {
            return heard.indexOf("init-groups") >= 0
                    && process.waitFor(TIME_TO_DIE)
                            .filter(status -> status.code() == NO_PRIVILEGE)
                            .isPresent();
        } catch (LinuxException e) {
            return false;
        }
    }

    /** Tells, by the kernel, whether it holds the write lock of the file in place. */
    boolean holdsWriteLock() throws WriterException {
        try {
            return WriteLock.isHeld(process.pid(), database);
        } catch (LinuxException e) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                    "it cannot be told whether "
                            + database.path()
                            + " is locked: "
                            + e.getMessage()
                            + "; OpenVSS must be allowed to look at processes of other users",
                    e.errno(),
                    e);
        }
    }

    /**
     * Lets go of the database: asked to, and killed if it does not end.
     *
     * @throws WriterException if it did not even die, so that the lock may still be there
     */
    void release() throws WriterException {
        if (ended) {
            return;
        }
        // The end of the input ends it, and its transaction with it.
        input.close();
        try {
            if (process.waitFor(TIME_TO_CLOSE).isEmpty()) {
                process.signal(Processes.SIGKILL);
                if (process.waitFor(TIME_TO_DIE).isEmpty()) {
                    throw new WriterException(
                            HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                            "sqlite3 (pid "
                                    + process.pid()
                                    + ") cannot be killed and may still lock "
                                    + database.path());
                }
            }
        } catch (LinuxException e) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                    "sqlite3 (pid "
                            + process.pid()
                            + ") may still lock "
                            + database.path()
                            + ": "
                            + e.getMessage(),
                    e.errno(),
                    e);
        }
        close();
    }

    @Override
    public void close() {
        ended = true;
        input.close();
        output.close();
        process.close();
    }

    /** Turns what sqlite3 said of a failed statement into the code of a writer. */
    static HResult codeOf(String said) {
        String text = said.toLowerCase(Locale.ROOT);
        if (text.contains("locked") || text.contains("busy")) {
            return HResult.VSS_E_WRITERERROR_TIMEOUT;
        }
        if (text.contains("is full") || text.contains("out of memory") || text.contains("i/o")) {
            return HResult.VSS_E_WRITERERROR_OUTOFRESOURCES;
        }
        return HResult.VSS_E_WRITERERROR_NONRETRYABLE;
    }

    private String mark() {
        return "@openvss-" + questions;
    }

    private WriterException gone() {
        String said = heard.toString().strip().replaceAll("\\s*\\R\\s*", " | ");
        return new WriterException(
                HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                "sqlite3 for "
                        + database.path()
                        + " has ended"
                        + (said.isEmpty() ? "" : "; it said: " + said));
    }

    /** Reads what is there; false once its output has ended. */
    private boolean listen() throws LinuxException {
        while (heard.length() < LONGEST_ANSWER) {
            try {
                piece.clear();
                if (FileCalls.read(output, piece) == 0) {
                    return false;
                }
            } catch (LinuxException e) {
                if (e.errno() == Errno.EAGAIN) {
                    return true;
                }
                throw e;
            }
            heard.append(StandardCharsets.UTF_8.decode(piece.flip()));
        }
        return false;
    }
}
