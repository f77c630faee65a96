package org.openvss.cli;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.benchmarks.Demonstration;
import org.openvss.benchmarks.DemonstrationAudience;
import org.openvss.benchmarks.DemonstrationReport;
import org.openvss.coordinator.port.CreationListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code vss demo}: sees for itself whether sets show one instant. */
@Command(
        name = "demo",
        description = {
            "Prove on scratch volumes that copies of several volumes show one instant.",
            "Makes volumes of several kinds, lets dependent writes go on, takes sets, and judges"
                    + " the copies by their content. Copies made one after another must be caught."
                    + " Takes about half a minute and leaves nothing behind."
        },
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {
    private static final int MOST_SETS = 1000;

    @ParentCommand private @Nullable VssCommand parent;

    @Option(
            names = "--sets",
            paramLabel = "N",
            defaultValue = "8",
            description = "how many sets to take (default: ${DEFAULT-VALUE})")
    private int sets;

    @Override
    public Integer call() throws VssException, InterruptedException {
        VssCommand vssCommand = Objects.requireNonNull(parent);
        if (sets < 1 || sets > MOST_SETS) {
            throw vssCommand.usageError("--sets takes a number between 1 and " + MOST_SETS);
        }
        if (Demonstration.possibleKind() == Demonstration.Kind.NONE) {
            return inOwnNamespace();
        }
        Output output = vssCommand.output();
        DemoText text = new DemoText(output);
        Demonstration demonstration =
                Demonstration.of(
                        // It tells its own progress, and waits for a creation that goes on.
                        vssCommand.options().withListener(CreationListener.NONE).withLockWait(null),
                        sets,
                        vssCommand.json() ? DemonstrationAudience.NONE : text);
        DemonstrationReport report;
        try (Interruption _ = new Interruption(demonstration::cancel)) {
            report = demonstration.run();
        }
        if (vssCommand.json()) {
            output.json(DemoJson.of(report));
        } else {
            text.summary(report);
        }
        if (!report.isProved()) {
            throw new VssException(HResult.E_FAIL, shortcoming(report));
        }
        return Main.DONE;
    }

    private static int inOwnNamespace() throws VssException {
        Optional<String> obstacle = OwnNamespace.obstacle();
        if (obstacle.isPresent()) {
            throw new VssException(
                    HResult.E_ACCESSDENIED,
                    "the demonstration mounts volumes of its own: run it as root. Without root it"
                            + " could show plain copies in a user namespace, but there is none"
                            + " here: "
                            + obstacle.get());
        }
        return OwnNamespace.run();
    }

    private static String shortcoming(DemonstrationReport report) {
        return report.setsAreGood()
                ? "the bad copies were not caught, so the good ones prove nothing; the disk may be"
                        + " too slow for the writers, try again"
                : "not every copy shows one instant; please report this with all that was printed";
    }
}
