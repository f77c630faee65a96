package org.openvss.writer.hooks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openvss.linux.ChildProcess;
import org.openvss.linux.Command;
import org.openvss.linux.Errno;
import org.openvss.linux.ExitStatus;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.Processes;
import org.openvss.writer.WriterSession;

/**
 * Calls hooks for one session: without a shell, in a session of their own, with next to no
 * environment, within a limit.
 *
 * <p>What a hook leaves running when it ends in time is its own business; past the limit its whole
 * process group is killed. Decides nothing: it returns how the call ended.
 */
final class HookRunner {
    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final Duration TIME_TO_DIE = Duration.ofSeconds(1);
    private static final String THAW = "thaw";

    private final WriterSession session;
    private final Duration limit;
    private volatile boolean cancelled;

    HookRunner(WriterSession session, Duration limit) {
        this.session = session;
        this.limit = limit;
    }

    /** Kills the running call, and refuses later ones, unless they thaw. */
    void cancelFreeze() {
        cancelled = true;
    }

    /**
     * Calls a hook and waits for its end.
     *
     * @param hook the hook
     * @param event its argument
     */
    HookResult run(Hook hook, String event) {
        // A thaw goes on whatever happens: nothing is worse than what stays frozen.
        boolean mayBeCancelled = !event.equals(THAW);
        if (mayBeCancelled && isCancelled()) {
            return new HookResult.Cancelled();
        }
        try (LastWords lastWords = LastWords.open();
                ChildProcess process = start(hook, event, lastWords)) {
            lastWords.mouth().close();
            return waitFor(process, lastWords, mayBeCancelled);
        } catch (LinuxException e) {
            return new HookResult.NotStarted(String.valueOf(e.getMessage()));
        }
    }

    private ChildProcess start(Hook hook, String event, LastWords lastWords) throws LinuxException {
        // Through our descriptor: the file that was checked, whatever its path means by now. Not
        // /proc/self, which is the child's; and the interpreter of a script opens it once more.
        String executable =
                "/proc/" + ProcessHandle.current().pid() + "/fd/" + hook.file().number();
        int flags = OpenFlags.READ_WRITE;
        try (Fd nothing = FileCalls.open("/dev/null", flags)) {
            return Processes.start(
                    Command.inOwnSession(
                                    executable,
                                    List.of(hook.path(), event),
                                    environment(hook, event))
                            .withFolder("/")
                            .withStreams(nothing, nothing, lastWords.mouth()));
        }
    }

    private List<String> environment(Hook hook, String event) {
        List<String> environment = new ArrayList<>();
        environment.add("PATH=" + PATH);
        environment.add("VSS_EVENT=" + event);
        environment.add("VSS_HOOK=" + hook.path());
        environment.add("VSS_SESSION_ID=" + session.sessionId());
        environment.add("VSS_CONTEXT=" + session.context().commandName());
        if (session.setId() != null) {
            environment.add("VSS_SET_ID=" + session.setId());
        }
        return environment;
    }

    private HookResult waitFor(ChildProcess process, LastWords lastWords, boolean mayBeCancelled)
            throws LinuxException {
        long started = System.nanoTime();
        boolean watched = false;
        try {
            while (true) {
                Optional<ExitStatus> ended = process.waitFor(LOOK_AGAIN);
                lastWords.listen();
                if (ended.isPresent()) {
                    watched = true;
                    return ended.get().isSuccess()
                            ? new HookResult.Success()
                            : new HookResult.Failure(ended.get().shellCode(), lastWords.text());
                }
                if (mayBeCancelled && isCancelled()) {
                    return new HookResult.Cancelled();
                }
                if (System.nanoTime() - started >= limit.toNanos()) {
                    return new HookResult.TimedOut(limit, lastWords.text());
                }
            }
        } finally {
            if (!watched) {
                kill(process);
            }
        }
    }

    private boolean isCancelled() {
        return cancelled || Thread.currentThread().isInterrupted();
    }

    private static void kill(ChildProcess process) throws LinuxException {
        try {
            process.signalGroup(Processes.SIGKILL);
        } catch (LinuxException e) {
            if (e.errno() != Errno.ESRCH) {
                throw e;
            }
        }
        // Collects it; one that is stuck in the kernel is left alone.
        Optional<ExitStatus> _ = process.waitFor(TIME_TO_DIE);
    }
}
