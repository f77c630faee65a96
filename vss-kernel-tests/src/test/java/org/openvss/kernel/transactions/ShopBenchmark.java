package org.openvss.kernel.transactions;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.PhaseTime;
import org.openvss.ShadowCopySet;
import org.openvss.WriterOutcome;

/**
 * What sets cost an application: orders booked in a second with a set every five seconds, beside
 * none, in rounds that take turns; and for how long each writer was frozen.
 *
 * <p>No test by its name; it is run by {@code ./mvnw test -pl vss-kernel-tests -am
 * -Dtest=ShopBenchmark -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ShopBenchmark {
    private static final int CUSTOMERS = 4;
    private static final int ROUNDS = 8;
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(5);

    @Test
    void ordersInASecondWithASetEveryFiveSecondsBesideNone(@TempDir Path temp) throws Exception {
        try (ShopStage stage = ShopStage.open(temp);
                ShopLoad load = new ShopLoad(stage.shop(), new AtomicLong(), CUSTOMERS)) {
            load.awaitMore(500);
            List<Double> with = new ArrayList<>();
            List<Double> without = new ArrayList<>();
            Map<String, List<Double>> frozen = new TreeMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                (round % 2 == 0 ? without : with).add(round(stage, load, round % 2 == 1, frozen));
            }
            System.out.printf(
                    "orders/s without sets %s, with a set every 5 s %s: ratio %.2f%n",
                    quartiles(without), quartiles(with), median(with) / median(without));
            frozen.forEach((who, times) -> System.out.printf("%s: %s ms%n", who, quartiles(times)));
        }
    }

    private static double round(
            ShopStage stage, ShopLoad load, boolean sets, Map<String, List<Double>> frozen)
            throws Exception {
        long began = System.nanoTime();
        long bookedBefore = load.booked();
        for (long next = began; System.nanoTime() - began < ROUND_NANOS; next += PERIOD_NANOS) {
            if (sets) {
                ShadowCopySet set = stage.copyAll();
                note(set, frozen);
                stage.delete(set);
            }
            long left = next + PERIOD_NANOS - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(Math.max(0, left));
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        load.requireAllServed();
        return (load.booked() - bookedBefore) / seconds;
    }

    private static void note(ShadowCopySet set, Map<String, List<Double>> frozen) {
        for (WriterOutcome writer : set.writers()) {
            Long nanos = writer.frozenNanos();
            if (nanos != null) {
                add(frozen, "writer " + writer.name() + " frozen", nanos);
            }
        }
        Long held = set.heldNanos();
        if (held != null) {
            add(frozen, "gate held", held);
        }
        long freezes = 0;
        for (PhaseTime phase : set.timeline()) {
            if (phase.phase().equals("transactions.freeze")) {
                freezes = phase.startedNanos();
            } else if (phase.phase().equals("transactions.thaw")) {
                add(frozen, "commits held", phase.startedNanos() + phase.tookNanos() - freezes);
            }
        }
    }

    private static void add(Map<String, List<Double>> frozen, String who, long nanos) {
        frozen.computeIfAbsent(who, _ -> new ArrayList<>()).add(nanos / 1e6);
    }

    private static double median(List<Double> figures) {
        return at(figures, 0.5);
    }

    private static String quartiles(List<Double> figures) {
        return "%.1f (%.1f to %.1f, n=%d)"
                .formatted(median(figures), at(figures, 0.25), at(figures, 0.75), figures.size());
    }

    private static double at(List<Double> figures, double part) {
        List<Double> sorted = figures.stream().sorted().toList();
        return sorted.get((int) Math.round(part * (sorted.size() - 1)));
    }
}
