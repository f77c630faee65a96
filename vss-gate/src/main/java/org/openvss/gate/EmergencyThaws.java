package org.openvss.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.openvss.linux.CommandResult;
import org.openvss.linux.ExitStatus;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Processes;
import org.openvss.writer.EmergencyThaw;

/**
 * Runs the commands that thaw writers whose coordinator is dead or late: side by side, each in a
 * session of its own, its process group killed at the limit.
 */
final class EmergencyThaws {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int KEPT_OUTPUT = 1024;

    private EmergencyThaws() {}

    /**
     * Runs all commands and waits for them.
     *
     * @return one sentence for each that did not succeed
     */
    static List<String> run(List<EmergencyThaw> thaws) {
        AtomicReferenceArray<String> problems = new AtomicReferenceArray<>(thaws.size());
        List<Thread> threads = new ArrayList<>();
        for (int index = 0; index < thaws.size(); index++) {
            int at = index;
            EmergencyThaw thaw = thaws.get(index);
            threads.add(
                    Thread.ofPlatform()
                            .daemon()
                            .name("emergency thaw " + thaw.command().getFirst())
                            .start(() -> problems.set(at, runOne(thaw))));
        }
        List<String> sentences = new ArrayList<>();
        for (int index = 0; index < threads.size(); index++) {
            join(threads.get(index));
            String problem = problems.get(index);
            if (problem != null && !problem.isEmpty()) {
                sentences.add(problem);
            }
        }
        return sentences;
    }

    private static String runOne(EmergencyThaw thaw) {
        String command = String.join(" ", thaw.command());
        Duration limit = thaw.limit().compareTo(LONGEST) > 0 ? LONGEST : thaw.limit();
        try {
            CommandResult result =
                    Processes.run(
                            thaw.command().getFirst(),
                            thaw.command(),
                            Processes.environment(),
                            limit,
                            KEPT_OUTPUT);
            return result.isSuccess()
                    ? ""
                    : "The emergency thaw '"
                            + command
                            + "' failed: "
                            + describe(result, limit)
                            + ". Thaw the application by hand.";
        } catch (LinuxException failure) {
            return "The emergency thaw '"
                    + command
                    + "' could not be run: "
                    + failure.getMessage()
                    + ". Thaw the application by hand.";
        }
    }

    private static String describe(CommandResult result, Duration limit) {
        ExitStatus status = result.status();
        String how =
                result.limitReached() || status == null
                        ? "it was killed after " + limit.toMillis() + " ms"
                        : "it ended with " + status.shellCode();
        return result.output().isBlank() ? how : how + " (" + result.output().strip() + ")";
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
