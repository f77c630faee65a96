package org.openvss.cli;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openvss.VssException;
import org.openvss.benchmarks.GateBenchmark;
import org.openvss.benchmarks.GateBenchmarkReport;
import org.openvss.benchmarks.GateBenchmarkReport.Row;
import org.openvss.coordinator.port.CreationListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code vss bench gate}: for how long writes are held, beside what others would do. */
@Command(
        name = "gate",
        description = {
            "Measure for how long the writes of 1 to 64 volumes are held, idle and under load.",
            "Beside it, on the same volumes and by the same clock: a C program with the same plan,"
                    + " compiled on the spot, and a shell script of fsfreeze and cp. Takes some"
                    + " minutes and leaves nothing behind."
        },
        sortOptions = false)
final class BenchGateCommand implements Callable<Integer> {
    private static final int MOST_ROUNDS = 1000;

    @ParentCommand private @Nullable BenchCommand parent;

    @Option(
            names = "--volumes",
            paramLabel = "N[,N...]",
            split = ",",
            defaultValue = "1,8,32,64",
            description = "how many volumes (default: ${DEFAULT-VALUE})")
    private List<Integer> volumes = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "15",
            description = "measurements of each contender for a median (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Override
    public Integer call() throws VssException, InterruptedException {
        VssCommand vssCommand = Objects.requireNonNull(parent).vssCommand();
        for (int count : volumes) {
            if (count < 1 || count > GateBenchmark.MOST_VOLUMES) {
                throw vssCommand.usageError(
                        "--volumes takes numbers between 1 and " + GateBenchmark.MOST_VOLUMES);
            }
        }
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw vssCommand.usageError("--rounds takes a number between 1 and " + MOST_ROUNDS);
        }
        Output output = vssCommand.output();
        boolean json = vssCommand.json();
        if (!json) {
            BenchText.heading(output, rounds);
        }
        GateBenchmark benchmark =
                new GateBenchmark(
                        vssCommand.options().withListener(CreationListener.NONE).withLockWait(null),
                        volumes,
                        rounds,
                        row -> tell(output, json, row));
        GateBenchmarkReport report;
        try (Interruption _ = new Interruption(benchmark::cancel)) {
            report = benchmark.run();
        }
        if (json) {
            output.json(BenchJson.of(report));
        } else {
            BenchText.end(output, report);
        }
        return Main.DONE;
    }

    private static void tell(Output output, boolean json, Row row) {
        if (!json) {
            BenchText.row(output, row);
        }
    }
}
