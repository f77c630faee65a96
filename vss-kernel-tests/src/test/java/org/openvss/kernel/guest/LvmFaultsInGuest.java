package org.openvss.kernel.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openvss.Deletion;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.VssException;
import org.openvss.kernel.provider.TestVolumes;
import org.openvss.provider.Provider;
import org.openvss.provider.StoredCopy;
import org.openvss.provider.Support;
import org.openvss.provider.lvm.LvmProvider;
import org.openvss.provider.lvm.LvmSettings;

/**
 * What can go wrong between LVM, the kernel and us: the original never gets an error, LVM still
 * understands what is there, and what is left can be deleted.
 */
class LvmFaultsInGuest {
    private final LvmDisks disks = LvmDisks.open();
    private final Provider provider = new LvmProvider();
    private String thin = "";
    private String thick = "";

    @BeforeEach
    void makeVolumes() throws Exception {
        disks.group("vg", "ubda", "ubdb");
        disks.pool("vg", "pool", "500M");
        thin = disks.mount("ext4", disks.thin("vg", "pool", "thin", "310M"));
        thick = disks.mount("xfs", disks.thick("vg", "thick", "310M"));
        for (String mountPoint : List.of(thin, thick)) {
            Files.writeString(Path.of(mountPoint, "file"), "before");
        }
    }

    @AfterEach
    void removeVolumes() throws Exception {
        for (StoredCopy copy : provider.shadowCopies()) {
            provider.delete(copy.copy(), true);
        }
        disks.close();
    }

    private void changeFiles() throws Exception {
        for (String mountPoint : List.of(thin, thick)) {
            Files.writeString(Path.of(mountPoint, "file"), "after");
        }
    }

    private void assertCopiesShow(List<ShadowCopyId> copies, String text) throws Exception {
        for (ShadowCopyId copy : copies) {
            assertThat(LvmRun.read(provider, copy, disks.newFolder(), "file")).isEqualTo(text);
        }
    }

    @Test
    void lvmUnderstandsWhatIsThere() throws Exception {
        List<ShadowCopyId> copies = LvmRun.complete(provider, thin, thick);
        changeFiles();

        assertThat(LvmDisks.run("vgck", "vg")).isEmpty();
        assertThat(LvmDisks.run("lvs", "--noheadings", "-o", "origin", "@openvss").split("\\s+"))
                .containsExactlyInAnyOrder("thin", "thick");
        assertThat(LvmDisks.run("lvs", "--noheadings", "-o", "lv_tags", "@openvss"))
                .contains("openvss.copy=" + copies.getFirst());
        LvmDisks.run("lvremove", "-q", "-y", "@openvss");
        assertThat(provider.shadowCopies()).isEmpty();
        assertThat(LvmDisks.run("lvs", "--noheadings", "-o", "lv_name", "vg").split("\\s+"))
                .containsExactlyInAnyOrder("pool", "thin", "thick");
        assertThat(provider.delete(copies.getFirst(), false)).isEqualTo(Deletion.ALREADY_ABSENT);
        changeFiles();
    }

    @Test
    void copiesSurviveDeactivation() throws Exception {
        List<ShadowCopyId> copies = LvmRun.complete(provider, thin, thick);
        changeFiles();
        disks.unmountAll();
        LvmDisks.run("vgchange", "-q", "-an", "vg");
        LvmDisks.run("vgchange", "-q", "-ay", "vg");

        assertCopiesShow(copies, "before");

        thin = disks.mountMade("ext4", "/dev/vg/thin");
        thick = disks.mountMade("xfs", "/dev/vg/thick");
        assertThat(Files.readString(Path.of(thin, "file"))).isEqualTo("after");
        assertThat(Files.readString(Path.of(thick, "file"))).isEqualTo("after");
    }

    @Test
    void anotherCommandOfLvmMayRunBetween() throws Exception {
        LvmRun run = new LvmRun(provider, List.of(thin, thick));
        run.transaction.endPrepare();
        // The pool's transaction id moves on.
        disks.thin("vg", "pool", "stranger", "100M");
        run.cut();
        LvmDisks.run("lvremove", "-q", "-y", "vg/stranger");
        run.finish();
        changeFiles();

        assertCopiesShow(run.copies, "before");
        assertThat(LvmDisks.run("vgck", "vg")).isEmpty();
    }

    @Test
    void aSnapshotThatSomebodyTookAwayBetweenIsNoticed() throws Exception {
        LvmRun run = new LvmRun(provider, List.of(thick));
        run.transaction.endPrepare();
        LvmDisks.run("dmsetup", "resume", "vg-" + snapshotNode());

        assertThatThrownBy(run::preCommit)
                .isInstanceOfSatisfying(
                        VssException.class,
                        e -> assertThat(e.code()).isEqualTo(HResult.VSS_E_PROVIDER_VETO))
                .hasMessageContaining("changed meanwhile");
        assertThat(run.transaction.abort()).isEmpty();
        changeFiles();
    }

