package org.openvss.kernel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openvss.ShadowCopyId;
import org.openvss.Volume;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.HostType;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LoopOptions;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;
import org.openvss.provider.image.ImageProvider;

/** Volumes that are not simply all of an image: parts of it, and parts of the file system. */
class ImageGeometryTest {
    private static final long HOST = 2L << 30;
    private static final int START = 1 << 20;
    private static final int LENGTH = 64 << 20;
    private static final int SECTOR = 512;

    private final ImageProvider provider = new ImageProvider();

    @Test
    void offsetAndSizeLimitOfTheLoopDevice() throws Exception {
        try (Workshop workshop = Workshop.open(HostType.XFS, HOST)) {
            Path image = workshop.newImage(3L * LENGTH);
            LoopOptions options = LoopOptions.writable().withGeometry(START, LENGTH, 4096);
            String device = workshop.attach(image, options);
            Workshop.run("mkfs.ext4", "-q", device);
            checkCopyAndRevert(workshop, workshop.mount("ext4", device), image);
        }
    }

    @Test
    void aPartition() throws Exception {
        try (Workshop workshop = Workshop.open(HostType.XFS, HOST)) {
            Path image = workshop.newImage(3L * LENGTH);
            String disk = workshop.attach(image, LoopOptions.writable().withPartitionScan(true));
            // Told to the kernel, which may have been built without reading partition tables.
            Workshop.run("addpart", disk, "1", "" + START / SECTOR, "" + LENGTH / SECTOR);
            workshop.push(() -> Workshop.run("delpart", disk, "1"));
            Workshop.run("mkfs.ext4", "-q", disk + "p1");
            checkCopyAndRevert(workshop, workshop.mount("ext4", disk + "p1"), image);
        }
    }

    /** What lies beside the volume in the image survives a revert. */
    private void checkCopyAndRevert(Workshop workshop, Volume volume, Path image) throws Exception {
        Workshop.write(volume, "part.txt", "part");
        ShadowCopyId copy = workshop.copy(provider, volume);
        Workshop.write(volume, "part.txt", "changed");
        assertThat(workshop.read(provider, copy, "part.txt")).isEqualTo("part");
        byte[] neighbour = "the neighbour's".getBytes(StandardCharsets.UTF_8);
        long beside = START + LENGTH + 4096L;
        try (Fd file = FileCalls.open(image.toString(), OpenFlags.READ_WRITE)) {
            FileCalls.pwrite(file, ByteBuffer.wrap(neighbour), beside);
        }
        provider.revert(copy, volume, false);
        assertThat(Files.readString(Path.of(volume.mountPoint(), "part.txt"))).isEqualTo("part");
        ByteBuffer found = ByteBuffer.allocate(neighbour.length);
        try (Fd file = FileCalls.open(image.toString(), OpenFlags.READ_ONLY)) {
            FileCalls.pread(file, found, beside);
        }
        assertThat(found.array()).isEqualTo(neighbour);
    }

    @Test
    void aBindMountShowsTheSameRoot() throws Exception {
        try (Workshop workshop = Workshop.open(HostType.BTRFS, HOST, GuestType.XFS)) {
            Path whole = workshop.host.paths().getFirst();
            Files.createDirectories(whole.resolve("a/inner"));
            Files.writeString(whole.resolve("outside.txt"), "outside");
            Volume bound = bind(workshop, whole.resolve("a/inner"));
            assertThat(bound.root()).isEqualTo("/a/inner");
            Workshop.write(bound, "bound.txt", "bound");
            ShadowCopyId copy = workshop.copy(provider, bound);
            assertShowsOnly(workshop, copy, "bound.txt");
        }
    }

    @Test
    void aSubvolumeShowsTheSameRoot() throws Exception {
        try (Workshop workshop = Workshop.open(HostType.XFS, HOST)) {
            Path image = workshop.newImage(200 << 20);
            Workshop.run("mkfs.btrfs", "-q", image.toString());
            String device = workshop.attach(image, LoopOptions.writable());
            Volume top = workshop.mount("btrfs", device);
            Workshop.write(top, "outside.txt", "outside");
            Workshop.run("btrfs", "-q", "subvolume", "create", top.mountPoint() + "/home");
            Volume home = workshop.mount("btrfs", device, "subvol=/home");
            assertThat(home.root()).isEqualTo("/home");
            Workshop.write(home, "sub.txt", "sub");
            ShadowCopyId copy = workshop.copy(provider, home);
            assertShowsOnly(workshop, copy, "sub.txt");
            Workshop.write(home, "sub.txt", "changed");
            provider.revert(copy, home, false);
            assertThat(Files.readString(Path.of(home.mountPoint(), "sub.txt"))).isEqualTo("sub");
            assertThat(Files.readString(Path.of(top.mountPoint(), "outside.txt")))
                    .isEqualTo("outside");
        }
    }

    private static Volume bind(Workshop workshop, Path folder) throws Exception {
        String target = workshop.newFolder().toString();
        Mounts.bind(folder.toString(), target, 0, false);
        workshop.push(() -> Mounts.umount(target, 0));
        return TestVolumes.at(target);
    }

    private void assertShowsOnly(Workshop workshop, ShadowCopyId copy, String name)
            throws Exception {
        String folder = workshop.newFolder().toString();
        Path path = Path.of(provider.expose(copy, folder).path());
        try (var names = Files.list(path)) {
            assertThat(names.map(each -> each.getFileName().toString()).toList())
                    .isEqualTo(List.of(name));
        } finally {
            provider.unexpose(copy, folder, false);
        }
        assertThat(Path.of(folder)).isEmptyDirectory();
    }
}
