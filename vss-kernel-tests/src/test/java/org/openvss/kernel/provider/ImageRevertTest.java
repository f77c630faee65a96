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
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.HostType;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.Flock;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;
import org.openvss.provider.image.ImageProvider;

/** Reverting a volume never harms one that is in use, and can be repeated after a crash. */
class ImageRevertTest {
    private final ImageProvider provider = new ImageProvider();

    @Test
    void aVolumeInUseIsNotReverted() throws Exception {
        try (Workshop workshop = workshop()) {
            Volume volume = TestVolumes.at(workshop.host.mountPoints().getFirst());
            ShadowCopyId copy = copyOfOld(workshop, volume);
            Path file = Path.of(volume.mountPoint(), "file");
            try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
                String self = "" + ProcessHandle.current().pid();
                assertRefused(copy, volume, false, HResult.VSS_E_VOLUME_IN_USE, self);
                assertRefused(copy, volume, true, HResult.VSS_E_VOLUME_IN_USE, self);
                assertThat(reader.readLine()).isEqualTo("new");
            }
            try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
                assertRefused(copy, volume, true, HResult.VSS_E_VOLUME_IN_USE, "for writing");
                writer.writeBytes("still ");
            }
            assertThat(Files.readString(file)).isEqualTo("still ");
            Volume again = TestVolumes.at(volume.mountPoint());
            provider.revert(copy, again, false);
            assertThat(Files.readString(file)).isEqualTo("old");
            assertThat(markers(workshop)).isEmpty();
        }
    }

    @Test
    void aMountBelowIsNotTakenAway() throws Exception {
        try (Workshop workshop = workshop()) {
            Volume volume = TestVolumes.at(workshop.host.mountPoints().getFirst());
            ShadowCopyId copy = copyOfOld(workshop, volume);
            Path below = Files.createDirectory(Path.of(volume.mountPoint(), "below"));
            Mounts.mount("tmpfs", "none", below.toString(), List.of(), 0);
            workshop.push(() -> Mounts.umount(below.toString(), 0));
            assertRefused(
                    copy, volume, true, HResult.VSS_E_VOLUME_IN_USE, below + " is mounted on it");
        }
    }

    @Test
    void oneRevertAtATime() throws Exception {
        try (Workshop workshop = workshop()) {
            Volume volume = TestVolumes.at(workshop.host.mountPoints().getFirst());
            ShadowCopyId copy = copyOfOld(workshop, volume);
            String image = workshop.host.volumes().getFirst().image();
            try (Fd other = FileCalls.open(image, OpenFlags.READ_ONLY)) {
                assertThat(Flock.tryExclusive(other)).isTrue();
                assertRefused(
                        copy, volume, false, HResult.VSS_E_REVERT_IN_PROGRESS, "being reverted");
            }
        }
    }

    @Test
    void aRepetitionFinishesWhatACrashInterrupted() throws Exception {
        try (Workshop workshop = workshop()) {
            Volume volume = TestVolumes.at(workshop.host.mountPoints().getFirst());
            ShadowCopyId copy = copyOfOld(workshop, volume);
            String place =
                    "{\"mountPoint\":\""
                            + volume.mountPoint()
                            + "\",\"root\":\"/\",\"options\":[\"rw\"],\"superOptions\":[\"rw\"]}";
            Files.writeString(
                    workshop.host.imageFolder().resolve(".openvss/" + copy + ".revert"),
                    "{\"version\":1,\"mounts\":[" + place + "]}");
            Mounts.umount(volume.mountPoint(), 0);
            new ImageProvider().revert(copy, volume, false);
            assertThat(Files.readString(Path.of(volume.mountPoint(), "file"))).isEqualTo("old");
            assertThat(markers(workshop)).isEmpty();
        }
    }

    @Test
    void anotherVolumeIsNotOverwritten() throws Exception {
        try (Workshop workshop =
                Workshop.open(HostType.XFS, 2L << 30, GuestType.EXT4, GuestType.EXT4)) {
            Volume volume = TestVolumes.at(workshop.host.mountPoints().getFirst());
            Volume other = TestVolumes.at(workshop.host.mountPoints().getLast());
            ShadowCopyId copy = copyOfOld(workshop, volume);
            assertRefused(copy, other, true, HResult.E_INVALIDARG, "is not the volume");
        }
    }

    private static Workshop workshop() throws Exception {
        return Workshop.open(HostType.XFS, 2L << 30, GuestType.EXT4);
    }

    private ShadowCopyId copyOfOld(Workshop workshop, Volume volume) throws Exception {
        Workshop.write(volume, "file", "old");
        ShadowCopyId copy = workshop.copy(provider, volume);
        Workshop.write(volume, "file", "new");
        return copy;
    }

    private static List<String> markers(Workshop workshop) throws Exception {
        try (var entries = Files.list(workshop.host.imageFolder().resolve(".openvss"))) {
            return entries.map(Path::toString).filter(name -> name.contains(".revert")).toList();
        }
    }

    private void assertRefused(
            ShadowCopyId copy, Volume volume, boolean force, HResult code, String words)
            throws Exception {
        Volume now = TestVolumes.at(volume.mountPoint());
        assertThatThrownBy(() -> provider.revert(copy, now, force))
                .isInstanceOfSatisfying(
                        VssException.class,
                        e -> {
                            assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
                            assertThat(e.residue()).isEmpty();
                        })
                .hasMessageContaining(words);
    }
}
