package org.openvss.kernel.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.HostType;
import org.openvss.linux.LoopOptions;
import org.openvss.linux.Mounts;
import org.openvss.provider.ProviderTransaction;
import org.openvss.provider.Support;
import org.openvss.provider.Support.NotSupported;
import org.openvss.provider.image.ImageLimits;
import org.openvss.provider.image.ImageProvider;

/** What the image provider does not take, and that it says why and what to do. */
class ImageRefusalTest {
    private static final long HOST = 2L << 30;

    private final ImageProvider provider = new ImageProvider();

    @Test
    void aHostWithoutReflink() throws Exception {
        try (Workshop workshop = Workshop.open(HostType.EXT4, HOST, GuestType.EXT4)) {
            assertRefused(first(workshop), "has no reflink", "xfs");
        }
    }

    @Test
    void anImageThatWasDeleted() throws Exception {
        try (Workshop workshop = Workshop.open(HostType.XFS, HOST, GuestType.EXT4)) {
            Volume volume = first(workshop);
            Path image = Path.of(workshop.host.volumes().getFirst().image());
            Files.delete(image);
            assertRefused(volume, "was deleted", "attach");
            Files.createFile(image);
        }
    }

    @Test
    void anImageThatWasReplaced() throws Exception {
        try (Workshop workshop = Workshop.open(HostType.XFS, HOST, GuestType.EXT4)) {
            Volume volume = first(workshop);
            Path image = Path.of(workshop.host.volumes().getFirst().image());
            Path aside = image.resolveSibling("aside");
            Files.move(image, aside);
            Path other = workshop.newImage(1 << 20);
            // The kernel follows the rename: a bind mount puts another file at that path.
            Mounts.bind(other.toString(), aside.toString(), 0, false);
            workshop.push(() -> Mounts.umount(aside.toString(), 0));
            assertRefused(volume, "replaced", "attach");
        }
    }

    @Test
    void aReadOnlyFileSystem() throws Exception {
        try (Workshop workshop = Workshop.open(HostType.XFS, HOST, GuestType.EXT4)) {
            Volume volume = first(workshop);
            Mounts.reconfigure(volume.mountPoint(), List.of("ro"));
            assertRefused(TestVolumes.at(volume.mountPoint()), "read-only", "back it up");
        }
    }

    @Test
    void anExternalJournal() throws Exception {
        try (Workshop workshop = Workshop.open(HostType.XFS, HOST)) {
            String journal = workshop.attach(workshop.newImage(16 << 20), LoopOptions.writable());
            Workshop.run("mkfs.ext4", "-q", "-b", "4096", "-O", "journal_dev", journal);
            Path image = workshop.newImage(64 << 20);
            Workshop.run(
                    "mkfs.ext4", "-q", "-b", "4096", "-J", "device=" + journal, image.toString());
            String device = workshop.attach(image, LoopOptions.writable());
            Volume volume = workshop.mount("ext4", device, "journal_path=" + journal);
            assertRefused(volume, "journal", "tune2fs");
        }
    }

    @Test
    void aBtrfsOnTwoDevices() throws Exception {
        try (Workshop workshop = Workshop.open(HostType.XFS, HOST)) {
            String one = workshop.attach(workshop.newImage(200 << 20), LoopOptions.writable());
            String two = workshop.attach(workshop.newImage(200 << 20), LoopOptions.writable());
            Workshop.run("mkfs.btrfs", "-q", one, two);
            Workshop.run("btrfs", "device", "scan", one, two);
            Volume volume = workshop.mount("btrfs", one);
            assertRefused(volume, "2 devices", "one device");
        }
    }

    @Test
    void aVolumeThatIsNotOnALoopDevice() throws Exception {
        try (Workshop workshop = Workshop.open(HostType.XFS, HOST)) {
            Volume host = TestVolumes.at(workshop.host.imageFolder().toString());
            // The host of the images is a volume in an image too, on the machine's file system.
            assertThat(provider.supports(host)).isNotNull();
            Path folder = workshop.newFolder();
            Mounts.mount("tmpfs", "none", folder.toString(), List.of(), 0);
            workshop.push(() -> Mounts.umount(folder.toString(), 0));
            assertRefused(TestVolumes.at(folder.toString()), "tmpfs", "--provider copy");
        }
    }

    @Test
    void noRoomOnTheHost() throws Exception {
        try (Workshop workshop = Workshop.open(HostType.XFS, 320L << 20, GuestType.EXT4)) {
            Volume volume = first(workshop);
            Path hog = workshop.host.imageFolder().resolve("hog");
            Workshop.run("fallocate", "-l", "180M", hog.toString());
            assertThat(provider.supports(volume)).isInstanceOf(Support.Supported.class);
            assertFailsAtEndPrepare(
                    provider,
                    workshop,
                    volume,
                    HResult.VSS_E_INSUFFICIENT_STORAGE,
                    workshop.host.imageFolder().toString(),
                    "MiB left");
            Files.delete(hog);
        }
    }