    private static String snapshotNode() throws Exception {
        return LvmDisks.run("lvs", "--noheadings", "-o", "lv_name", "@openvss");
    }

    @Test
    void aFullAreaKillsTheCopyAndNotTheOriginal() throws Exception {
        LvmSettings small = new LvmSettings(1, 8L << 20, 90, LvmSettings.NEVER, 20, 95);
        Provider stingy = new LvmProvider(small);
        ShadowCopyId copy = LvmRun.complete(stingy, thick).getFirst();

        byte[] much = new byte[24 << 20];
        Arrays.fill(much, (byte) 7);
        Files.write(Path.of(thick, "much"), much);
        LvmDisks.run("sync", "-f", thick);

        assertThat(Files.readAllBytes(Path.of(thick, "much"))).isEqualTo(much);
        assertThat(stingy.shadowCopies())
                .singleElement()
                .satisfies(stored -> assertThat(stored.where()).contains("dead", "was full"));
        assertThatThrownBy(() -> stingy.expose(copy, disks.newFolder().toString()))
                .hasMessageContaining("has died: its copy-on-write area was full");
        assertThat(stingy.delete(copy, false)).isEqualTo(Deletion.REMOVED);
        changeFiles();
    }

    @Test
    void noRoomIsSaidBeforeAnythingIsMade() throws Exception {
        LvmDisks.run("lvcreate", "-q", "-y", "-l", "100%FREE", "-n", "filler", "vg");
        LvmRun run = new LvmRun(provider, List.of(thick));
        assertThatThrownBy(run.transaction::endPrepare)
                .isInstanceOfSatisfying(
                        VssException.class,
                        e -> assertThat(e.code()).isEqualTo(HResult.VSS_E_INSUFFICIENT_STORAGE))
                .hasMessageContaining("the volume group vg has");
        assertThat(provider.shadowCopies()).isEmpty();
        assertThat(run.transaction.abort()).isEmpty();
    }

    @Test
    void aFullPoolTakesNoCopy() throws Exception {
        Files.write(Path.of(thin, "much"), new byte[64 << 20]);
        LvmDisks.run("sync", "-f", thin);
        Provider careful =
                new LvmProvider(new LvmSettings(20, 8L << 20, 10, LvmSettings.NEVER, 20, 95));
        LvmRun run = new LvmRun(careful, List.of(thin));
        assertThatThrownBy(run.transaction::endPrepare)
                .isInstanceOfSatisfying(
                        VssException.class,
                        e -> assertThat(e.code()).isEqualTo(HResult.VSS_E_INSUFFICIENT_STORAGE))
                .hasMessageContaining("the thin pool vg/pool is full to");
        assertThat(run.transaction.abort()).isEmpty();
        Provider extending = new LvmProvider(new LvmSettings(20, 8L << 20, 90, 50, 20, 95));
        Files.write(Path.of(thin, "more"), new byte[200 << 20]);
        LvmDisks.run("sync", "-f", thin);
        LvmRun.complete(extending, thin);
        assertThat(LvmDisks.run("lvs", "--noheadings", "-o", "lv_size", "--units", "m", "vg/pool"))
                .isEqualTo("600.00m");
    }

    @Test
    void aKernelWhoseModulesAreGoneNeedsAReboot() throws Exception {
        LvmDisks.run("busybox", "rmmod", "dm_snapshot");
        LvmDisks.run("mount", "-t", "tmpfs", "tmpfs", "/usr/lib/uml/modules");
        try {
            LvmRun run = new LvmRun(provider, List.of(thick));
            assertThatThrownBy(run.transaction::endPrepare)
                    .isInstanceOfSatisfying(
                            VssException.class,
                            e -> assertThat(e.code()).isEqualTo(HResult.VSS_E_REBOOT_REQUIRED))
                    .hasMessageContaining("no longer on the disk");
            assertThat(run.transaction.abort()).isEmpty();
        } finally {
            LvmDisks.run("umount", "/usr/lib/uml/modules");
            LvmDisks.run(
                    "busybox",
                    "insmod",
                    "/usr/lib/uml/modules/"
                            + LvmDisks.run("uname", "-r")
                            + "/kernel/drivers/md/dm-snapshot.ko");
        }
        LvmRun.complete(provider, thick);
    }

    @Test
    void snapshotsAreNoOriginalsWhereLvmMakesNone() throws Exception {
        disks.snapshot("vg", "thick");
        String where = disks.mountSnapshot("/dev/vg/thick-snapshot");
        assertThat(provider.supports(TestVolumes.at(where)))
                .isInstanceOfSatisfying(
                        Support.NotSupported.class,
                        refused -> assertThat(refused.reason()).contains("it is a snapshot"));
    }
}
