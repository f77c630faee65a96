package org.openvss.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.openvss.linux.NativeConstants.WNOHANG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process that we started with {@link Processes#start}.
 *
 * <p>Its pid stays its own until {@link #waitFor} has collected it, so signals cannot hit a
 * stranger. For one thread at a time.
 */
public final class ChildProcess implements AutoCloseable {
    private final int pid;
    private final String program;
    private final Fd handle;
    private @Nullable ExitStatus status;

    ChildProcess(int pid, String program, Fd handle) {
        this.pid = pid;
        this.program = program;
        this.handle = handle;
    }

    /** Returns the pid; also the process group and session if it has one of its own. */
    public int pid() {
        return pid;
    }

    /** Waits as long as it takes and collects the process. */
    public ExitStatus waitFor() throws LinuxException {
        Optional<ExitStatus> ended = Optional.empty();
        while (ended.isEmpty()) {
            ended = waitFor(Duration.ofHours(1));
        }
        return ended.get();
    }

    /** Waits up to a limit; nothing if it still runs then. */
    public Optional<ExitStatus> waitFor(Duration limit) throws LinuxException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (status == null) {
            long remaining = deadline - System.nanoTime();
            if (!Polling.await(handle, null, Math.max(0, remaining)).first()) {
                if (remaining <= 0) {
                    return Optional.empty();
                }
                continue;
            }
            status = collect();
        }
        return Optional.of(status);
    }

    /**
     * Waits until there is something to read from it, or it has ended, or a limit is over.
     *
     * @param output our end of a pipe that it writes to
     * @return whether reading now answers at once, with data or with the end
     */
    public boolean awaitOutput(Fd output, Duration limit) throws LinuxException {
        return Polling.await(output, handle, Math.max(0, limit.toNanos())).first();
    }

    /** Sends a signal; nothing happens once it was collected. */
    public void signal(int signal) throws LinuxException {
        if (status == null) {
            Processes.kill(pid, signal);
        }
    }

    /** Sends a signal to its process group; only for a process in a session of its own. */
    public void signalGroup(int signal) throws LinuxException {
        if (status == null) {
            Processes.killGroup(pid, signal);
        }
    }

    /** Gives up the handle; collects the process if it has ended, and lets it run otherwise. */
    @Override
    public void close() {
        if (status == null) {
            long _ = Kernel.call(SystemCall.WAIT4, pid, 0, WNOHANG.value());
        }
        handle.close();
    }

    Fd handle() {
        return handle;
    }

    private @Nullable ExitStatus collect() throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waitStatus = arena.allocate(JAVA_INT);
            long result = Kernel.call(SystemCall.WAIT4, pid, waitStatus.address(), WNOHANG.value());
            Outcome.check(result, SystemCall.WAIT4, program + " (pid " + pid + ")");
            return result == 0 ? null : ExitStatus.ofWaitStatus(waitStatus.get(JAVA_INT, 0));
        }
    }
}
