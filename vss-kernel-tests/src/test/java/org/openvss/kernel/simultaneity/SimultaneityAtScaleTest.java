package org.openvss.kernel.simultaneity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.openvss.benchmarks.GuestType.EXT4;
import static org.openvss.benchmarks.GuestType.XFS;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.DeleteResult;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySet;
import org.openvss.benchmarks.OneAfterAnother;
import org.openvss.benchmarks.ScratchPlan;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.LocalVssOptions;
import org.openvss.embedded.Requester;
import org.openvss.embedded.ShadowCopyRequest;
import org.openvss.testkit.judge.Mark;
import org.openvss.testkit.judge.SimultaneityJudge;
import org.openvss.testkit.judge.Verdict;

/**
 * Promise 1 at full size: many sets of 8 and of 64 volumes, all through the service, while
 * dependent writes go round the volumes without pause. Not one copy may show another instant, and
 * copies made one after another must be caught in the same surroundings.
 */
class SimultaneityAtScaleTest {
    private static final boolean FULL = Boolean.getBoolean("vss.full");

    /** {@code vss.sets} is for trying out; what counts is what it is without. */
    private static final int SETS = Integer.getInteger("vss.sets", FULL ? 500 : 50);

    private static final int CHAINS = 4;
    private static final int MOST_CONTROLS = 5;

    @TempDir private Path temp;

    @Test
    void eightVolumesShowOneInstant() throws Exception {
        showOneInstant(8);
    }

    @Test
    void sixtyFourVolumesShowOneInstant() throws Exception {
        showOneInstant(64);
    }

    private void showOneInstant(int volumes) throws Exception {
        ScratchPlan plan =
                ScratchPlan.of(ScratchPlan.mixed(volumes, EXT4, XFS)).in(temp.toString());
        Optional<String> obstacle = ScratchVolumes.obstacle(plan);
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        LocalVssOptions options =
                LocalVssOptions.defaults().withFiles(temp.resolve("state").toString(), null);
        try (ScratchVolumes scratch = ScratchVolumes.create(plan);
                LocalVss vss = LocalVss.open(options);
                SimultaneityJudge judge = SimultaneityJudge.fsynced(scratch.paths(), CHAINS)) {
            Verdict verdict = Verdict.NOTHING_JUDGED;
            while (verdict.setsJudged() < SETS) {
                verdict =
                        verdict.plus(
                                judgedSet(
                                        vss,
                                        judge,
                                        scratch.mountPoints(),
                                        verdict.setsJudged() % 10 == 0));
            }
            assertThat(verdict.violations()).as(verdict.details().toString()).isZero();
            assertThat(verdict.setsJudged()).isEqualTo(SETS);
            assertControlIsCaught(judge, scratch);
        }
    }

    /** Waits in some sets so long that the original volumes would not pass for their copies. */
    private static Verdict judgedSet(
            LocalVss vss, SimultaneityJudge judge, List<String> volumes, boolean waiting)
            throws Exception {
        ShadowCopyRequest request =
                new ShadowCopyRequest(
                        volumes, ShadowCopyContext.NAS_ROLLBACK, List.of(), "image", false, true);
        Mark before = judge.awaitRounds(1);
        ShadowCopySet set;
        try (Requester requester = vss.newRequester(request)) {
            set = requester.create();
        }
        Mark after = judge.mark();
        if (waiting) {
            judge.awaitRounds(2);
        }
        Verdict verdict = judge.examine(copiesOf(set, volumes), before, after);
        assertThat(vss.delete(set.id(), true))
                .isEqualTo(new DeleteResult(volumes.size(), null, null));
        assertThat(set.simultaneous()).as(set.verdict()).isTrue();
        return verdict;
    }

    private static List<Path> copiesOf(ShadowCopySet set, List<String> volumes) {
        Map<String, ShadowCopy> copies =
                set.shadowCopies().stream()
                        .collect(Collectors.toMap(ShadowCopy::volume, copy -> copy));
        return volumes.stream().map(volume -> Path.of(copies.get(volume).path())).toList();
    }

    private static void assertControlIsCaught(SimultaneityJudge judge, ScratchVolumes scratch)
            throws Exception {
        Verdict verdict = Verdict.NOTHING_JUDGED;
        while (verdict.violations() == 0 && verdict.setsJudged() < MOST_CONTROLS) {
            Mark before = judge.awaitRounds(1);
            try (OneAfterAnother control = OneAfterAnother.copy(scratch)) {
                verdict = verdict.plus(judge.examine(control.copies(), before, judge.mark()));
            }
        }
        assertThat(verdict.violations()).isPositive();
        assertThat(verdict.details()).noneMatch(each -> each.contains("cannot read"));
    }
}
