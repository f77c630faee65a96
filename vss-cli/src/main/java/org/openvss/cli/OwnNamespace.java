package org.openvss.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.ChildProcess;
import org.openvss.linux.Command;
import org.openvss.linux.CommandResult;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Processes;

/**
 * Runs the present command once more, in a user and mount namespace of its own, where anybody may
 * mount what nobody else sees. A virtual machine has several threads and cannot go there itself.
 */
final class OwnNamespace {
    private static final String INSIDE = "org.openvss.namespace";
    private static final List<String> UNSHARE =
            List.of("/usr/bin/unshare", "--map-current-user", "--keep-caps", "--mount");
    private static final Duration TRIAL_LIMIT = Duration.ofSeconds(10);
    private static final int MOST_OUTPUT = 1000;

    private OwnNamespace() {}

    /** Returns why there can be no such namespace; empty if there can be one. */
    static Optional<String> obstacle() {
        if (Boolean.getBoolean(INSIDE)) {
            return Optional.of("it does not help to be in a namespace of our own");
        }
        List<String> trial = new ArrayList<>(UNSHARE);
        trial.add("true");
        try {
            CommandResult result =
                    Processes.run(
                            trial.getFirst(),
                            trial,
                            Processes.environment(),
                            TRIAL_LIMIT,
                            MOST_OUTPUT);
            return result.isSuccess() ? Optional.empty() : Optional.of(result.output().strip());
        } catch (LinuxException e) {
            return Optional.of(e.getMessage() + "");
        }
    }

    /**
     * Runs the command there and waits for it; an interrupt goes to it.
     *
     * @return its exit code
     */
    static int run() throws VssException {
        ProcessHandle.Info self = ProcessHandle.current().info();
        List<String> command = new ArrayList<>(UNSHARE);
        command.add("--");
        command.add(self.command().orElseThrow(OwnNamespace::unknownSelf));
        command.add("-D" + INSIDE + "=true");
        command.addAll(List.of(self.arguments().orElseThrow(OwnNamespace::unknownSelf)));
        try (ChildProcess child = Processes.start(Command.inheriting(command.getFirst(), command));
                Interruption _ = new Interruption(() -> end(child))) {
            return child.waitFor().shellCode();
        } catch (LinuxException e) {
            throw new VssException(
                    HResult.VSS_E_UNEXPECTED,
                    "the command cannot be run in a namespace of its own: " + e.getMessage(),
                    e);
        }
    }

    private static void end(ChildProcess child) {
        try {
            child.signal(Processes.SIGTERM);
        } catch (LinuxException e) {
            // It has ended by itself.
            return;
        }
    }

    private static VssException unknownSelf() {
        return new VssException(
                HResult.VSS_E_UNEXPECTED, "/proc does not tell how this command was called");
    }
}
