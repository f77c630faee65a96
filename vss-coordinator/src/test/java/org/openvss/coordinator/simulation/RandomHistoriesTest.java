package org.openvss.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random histories from one seed each: any number of faults, several sessions in one world, faults
 * during recovery as well. {@code -Dvss.seeds=N} runs more of them, {@code -Dvss.seed=N} repeats
 * one.
 */
final class RandomHistoriesTest {
    private static final long FIRST_SEED = 20_260_000L;

    @Test
    void noHistoryBreaksAnInvariant() {
        Long one = Long.getLong("vss.seed");
        if (one != null) {
            World world = run(one);
            assertThat(world.violations).as(String.join("\n", world.trace)).isEmpty();
            return;
        }
        int seeds = Integer.getInteger("vss.seeds", 4000);
        for (long seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
            World world = run(seed);
            if (!world.violations.isEmpty()) {
                fail("-Dvss.seed=" + seed + " breaks: " + world.violations);
            }
        }
    }

    @Test
    void oneSeedGivesTheSameTraceTwice() {
        for (long seed = 1; seed <= 20; seed++) {
            List<String> first = run(seed).trace;
            assertThat(first).hasSizeGreaterThan(5);
            assertThat(run(seed).trace).isEqualTo(first);
        }
        assertThat(run(1).trace).isNotEqualTo(run(2).trace);
    }

    private static World run(long seed) {
        World world = new World(seed);
        Random random = new Random(~seed);
        int sessions = 1 + random.nextInt(3);
        double[] probabilities = {0, 0.01, 0.03, 0.1};
        for (int i = 0; i < sessions && world.violations.isEmpty(); i++) {
            double probability = probabilities[random.nextInt(probabilities.length)];
            world.script = FaultScript.random(random, probability);
            new History(world, Scenario.random(random)).run(random.nextBoolean());
        }
        return world;
    }
}
