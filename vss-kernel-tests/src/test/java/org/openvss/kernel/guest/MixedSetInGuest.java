package org.openvss.kernel.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openvss.benchmarks.GuestType.XFS;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopySet;
import org.openvss.benchmarks.ScratchPlan;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.linux.Mounts;
import org.openvss.testkit.judge.Durability;
import org.openvss.testkit.judge.Mark;
import org.openvss.testkit.judge.SimultaneityJudge;
import org.openvss.testkit.judge.Verdict;

/**
 * One set of everything: ext4 on a thin and on an ordinary logical volume, xfs in an image, and a
 * subvolume of btrfs, each held and cut in its own way, show one instant.
 */
class MixedSetInGuest {
    private static final int SETS = Boolean.getBoolean("vss.full") ? 20 : 1;
    private static final int CHAINS = 2;

    private final LvmDisks disks = LvmDisks.open();
    private final List<String> volumes = new ArrayList<>();

    @AfterEach
    void removeVolumes() {
        disks.close();
    }

    @Test
    void showsOneInstant() throws Exception {
        disks.group("vg", "ubda", "ubdb");
        disks.pool("vg", "pool", "500M");
        volumes.add(disks.mount("ext4", disks.thin("vg", "pool", "thin", "310M")));
        volumes.add(disks.mount("ext4", disks.thick("vg", "thick", "310M")));
        ScratchVolumes image =
                ScratchVolumes.create(ScratchPlan.of(XFS, 1).in(disks.newFolder().toString()));
        disks.push(image::close);
        volumes.addAll(image.mountPoints());
        volumes.add(btrfs());

        LvmSets sets = new LvmSets(disks.newFolder());
        Verdict verdict = Verdict.NOTHING_JUDGED;
        try (SimultaneityJudge judge =
                SimultaneityJudge.start(
                        volumes.stream().map(Path::of).toList(),
                        CHAINS,
                        Durability.FSYNCED,
                        Duration.ofMillis(2))) {
            for (int count = 0; count < SETS; count++) {
                Mark before = judge.awaitRounds(1);
                ShadowCopySet set = sets.create(volumes);
                Mark after = judge.mark();
                assertThat(set.shadowCopies())
                        .extracting(ShadowCopy::provider)
                        .containsExactlyInAnyOrder("lvm", "lvm", "image", "btrfs");
                assertThat(set.simultaneous()).as(set.verdict()).isTrue();
                System.out.println("mixed set: " + set.verdict());
                verdict = verdict.plus(judge.examine(LvmSets.paths(set, volumes), before, after));
                sets.delete(set);
            }
        }
        assertThat(verdict.details()).isEmpty();
        assertThat(verdict.setsJudged()).isEqualTo(SETS);
    }

    private String btrfs() throws Exception {
        LvmDisks.run("mkfs.btrfs", "-q", "-f", "/dev/ubdd");
        String where = disks.newFolder().toString();
        Mounts.mount("btrfs", "/dev/ubdd", where, List.of(), 0);
        disks.push(() -> Mounts.umount(where, 0));
        return where;
    }
}
