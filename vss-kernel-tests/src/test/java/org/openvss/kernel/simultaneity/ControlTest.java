package org.openvss.kernel.simultaneity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.openvss.benchmarks.GuestType.EXT4;
import static org.openvss.benchmarks.GuestType.XFS;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openvss.benchmarks.OneAfterAnother;
import org.openvss.benchmarks.ScratchPlan;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.testkit.judge.Mark;
import org.openvss.testkit.judge.SimultaneityJudge;
import org.openvss.testkit.judge.Verdict;

/** The judge catches copies of real file systems that were made one after another. */
class ControlTest {
    private static final int CHAINS = 4;
    private static final int MOST_ATTEMPTS = 5;

    @Test
    void copiesMadeOneAfterAnotherAreCaught() throws Exception {
        ScratchPlan plan = ScratchPlan.of(ScratchPlan.mixed(8, EXT4, XFS));
        Optional<String> obstacle = ScratchVolumes.obstacle(plan);
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        try (ScratchVolumes scratch = ScratchVolumes.create(plan);
                SimultaneityJudge judge = SimultaneityJudge.fsynced(scratch.paths(), CHAINS)) {
            Verdict verdict = Verdict.NOTHING_JUDGED;
            while (verdict.violations() == 0 && verdict.setsJudged() < MOST_ATTEMPTS) {
                Mark before = judge.awaitRounds(1);
                try (OneAfterAnother control = OneAfterAnother.copy(scratch)) {
                    verdict = verdict.plus(judge.examine(control.copies(), before, judge.mark()));
                }
            }
            assertThat(verdict.violations()).isPositive();
            assertThat(verdict.details())
                    .as("the copies themselves are readable")
                    .noneMatch(each -> each.contains("cannot read"));
        }
    }
}
