package org.openvss.kernel.simultaneity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.openvss.benchmarks.GuestType.EXT4;
import static org.openvss.benchmarks.GuestType.XFS;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySet;
import org.openvss.benchmarks.ScratchPlan;
import org.openvss.benchmarks.ScratchSubvolumes;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.LocalVssOptions;
import org.openvss.embedded.Requester;
import org.openvss.embedded.ShadowCopyRequest;
import org.openvss.testkit.judge.Mark;
import org.openvss.testkit.judge.SimultaneityJudge;
import org.openvss.testkit.judge.Verdict;

/** Sets of btrfs subvolumes under load, judged by their content. */
class BtrfsSimultaneityTest {
    private static final int CHAINS = 4;
    private static final int SETS = Boolean.getBoolean("vss.full") ? 100 : 20;
    private static final int MOST_CONTROLS = 10;

    @TempDir private Path state;

    @Test
    void sixteenSubvolumesUnderLoadShowOneInstantAndALoopOfSnapshotsDoesNot() throws Exception {
        assumeBtrfs();
        try (ScratchSubvolumes scratch = ScratchSubvolumes.create(1, 16);
                SimultaneityJudge judge = SimultaneityJudge.fsynced(scratch.paths(), CHAINS)) {
            Verdict verdict = judgeSets(judge, scratch.paths(), SETS);
            assertThat(verdict.violations()).as("%s", verdict.details()).isZero();
            assertThat(verdict.setsJudged()).isEqualTo(SETS);
            assertThat(control(judge, scratch).violations()).isPositive();
        }
    }

    @Test
    void imagesAndSubvolumesAreCutInOneSetWithOneVerdict() throws Exception {
        assumeBtrfs();
        ScratchPlan plan = ScratchPlan.of(List.of(EXT4, XFS));
        Optional<String> obstacle = ScratchVolumes.obstacle(plan);
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        try (ScratchVolumes images = ScratchVolumes.create(plan);
                ScratchSubvolumes scratch = ScratchSubvolumes.create(1, 2)) {
            List<Path> paths = new ArrayList<>(images.paths());
            paths.addAll(scratch.paths());
            try (SimultaneityJudge judge = SimultaneityJudge.fsynced(paths, CHAINS)) {
                Verdict verdict = judgeSets(judge, paths, SETS / 2);
                assertThat(verdict.violations()).as("%s", verdict.details()).isZero();
            }
        }
    }

    private static void assumeBtrfs() {
        Optional<String> obstacle = ScratchSubvolumes.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    }

    private Verdict judgeSets(SimultaneityJudge judge, List<Path> paths, int sets)
            throws Exception {
        Verdict verdict = Verdict.NOTHING_JUDGED;
        List<String> volumes = paths.stream().map(Path::toString).toList();
        LocalVssOptions options = LocalVssOptions.defaults().withFiles(state.toString(), null);
        try (LocalVss vss = LocalVss.open(options)) {
            while (verdict.setsJudged() < sets) {
                Mark before = judge.awaitRounds(1);
                ShadowCopySet set = create(vss, volumes);
                try {
                    assertThat(set.simultaneous()).as(set.verdict()).isTrue();
                    assertThat(set.verdict()).contains("cut in transaction ");
                    verdict = verdict.plus(judge.examine(copies(set), before, judge.mark()));
                } finally {
                    assertThat(vss.delete(set.id(), true).failure()).isNull();
                }
            }
        }
        return verdict;
    }

    private static ShadowCopySet create(LocalVss vss, List<String> volumes) throws Exception {
        ShadowCopyRequest request =
                new ShadowCopyRequest(
                        volumes, ShadowCopyContext.NAS_ROLLBACK, List.of(), null, false, false);
        try (Requester requester = vss.newRequester(request)) {
            return requester.create();
        }
    }

    private static List<Path> copies(ShadowCopySet set) {
        return set.shadowCopies().stream().map(ShadowCopy::path).map(Path::of).toList();
    }

    /** What people do today: one snapshot after the other. */
    private static Verdict control(SimultaneityJudge judge, ScratchSubvolumes scratch)
            throws Exception {
        Verdict verdict = Verdict.NOTHING_JUDGED;
        while (verdict.violations() == 0 && verdict.setsJudged() < MOST_CONTROLS) {
            List<Path> copies = new ArrayList<>();
            Mark before = judge.awaitRounds(1);
            try {
                for (int number = 0; number < scratch.paths().size(); number++) {
                    Path copy = scratch.tops().getFirst().resolve("loop-" + number);
                    btrfs("snapshot", "-r", scratch.paths().get(number) + "", copy + "");
                    copies.add(copy);
                }
                verdict = verdict.plus(judge.examine(copies, before, judge.mark()));
            } finally {
                for (Path copy : copies) {
                    btrfs("delete", copy.toString());
                }
            }
        }
        return verdict;
    }

    private static void btrfs(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("btrfs", "subvolume"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
    }
}
