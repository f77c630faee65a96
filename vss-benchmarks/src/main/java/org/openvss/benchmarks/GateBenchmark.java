package org.openvss.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.benchmarks.GateBenchmarkReport.Conditions;
import org.openvss.benchmarks.GateBenchmarkReport.Row;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.LocalVssOptions;

/**
 * Measures for how long writes are held, side by side with what others would do: the same volumes,
 * the same definition, one contender after the other in each round, in an order that rotates, so
 * that what else goes on in the machine hits all of them alike.
 *
 * <p>The volumes are scratch volumes, ext4 and xfs by turns, whose images lie on one xfs. Works
 * with the {@link GateContender}s; prints nothing.
 */
public final class GateBenchmark {
    /** The most volumes that a set can have. */
    public static final int MOST_VOLUMES = 64;

    private final LocalVssOptions options;
    private final List<Integer> counts;
    private final int rounds;
    private final Consumer<Row> audience;
    private volatile boolean cancelled;

    /**
     * Prepares a benchmark.
     *
     * @param options how to open the service; the state folder is replaced
     * @param counts how many volumes, one measurement for each number
     * @param rounds how often each contender is measured at each number, idle and under load
     * @param audience hears of each row as soon as it is complete
     */
    public GateBenchmark(
            LocalVssOptions options, List<Integer> counts, int rounds, Consumer<Row> audience) {
        this.options = options;
        this.counts = List.copyOf(counts);
        this.rounds = rounds;
        this.audience = audience;
    }

    /** Asks a run under way to end after the present measurement; from any thread. */
    public void cancel() {
        cancelled = true;
    }

    /**
     * Runs it, for some minutes.
     *
     * @throws VssException {@code E_ACCESSDENIED} without root, {@code VSS_E_VOLUME_NOT_SUPPORTED}
     *     if no volumes can be made, {@code E_ABORT} if it was cancelled, and what a creation
     *     answers
     * @throws InterruptedException if the thread was interrupted
     */
    public GateBenchmarkReport run() throws VssException, InterruptedException {
        int most = counts.stream().mapToInt(Integer::intValue).max().orElse(1);
        ScratchPlan plan = ScratchPlan.of(ScratchPlan.mixed(most, GuestType.EXT4, GuestType.XFS));
        if (Demonstration.possibleKind() != Demonstration.Kind.VOLUMES) {
            throw new VssException(
                    HResult.E_ACCESSDENIED,
                    "the benchmark makes and freezes volumes of its own; run it as root");
        }
        Optional<String> obstacle = ScratchVolumes.obstacle(plan);
        if (obstacle.isPresent()) {
            throw new VssException(
                    HResult.VSS_E_VOLUME_NOT_SUPPORTED,
                    "the benchmark cannot make its volumes: " + obstacle.get());
        }
        Conditions before = Conditions.now();
        try (ScratchVolumes scratch = ScratchVolumes.create(plan);
                LocalVss vss = open(scratch)) {
            GateContenders contenders = GateContenders.prepare(scratch, vss);
            List<Row> rows = new ArrayList<>();
            for (int count : counts) {
                List<ScratchVolume> volumes = scratch.volumes().subList(0, count);
                rows.add(told(measure(contenders, volumes, false)));
                List<Path> folders = scratch.paths().subList(0, count);
                try (AppendLoad load = AppendLoad.start(folders)) {
                    rows.add(told(measure(contenders, volumes, true)));
                    long _ = load.longestStallNanos(); // fails if it could not write
                }
            }
            return new GateBenchmarkReport(
                    rounds, before, Conditions.now(), rows, contenders.skipped());
        } catch (ScratchException e) {
            throw new VssException(HResult.E_FAIL, "the benchmark stopped: " + e.getMessage(), e)
                    .withResidue(e.residue());
        }
    }

    private LocalVss open(ScratchVolumes scratch) throws VssException {
        String state = scratch.folder().resolve("state").toString();
        return LocalVss.open(
                options.withFiles(state, options.configurationFile()).withoutSurfacing());
    }

    private Row told(Row row) {
        audience.accept(row);
        return row;
    }

    private Row measure(GateContenders contenders, List<ScratchVolume> volumes, boolean load)
            throws VssException, ScratchException, InterruptedException {
        Map<GateContender.Kind, List<Long>> held = new EnumMap<>(GateContender.Kind.class);
        List<GateContender> all = contenders.all();
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < all.size(); turn++) {
                if (cancelled) {
                    throw new VssException(HResult.E_ABORT, "the benchmark was interrupted");
                }
                GateContender contender = all.get((round + turn) % all.size());
                held.computeIfAbsent(contender.kind(), _ -> new ArrayList<>())
                        .add(contender.heldNanos(volumes));
            }
        }
        Map<GateContender.Kind, Quartiles> summary = new EnumMap<>(GateContender.Kind.class);
        held.forEach((kind, nanos) -> summary.put(kind, Quartiles.ofNanos(nanos)));
        return new Row(volumes.size(), load, summary);
    }
}
