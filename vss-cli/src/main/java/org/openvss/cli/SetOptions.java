package org.openvss.cli;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openvss.ShadowCopyContext;
import org.openvss.embedded.LocalVssOptions;
import org.openvss.embedded.ShadowCopyRequest;
import picocli.CommandLine.Option;

/** The options that {@code vss create} and {@code vss exec} share, and their contradictions. */
final class SetOptions {
    /** What {@code --wait} without a number is turned into. */
    static final String AS_CONFIGURED = "configured";

    private static final Duration LONGEST_WAIT = Duration.ofDays(7);

    @Option(
            names = "--writer",
            paramLabel = "NAME",
            description =
                    "only this writer takes part; can be repeated (default: every writer with"
                            + " files on a volume of the set)")
    private List<String> writers = List.of();

    @Option(names = "--no-writers", description = "no writer takes part")
    private boolean noWriters;

    @Option(
            names = "--provider",
            paramLabel = "NAME",
            description = "the provider to use (default: the first that takes a volume)")
    private @Nullable String provider;

    @Option(names = "--allow-degraded", description = "keep the set although a writer failed")
    private boolean allowDegraded;

    @Option(
            names = "--allow-not-simultaneous",
            description = "keep the set although its copies show different instants")
    private boolean allowNotSimultaneous;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description =
                    "wait so long for another creation to end (default: not at all; --wait"
                            + " alone: as configured, 600)")
    private String waitSeconds = "0";

    boolean noWriters() {
        return noWriters;
    }

    LocalVssOptions apply(VssCommand command, LocalVssOptions options) {
        return options.withLockWait(waitSeconds.equals(AS_CONFIGURED) ? null : seconds(command));
    }

    private Duration seconds(VssCommand command) {
        try {
            long seconds = Long.parseLong(waitSeconds);
            if (0 <= seconds && seconds <= LONGEST_WAIT.toSeconds()) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            // It is said below, as for numbers out of range.
        }
        throw command.usageError(
                "--wait takes seconds between 0 and "
                        + LONGEST_WAIT.toSeconds()
                        + ", not '"
                        + waitSeconds
                        + "'");
    }

    /** Returns the request that the options mean, or an error of usage if they contradict. */
    ShadowCopyRequest request(VssCommand command, List<String> volumes, ShadowCopyContext context) {
        if (noWriters && !writers.isEmpty()) {
            throw command.usageError("--no-writers contradicts --writer " + writers.getFirst());
        }
        if (noWriters && context.hasWriters()) {
            throw command.usageError(
                    "--no-writers contradicts the context " + context.commandName());
        }
        if (!writers.isEmpty() && !context.hasWriters()) {
            throw command.usageError(
                    "--writer contradicts the context "
                            + context.commandName()
                            + ", which has no writers");
        }
        if (volumes.isEmpty() && writers.isEmpty()) {
            throw command.usageError("a VOLUME is missing; 'vss list volumes' shows them");
        }
        return new ShadowCopyRequest(
                volumes, context, writers, provider, allowDegraded, allowNotSimultaneous);
    }
}
