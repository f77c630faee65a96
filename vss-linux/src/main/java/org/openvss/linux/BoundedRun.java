package org.openvss.linux;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One run of a command with a limit: keeps the first part of the output and kills the process group
 * when time is up. Made by {@link Processes#run}.
 */
final class BoundedRun {
    private static final Duration TIME_TO_DIE = Duration.ofSeconds(5);
    private static final int PIECE = 16 * 1024;

    private final Pipe pipe;
    private final ChildProcess child;
    private final int outputLimit;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private boolean outputCut;
    private boolean outputEnded;

    private BoundedRun(Pipe pipe, ChildProcess child, int outputLimit) {
        this.pipe = pipe;
        this.child = child;
        this.outputLimit = outputLimit;
    }

    static CommandResult run(
            String program,
            List<String> arguments,
            List<String> environment,
            Duration limit,
            int outputLimit,
            boolean errorsToo)
            throws LinuxException {
        long deadline = System.nanoTime() + limit.toNanos();
        try (Pipe pipe = Pipe.open();
                Fd nothing = FileCalls.open("/dev/null", OpenFlags.READ_WRITE)) {
            Command command =
                    Command.inOwnSession(program, arguments, environment)
                            .withFolder("/")
                            .withStreams(
                                    nothing, pipe.writer(), errorsToo ? pipe.writer() : nothing);
            try (ChildProcess child = Processes.start(command)) {
                // Only the child's own copies may keep the pipe open.
                pipe.writer().close();
                return new BoundedRun(pipe, child, outputLimit).finish(deadline);
            }
        }
    }

    private CommandResult finish(long deadline) throws LinuxException {
        boolean ended = false;
        boolean inTime = true;
        try {
            while (!ended && inTime) {
                long remaining = deadline - System.nanoTime();
                Polling.Ready ready =
                        Polling.await(
                                child.handle(),
                                outputEnded ? null : pipe.reader(),
                                Math.max(0, remaining));
                if (ready.second()) {
                    readPiece();
                }
                ended = ready.first();
                inTime = remaining > 0;
            }
        } finally {
            if (!ended) {
                killGroup();
            }
        }
        Optional<ExitStatus> status = child.waitFor(TIME_TO_DIE);
        drain();
        return new CommandResult(
                child.pid(),
                status.orElse(null),
                !ended,
                PathBytes.decode(output.toByteArray()),
                outputCut);
    }

    private void killGroup() throws LinuxException {
        try {
            child.signalGroup(Processes.SIGKILL);
        } catch (LinuxException failure) {
            if (failure.errno() != Errno.ESRCH) {
                throw failure;
            }
        }
    }

    /** Takes what is there already; a process left in the background may hold the pipe for ever. */
    private void drain() throws LinuxException {
        int most = outputLimit / PIECE + 8;
        for (int pieces = 0; pieces < most && !outputEnded; pieces++) {
            if (!Polling.await(pipe.reader(), null, 0).first()) {
                return;
            }
            readPiece();
        }
    }

    private void readPiece() throws LinuxException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        int length = FileCalls.read(pipe.reader(), piece);
        if (length == 0) {
            outputEnded = true;
            return;
        }
        int kept = Math.min(length, outputLimit - output.size());
        output.write(piece.array(), 0, kept);
        outputCut |= kept < length;
    }
}
