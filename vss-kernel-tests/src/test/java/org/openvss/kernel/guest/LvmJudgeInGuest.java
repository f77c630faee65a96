package org.openvss.kernel.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openvss.ShadowCopySet;
import org.openvss.testkit.judge.Durability;
import org.openvss.testkit.judge.Mark;
import org.openvss.testkit.judge.SimultaneityJudge;
import org.openvss.testkit.judge.Verdict;

/**
 * Eight logical volumes, thin and ordinary, ext4 and xfs, in two groups and two pools, under load:
 * their copies show one instant, and copies made by one lvcreate after another do not.
 */
class LvmJudgeInGuest {
    private static final int SETS = Boolean.getBoolean("vss.full") ? 50 : 3;
    private static final int MOST_CONTROLS = 5;
    private static final int CHAINS = 2;

    private final LvmDisks disks = LvmDisks.open();
    private final List<String> volumes = new ArrayList<>();

    @BeforeEach
    void makeVolumes() throws Exception {
        for (String group : List.of("one", "two")) {
            disks.group(group, group.equals("one") ? "ubda" : "ubdc");
            disks.pool(group, "pool", "700M");
            volumes.add(disks.mount("ext4", disks.thin(group, "pool", "a", "310M")));
            volumes.add(disks.mount("xfs", disks.thin(group, "pool", "b", "310M")));
            volumes.add(disks.mount("ext4", disks.thick(group, "c", "310M")));
            volumes.add(disks.mount("xfs", disks.thick(group, "d", "310M")));
        }
    }

    @AfterEach
    void removeVolumes() {
        disks.close();
    }

    private SimultaneityJudge load() throws Exception {
        return SimultaneityJudge.start(
                volumes.stream().map(Path::of).toList(),
                CHAINS,
                Durability.FSYNCED,
                Duration.ofMillis(2));
    }

    @Test
    void setsShowOneInstant() throws Exception {
        LvmSets sets = new LvmSets(disks.newFolder());
        Verdict verdict = Verdict.NOTHING_JUDGED;
        try (SimultaneityJudge judge = load()) {
            for (int count = 0; count < SETS; count++) {
                Mark before = judge.awaitRounds(1);
                ShadowCopySet set = sets.create(volumes);
                Mark after = judge.mark();
                assertThat(set.simultaneous()).as(set.verdict()).isTrue();
                assertThat(set.shadowCopies())
                        .hasSize(volumes.size())
                        .allMatch(copy -> copy.provider().equals("lvm"));
                verdict = verdict.plus(judge.examine(LvmSets.paths(set, volumes), before, after));
                sets.delete(set);
                System.out.println("8 logical volumes: held " + set.heldNanos() / 1000 + " us");
            }
        }
        assertThat(verdict.details()).isEmpty();
        assertThat(verdict.setsJudged()).isEqualTo(SETS);
    }

    @Test
    void snapshotsOneAfterAnotherAreCaught() throws Exception {
        Verdict verdict = Verdict.NOTHING_JUDGED;
        try (SimultaneityJudge judge = load()) {
            while (verdict.violations() == 0 && verdict.setsJudged() < MOST_CONTROLS) {
                verdict = verdict.plus(oneAfterAnother(judge));
            }
        }
        assertThat(verdict.violations()).isPositive();
        assertThat(verdict.details()).noneMatch(each -> each.contains("cannot read"));
    }

    private Verdict oneAfterAnother(SimultaneityJudge judge) throws Exception {
        try (LvmDisks control = LvmDisks.open()) {
            Mark before = judge.awaitRounds(1);
            List<String> made = new ArrayList<>();
            for (String group : List.of("one", "two")) {
                for (String name : List.of("a", "b", "c", "d")) {
                    made.add(control.snapshot(group, name));
                }
            }
            Mark after = judge.mark();
            List<Path> copies = new ArrayList<>();
            for (String device : made) {
                copies.add(Path.of(control.mountSnapshot(device)));
            }
            return judge.examine(copies, before, after);
        }
    }
}
