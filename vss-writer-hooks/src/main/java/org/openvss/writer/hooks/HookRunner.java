package org.openvss.writer.hooks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openvss.linux.LinuxException;
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

    /** Makes the hook the leader of a new session and then becomes the hook, so the pid stays. */
    private static final String NEW_SESSION = "/usr/bin/setsid";

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final long LOOK_MILLIS = 10;
    private static final int LISTEN_BYTES = 65536;
    private static final int LISTEN_PIECES = 64;
    private static final int LAST_WORDS_CHARACTERS = 1000;
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
        boolean mayBeCancelled = !event.equals(THAW);
        if (mayBeCancelled && cancelled) {
            return new HookResult.Cancelled();
        }
        try {
            return waitFor(start(hook, event), mayBeCancelled);
        } catch (IOException e) {
            return new HookResult.NotStarted(String.valueOf(e.getMessage()));
        }
    }

    private Process start(Hook hook, String event) throws IOException {
        // Through our descriptor: the file that was checked, whatever its path means by now. Not
        // /proc/self, which is the child's; and the interpreter of a script opens it once more.
        String executable =
                "/proc/" + ProcessHandle.current().pid() + "/fd/" + hook.file().number();
        ProcessBuilder builder =
                new ProcessBuilder(List.of(NEW_SESSION, executable, event))
                        .directory(new File("/"))
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", PATH);
        environment.put("VSS_EVENT", event);
        environment.put("VSS_HOOK", hook.path());
        environment.put("VSS_SESSION_ID", session.sessionId().toString());
        environment.put("VSS_CONTEXT", session.context().commandName());
        if (session.setId() != null) {
            environment.put("VSS_SET_ID", session.setId().toString());
        }
        return builder.start();
    }

    private HookResult waitFor(Process process, boolean mayBeCancelled) throws IOException {
        long started = System.nanoTime();
        StringBuilder lastWords = new StringBuilder();
        boolean interrupted = false;
        try {
            while (true) {
                boolean ended = false;
                try {
                    ended = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    // A thaw goes on: nothing is worse than an application that stays frozen.
                    interrupted = true;
                }
                listen(process.getErrorStream(), lastWords);
                if (ended) {
                    return resultOf(process.exitValue(), tail(lastWords));
                }
                boolean stopped = mayBeCancelled && (cancelled || interrupted);
                if (stopped || System.nanoTime() - started >= limit.toNanos()) {
                    kill(process);
                    listen(process.getErrorStream(), lastWords);
                    return stopped
                            ? new HookResult.Cancelled()
                            : new HookResult.TimedOut(limit, tail(lastWords));
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void kill(Process process) {
        try {
            Processes.killGroup(process.pid());
        } catch (LinuxException e) {
            // The group is gone or was never made: the process itself is all there is.
            process.destroyForcibly();
        }
    }

    private static HookResult resultOf(int exitCode, String lastWords) {
        if (exitCode == 0) {
            return new HookResult.Success();
        }
        boolean byUs = lastWords.startsWith("setsid: ");
        return byUs && (exitCode == NOT_EXECUTABLE || exitCode == NOT_FOUND)
                ? new HookResult.NotStarted(lastWords)
                : new HookResult.Failure(exitCode, lastWords);
    }

    /** Reads what is there and never waits: a child may keep the pipe open after the hook's end. */
    private static void listen(InputStream stream, StringBuilder lastWords) {
        try {
            byte[] bytes = new byte[LISTEN_BYTES];
            // Bounded, so that a hook that never stops talking still meets its limit.
            for (int piece = 0; piece < LISTEN_PIECES && stream.available() > 0; piece++) {
                int count = stream.read(bytes, 0, Math.min(bytes.length, stream.available()));
                lastWords.append(new String(bytes, 0, Math.max(0, count), StandardCharsets.UTF_8));
                if (lastWords.length() > 2 * LAST_WORDS_CHARACTERS) {
                    lastWords.delete(0, lastWords.length() - LAST_WORDS_CHARACTERS);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tail(StringBuilder lastWords) {
        int start = Math.max(0, lastWords.length() - LAST_WORDS_CHARACTERS);
        return lastWords.substring(start).strip().replaceAll("\\s*\\R\\s*", " | ");
    }
}
