package org.openvss.kernel.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.benchmarks.ScratchSubvolumes;
import org.openvss.linux.BtrfsSubvolumes;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.Fd;
import org.openvss.linux.Mounts;
import org.openvss.provider.btrfs.BtrfsProvider;

/** Reverting exchanges subvolumes: never one in use, nothing lost, and finished after a crash. */
class BtrfsRevertTest {
    private final BtrfsProvider provider = new BtrfsProvider();

    @Test
    void aVolumeInUseIsNotRevertedUnlessByForceAndThenItsUsersKeepWhatTheyHave() throws Exception {
        try (ScratchSubvolumes scratch = BtrfsRun.scratch(1, 1)) {
            Path path = scratch.paths().getFirst();
            try (BtrfsRun run = copyOfOld(path)) {
                Volume volume = run.volumes.getFirst();
                Path file = path.resolve("file");
                String self = "" + ProcessHandle.current().pid();
                try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
                    assertRefused(run, false, HResult.VSS_E_VOLUME_IN_USE, self);
                    assertRefused(run, true, HResult.VSS_E_VOLUME_IN_USE, "for writing");
                    assertThat(writer.readLine()).isEqualTo("new");
                }
                try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
                    assertRefused(run, false, HResult.VSS_E_VOLUME_IN_USE, self);
                    provider.revert(run.copy(), TestVolumes.at(path.toString()), true);
                    assertThat(reader.readLine()).isEqualTo("new");
                }
                assertThat(file).hasContent("old");
                assertThat(TestVolumes.at(path.toString()).volumeId()).isEqualTo(volume.volumeId());
                Files.writeString(file, "newer");
                provider.revert(run.copy(), TestVolumes.at(path.toString()), false);
                assertThat(file).hasContent("old");
                assertOnlyTheCopyIsLeft(scratch, run.copy());
            }
        }
    }

    @Test
    void everyMountComesBackWhereAndAsItWas() throws Exception {
        try (ScratchSubvolumes scratch = BtrfsRun.scratch(1, 1)) {
            Path path = scratch.paths().getFirst();
            Path folder = Files.createDirectory(path.resolve("folder"));
            Path second = scratch.mount(scratch.devices().getFirst(), "@0", "second");
            Path bind = scratch.newFolder("bind");
            Mounts.bind(folder.toString(), bind.toString(), 1, false);
            try (BtrfsRun run = copyOfOld(path)) {
                provider.revert(run.copy(), TestVolumes.at(path.toString()), false);
                assertThat(path.resolve("file")).hasContent("old");
                assertThat(second.resolve("file")).hasContent("old");
                assertThat(bind).isEmptyDirectory();
                assertThatThrownBy(() -> Files.createFile(bind.resolve("x")))
                        .hasMessageContaining("Read-only");
                Files.writeString(folder.resolve("seen"), "here");
                assertThat(bind.resolve("seen")).hasContent("here");
            } finally {
                Mounts.umount(bind.toString(), 0);
            }
        }
    }

    @Test
    void subvolumesInsideAreNotLost() throws Exception {
        try (ScratchSubvolumes scratch = BtrfsRun.scratch(1, 1)) {
            Path path = scratch.paths().getFirst();
            try (BtrfsRun run = copyOfOld(path)) {
                try (Fd root = BtrfsSnapshotTest.open(path)) {
                    BtrfsSubvolumes.create(root, "inside");
                    Files.writeString(path.resolve("inside/precious"), "data");
                    assertRefused(run, true, HResult.VSS_E_PROVIDER_VETO, "(inside)");
                    assertThat(path.resolve("inside/precious")).hasContent("data");
                    BtrfsSubvolumes.destroy(root, "inside");
                }
            }
        }
    }

    @Test
    void aRepetitionFinishesWhatACrashInterruptedBeforeOrAfterTheExchange() throws Exception {
        for (boolean exchanged : List.of(false, true)) {
            try (ScratchSubvolumes scratch = BtrfsRun.scratch(1, 1)) {
                Path path = scratch.paths().getFirst();
                try (BtrfsRun run = copyOfOld(path)) {
                    interrupt(scratch, run.copy(), exchanged);
                    new BtrfsProvider().revert(run.copy(), run.volumes.getFirst(), false);
                    assertThat(path.resolve("file")).hasContent("old");
                    assertOnlyTheCopyIsLeft(scratch, run.copy());
                }
            }
        }
    }

    /** Leaves what a revert that died leaves, in the order in which it makes it. */
    private static void interrupt(ScratchSubvolumes scratch, ShadowCopyId copy, boolean exchanged)
            throws Exception {
        Path top = scratch.tops().getFirst();
        Path path = scratch.paths().getFirst();
        Path folder = top.resolve(".openvss/btrfs/" + copy);
        long oldId;
        long newId;
        try (Fd own = BtrfsSnapshotTest.open(folder);
                Fd old = BtrfsSnapshotTest.open(top.resolve("@0"));
                Fd snapshot = BtrfsSnapshotTest.open(BtrfsRun.snapshot(top, copy))) {
            BtrfsSubvolumes.snapshot(own, "revert", snapshot, false);
            oldId = BtrfsSubvolumes.of(old).id();
            try (Fd made = BtrfsSnapshotTest.open(folder.resolve("revert"))) {
                newId = BtrfsSubvolumes.of(made).id();
            }
        }
        String place = "{\"mountPoint\":\"" + path + "\",\"root\":\"/@0\",\"options\":[\"rw\"]}";
        Files.writeString(
                top.resolve(".openvss/btrfs/" + copy + ".revert"),
                "{\"version\":1,\"oldId\":"
                        + oldId
                        + ",\"newId\":"
                        + newId
                        + ",\"mounts\":["
                        + place
                        + "]}");
        Mounts.umount(path.toString(), 0);
        if (exchanged) {
            try (Fd own = BtrfsSnapshotTest.open(folder);
                    Fd root = BtrfsSnapshotTest.open(top)) {
                DirectoryCalls.renameat2(own, "revert", root, "@0", DirectoryCalls.RENAME_EXCHANGE);
            }
        }
    }

    private BtrfsRun copyOfOld(Path path) throws Exception {
        Files.writeString(path.resolve("file"), "old");
        BtrfsRun run = BtrfsRun.complete(provider, List.of(path));
        Files.writeString(path.resolve("file"), "new");
        return run;
    }

    private static void assertOnlyTheCopyIsLeft(ScratchSubvolumes scratch, ShadowCopyId copy)
            throws Exception {
        Path top = scratch.tops().getFirst();
        Path folder = top.resolve(".openvss/btrfs");
        assertThat(BtrfsRun.stored(top))
                .containsExactlyInAnyOrder(
                        folder.resolve(copy + ".json").toString(),
                        folder.resolve(copy.toString()).toString(),
                        BtrfsRun.snapshot(top, copy).toString());
    }

    private void assertRefused(BtrfsRun run, boolean force, HResult code, String words)
            throws Exception {
        Volume now = TestVolumes.at(run.volumes.getFirst().mountPoint());
        assertThatThrownBy(() -> provider.revert(run.copy(), now, force))
                .isInstanceOfSatisfying(
                        VssException.class,
                        e -> {
                            assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
                            assertThat(e.residue()).isEmpty();
                        })
                .hasMessageContaining(words);
    }
}