    @Test
    void anImageInTooManyPieces() throws Exception {
        try (Workshop workshop = Workshop.open(HostType.XFS, HOST, GuestType.EXT4)) {
            ImageProvider strict =
                    new ImageProvider(new ImageLimits(Duration.ofNanos(20_000), 1 << 20, 1));
            assertFailsAtEndPrepare(
                    strict,
                    workshop,
                    first(workshop),
                    HResult.VSS_E_PROVIDER_VETO,
                    "pieces",
                    "defragment");
        }
    }

    @Test
    void aFolderThatOthersCanGetAt() throws Exception {
        try (Workshop workshop = Workshop.open(HostType.XFS, HOST, GuestType.EXT4)) {
            Path folder = Files.createDirectory(workshop.host.imageFolder().resolve(".openvss"));
            Workshop.run("chmod", "755", folder.toString());
            assertFailsAtEndPrepare(
                    provider,
                    workshop,
                    first(workshop),
                    HResult.VSS_E_PROVIDER_VETO,
                    ".openvss",
                    "chmod 700");
        }
    }

    @Test
    void aFolderThatIsALink() throws Exception {
        try (Workshop workshop = Workshop.open(HostType.XFS, HOST, GuestType.EXT4)) {
            Path elsewhere = workshop.newFolder();
            Workshop.run("chmod", "700", elsewhere.toString());
            Files.createSymbolicLink(workshop.host.imageFolder().resolve(".openvss"), elsewhere);
            assertFailsAtEndPrepare(
                    provider, workshop, first(workshop), HResult.VSS_E_PROVIDER_VETO, "only root");
            assertThat(elsewhere).isEmptyDirectory();
        }
    }

    @Test
    void whatItDoesNotKnowStays() throws Exception {
        try (Workshop workshop = Workshop.open(HostType.XFS, HOST, GuestType.EXT4)) {
            ShadowCopyId copy = workshop.copy(provider, first(workshop));
            Path folder = workshop.host.imageFolder().resolve(".openvss");
            Path mine = Files.writeString(folder.resolve("mine.img"), "x");
            Path similar = Files.writeString(folder.resolve(copy + ".img.backup"), "x");
            provider.delete(copy, false);
            try (var left = Files.list(folder)) {
                assertThat(left).containsExactlyInAnyOrder(mine, similar);
            }
            assertThat(provider.shadowCopies()).isEmpty();
        }
    }

    @Test
    void aCloneWithoutARecordIsFoundAndCanBeDeleted() throws Exception {
        try (Workshop workshop = Workshop.open(HostType.XFS, HOST, GuestType.EXT4)) {
            ShadowCopyId copy = workshop.copy(provider, first(workshop));
            Path folder = workshop.host.imageFolder().resolve(".openvss");
            Files.writeString(
                    folder.resolve(copy + ".json"), "{", StandardOpenOption.TRUNCATE_EXISTING);
            assertThat(provider.shadowCopies())
                    .singleElement()
                    .satisfies(found -> {
                        assertThat(found.copy()).isEqualTo(copy);
                        assertThat(found.complete()).isFalse();
                    });
            provider.delete(copy, false);
            assertThat(folder).isEmptyDirectory();
        }
    }

    private static Volume first(Workshop workshop) throws Exception {
        return TestVolumes.at(workshop.host.mountPoints().getFirst());
    }

    private void assertRefused(Volume volume, String reason, String remedy) throws Exception {
        Support support = provider.supports(volume);
        assertThat(support).isInstanceOf(NotSupported.class);
        NotSupported refusal = (NotSupported) support;
        assertThat(refusal.code()).isEqualTo(HResult.VSS_E_VOLUME_NOT_SUPPORTED);
        assertThat(refusal.reason()).contains(reason);
        assertThat(refusal.remedy()).contains(remedy);
    }

    private static void assertFailsAtEndPrepare(
            ImageProvider provider, Workshop workshop, Volume volume, HResult code, String... words)
            throws Exception {
        ProviderTransaction transaction =
                provider.begin(ShadowCopySetId.random(), ShadowCopyContext.NAS_ROLLBACK);
        workshop.push(transaction::abort);
        transaction.beginPrepare(ShadowCopyId.random(), volume);
        assertThatThrownBy(transaction::endPrepare)
                .isInstanceOfSatisfying(
                        VssException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(words);
        assertThat(transaction.abort()).isEmpty();
        assertThat(provider.shadowCopies())
                .extracting(found -> found.volumeId())
                .doesNotContainAnyElementsOf(Set.of(volume.volumeId()));
    }
}
