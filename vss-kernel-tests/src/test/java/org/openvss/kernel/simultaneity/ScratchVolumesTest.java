package org.openvss.kernel.simultaneity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.openvss.benchmarks.GuestType.BTRFS;
import static org.openvss.benchmarks.GuestType.EXT4;
import static org.openvss.benchmarks.GuestType.XFS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.benchmarks.Freezing;
import org.openvss.benchmarks.HostType;
import org.openvss.benchmarks.ScratchException;
import org.openvss.benchmarks.ScratchFiles;
import org.openvss.benchmarks.ScratchPlan;
import org.openvss.benchmarks.ScratchVolume;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.linux.Fd;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;

/** The volumes that all tests on real file systems stand on, and that they leave nothing behind. */
class ScratchVolumesTest {
    @TempDir private Path temp;

    private ScratchVolumes make(ScratchPlan plan) throws ScratchException {
        Optional<String> obstacle = ScratchVolumes.obstacle(plan);
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        return ScratchVolumes.create(plan.in(temp.toString()));
    }

    private List<Mount> mountsInTemp() throws Exception {
        String start = temp.toRealPath() + "/";
        return MountTable.read().stream()
                .filter(mount -> mount.mountPoint().startsWith(start))
                .toList();
    }

    private void assertNothingIsLeft(List<ScratchVolume> gone) throws Exception {
        assertThat(mountsInTemp()).isEmpty();
        assertThat(temp).isEmptyDirectory();
        for (ScratchVolume volume : gone) {
            String name = Path.of(volume.device()).getFileName().toString();
            assertThat(Path.of("/sys/block", name, "loop")).doesNotExist();
        }
    }

    @Test
    void makesVolumesOfEveryKindAndTakesThemDown() throws Exception {
        List<ScratchVolume> volumes;
        try (ScratchVolumes scratch = make(ScratchPlan.of(List.of(EXT4, XFS, BTRFS)))) {
            volumes = scratch.volumes();
            for (ScratchVolume volume : volumes) {
                assertThat(mountsInTemp())
                        .anyMatch(mount ->
                                mount.mountPoint().equals(volume.mountPoint())
                                        && mount.fileSystemType().equals(volume.type().kernelName())
                                        && mount.source().equals(volume.device()));
                ScratchFiles.write(volume.mountPoint(), "hello", "hello " + volume.device());
                assertThat(ScratchFiles.read(volume.mountPoint(), "hello"))
                        .isEqualTo("hello " + volume.device());
            }
            assertThat(volumes.stream().map(ScratchVolume::device)).doesNotHaveDuplicates();
        }
        assertNothingIsLeft(volumes);
    }

    @Test
    void putsTheImagesOnTheHostThatWasAskedFor() throws Exception {
        for (HostType host : List.of(HostType.XFS, HostType.BTRFS, HostType.EXT4, HostType.TMPFS)) {
            try (ScratchVolumes scratch = make(ScratchPlan.of(EXT4, 1).on(host))) {
                assertThat(mountsInTemp())
                        .anyMatch(mount ->
                                mount.mountPoint().equals(scratch.imageFolder().toString())
                                        && mount.fileSystemType().equalsIgnoreCase(host.name()));
            }
            assertNothingIsLeft(List.of());
        }
    }

    @Test
    void takesNamesWithAnyBytes() throws Exception {
        ScratchPlan plan = ScratchPlan.of(EXT4, 2).named(ScratchPlan.AWKWARD_PREFIX);
        List<ScratchVolume> volumes;
        try (ScratchVolumes scratch = make(plan)) {
            volumes = scratch.volumes();
            ScratchFiles.write(scratch.mountPoints().get(1), "a", "b");

            assertThat(scratch.mountPoints()).allMatch(path -> path.contains("\n"));
            assertThat(mountsInTemp().stream().map(Mount::mountPoint))
                    .containsAll(scratch.mountPoints());
        }
        assertNothingIsLeft(volumes);
    }

    @Test
    void takesDownVolumesInsideVolumesAndFrozenOnes() throws Exception {
        List<ScratchVolume> volumes;
        try (ScratchVolumes outer = make(ScratchPlan.of(XFS, 1));
                ScratchVolumes inner =
                        ScratchVolumes.create(
                                ScratchPlan.of(EXT4, 2)
                                        .on(HostType.FOLDER)
                                        .in(outer.mountPoints().getFirst()))) {
            volumes = inner.volumes();
            try (Fd root = Freezing.openRoot(volumes.getFirst())) {
                Freezing.freeze(root);
            }
        }
        assertNothingIsLeft(volumes);
    }

    @Test
    void undoesWhatItHadMadeWhenAStepFails() throws Exception {
        ScratchPlan tooSmall =
                ScratchPlan.of(List.of(EXT4, XFS, XFS)).on(HostType.TMPFS).withHostBytes(6 << 20);

        assertThatThrownBy(() -> make(tooSmall))
                .isInstanceOfSatisfying(
                        ScratchException.class, e -> assertThat(e.residue()).isEmpty())
                .hasMessageContaining("mkfs.xfs");

        assertNothingIsLeft(List.of());
    }

    @Test
    void saysWhatIsStillInUseAndCanTryAgain() throws Exception {
        ScratchVolumes scratch = make(ScratchPlan.of(EXT4, 1));
        List<ScratchVolume> volumes = scratch.volumes();
        Path used = scratch.paths().getFirst().resolve("used");
        try (var stream = Files.newOutputStream(used)) {
            stream.write(1);
            assertThatThrownBy(scratch::close)
                    .isInstanceOfSatisfying(
                            ScratchException.class,
                            e ->
                                    assertThat(e.residue())
                                            .anyMatch(
                                                    each -> each.contains(used.getParent() + "")));
        }

        scratch.close();

        assertNothingIsLeft(volumes);
    }
}
