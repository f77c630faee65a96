package org.openvss.kernel.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.HostType;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.DeviceNumber;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.FileType;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.Timestamp;
import org.openvss.linux.XattrCalls;
import org.openvss.provider.ProviderTransaction;
import org.openvss.provider.ProviderTransaction.CutProof;
import org.openvss.provider.copy.CopyProvider;

/** What the copy provider keeps of a tree, what it leaves out, and what it notices. */
class CopyTreeTest {
    private static final String STRANGE = "new\nline \udc80\udcff";
    private static final int CREATE = OpenFlags.CREATE | OpenFlags.READ_WRITE;

    @Test
    void everythingIsKept() throws Exception {
        try (Workshop workshop = workshop()) {
            Volume volume = TestVolumes.at(workshop.host.mountPoints().getFirst());
            CopyProvider provider = provider(workshop);
            try (Fd root = FileCalls.open(volume.mountPoint(), OpenFlags.DIRECTORY)) {
                fill(root);
                ShadowCopyId copy = workshop.copy(provider, volume);
                String folder = workshop.newFolder().toString();
                String path = provider.expose(copy, folder).path();
                try (Fd shown = FileCalls.open(path, OpenFlags.DIRECTORY)) {
                    for (String name : List.of("a", "b", STRANGE, "link", "pipe", "null", "d")) {
                        assertThat(kept(shown, name)).as(name).isEqualTo(kept(root, name));
                    }
                    checkDetails(root, shown);
                } finally {
                    provider.unexpose(copy, folder, false);
                }
            }
        }
    }

    private static void fill(Fd root) throws Exception {
        try (Fd a = FileCalls.openat(root, "a", CREATE, 0600)) {
            FileCalls.writeAll(a, "start".getBytes(StandardCharsets.UTF_8));
            FileCalls.pwrite(a, ByteBuffer.wrap(new byte[] {1}), 8 << 20);
            FileCalls.ftruncate(a, 16 << 20);
            XattrCalls.set(a, "user.colour", new byte[] {'r'});
            AttributeCalls.fchown(a, 1234, 4321);
            AttributeCalls.fchmod(a, 04711);
            AttributeCalls.futimens(a, new Timestamp(1, 2), new Timestamp(3, 4));
        }
        DirectoryCalls.linkat(root, "a", root, "b");
        FileCalls.openat(root, STRANGE, CREATE, 0640).close();
        DirectoryCalls.symlinkat("nowhere/" + STRANGE, root, "link");
        DirectoryCalls.mknodat(root, "pipe", FileType.PIPE, 0620, new DeviceNumber(0, 0));
        DirectoryCalls.mknodat(
                root, "null", FileType.CHARACTER_DEVICE, 0666, new DeviceNumber(1, 3));
        DirectoryCalls.mkdirat(root, "d", 0555);
        String folder = root.procPath() + "/d";
        Workshop.run("setfacl", "-m", "u:1234:rwx,d:u:1234:rx", Path.of(folder).toRealPath() + "");
    }

    /** Everything that is to be kept of a file in one value. */
    private static List<Object> kept(Fd folder, String name) throws Exception {
        FileStatus status = AttributeCalls.statx(folder, name);
        return List.of(
                status.type(),
                status.mode(),
                status.ownerId(),
                status.groupId(),
                status.linkCount(),
                status.deviceMajor(),
                status.deviceMinor(),
                status.type() == FileType.DIRECTORY ? 0 : status.size(),
                status.modified());
    }

    private static void checkDetails(Fd root, Fd shown) throws Exception {
        FileStatus a = AttributeCalls.statx(shown, "a");
        assertThat(AttributeCalls.statx(shown, "b").isSameFileAs(a)).isTrue();
        assertThat(a.allocatedBytes()).as("holes stay holes").isLessThan(4 << 20);
        assertThat(DirectoryCalls.readlinkat(shown, "link")).isEqualTo("nowhere/" + STRANGE);
        try (Fd file = FileCalls.openat(shown, "a", OpenFlags.READ_ONLY);
                Fd folder = FileCalls.openat(shown, "d", OpenFlags.DIRECTORY);
                Fd original = FileCalls.openat(root, "d", OpenFlags.DIRECTORY)) {
            assertThat(XattrCalls.get(file, "user.colour")).containsExactly('r');
            assertThat(FileCalls.seekData(file, 1 << 20)).isGreaterThan(4 << 20);
            for (String acl : List.of("system.posix_acl_access", "system.posix_acl_default")) {
                assertThat(XattrCalls.get(folder, acl))
                        .isNotNull()
                        .isEqualTo(XattrCalls.get(original, acl));
            }
        }
    }

    @Test
    void changesUntilPreCommitAreTakenOver() throws Exception {
        try (Workshop workshop = workshop()) {
            Volume volume = TestVolumes.at(workshop.host.mountPoints().getFirst());
            CopyProvider provider = provider(workshop);
            Workshop.write(volume, "changed", "one");
            Workshop.write(volume, "removed", "one");
            ShadowCopyId copy = ShadowCopyId.random();
            ProviderTransaction transaction =
                    provider.begin(ShadowCopySetId.random(), ShadowCopyContext.NAS_ROLLBACK);
            workshop.push(transaction::abort);
            transaction.beginPrepare(copy, volume);
            transaction.endPrepare();
            Workshop.write(volume, "changed", "two");
            Workshop.write(volume, "added", "two");
            Files.delete(Path.of(volume.mountPoint(), "removed"));
            assertThat(transaction.preCommit()).hasSize(1);
            Path data = store(workshop).resolve(copy + "/data");
            assertThat(data.resolve("changed")).hasContent("two");
            assertThat(data.resolve("added")).hasContent("two");
            assertThat(data.resolve("removed")).doesNotExist();
        }
    }

    @Test
    void changesAfterwardsAreNoticedAndNamed() throws Exception {
        try (Workshop workshop = workshop()) {
            Volume volume = TestVolumes.at(workshop.host.mountPoints().getFirst());
            Workshop.write(volume, "quiet", "same");
            CutProof proof =
                    workshop.copy(
                            provider(workshop),
                            ShadowCopyId.random(),
                            volume,
                            () -> Workshop.write(volume, "late", "x"));
            assertThat(proof.holds()).isFalse();
            assertThat(proof.finding()).contains("late").doesNotContain("quiet");
        }
    }

    @Test
    void mountsAndItsOwnFolderAreNotEntered() throws Exception {
        try (Workshop workshop = workshop()) {
            Volume volume = TestVolumes.at(workshop.host.mountPoints().getFirst());
            Path root = Path.of(volume.mountPoint());
            Path below = Files.createDirectory(root.resolve("below"));
            Mounts.mount("tmpfs", "none", below.toString(), List.of(), 0);
            workshop.push(() -> Mounts.umount(below.toString(), 0));
            Files.writeString(below.resolve("foreign"), "x");
            CopyProvider provider = new CopyProvider(root.resolve("state/copies").toString());
            ShadowCopyId copy = workshop.copy(provider, volume);
            Path data = root.resolve("state/copies/" + copy + "/data");
            assertThat(data.resolve("below")).isEmptyDirectory();
            assertThat(data.resolve("state")).isEmptyDirectory();
        }
    }

    @Test
    void noRoom() throws Exception {
        try (Workshop workshop = workshop()) {
            Volume volume = TestVolumes.at(workshop.host.mountPoints().getFirst());
            Path small = workshop.newFolder();
            Mounts.mount("tmpfs", "none", small.toString(), List.of("size=1m"), 0);
            workshop.push(() -> Mounts.umount(small.toString(), 0));
            Files.write(Path.of(volume.mountPoint(), "large"), new byte[4 << 20]);
            CopyProvider provider = new CopyProvider(small.resolve("copies").toString());
            ProviderTransaction transaction =
                    provider.begin(ShadowCopySetId.random(), ShadowCopyContext.NAS_ROLLBACK);
            transaction.beginPrepare(ShadowCopyId.random(), volume);
            Workshop.run("sync", "-f", volume.mountPoint());
            assertThatThrownBy(transaction::endPrepare)
                    .isInstanceOfSatisfying(
                            VssException.class,
                            e -> assertThat(e.code()).isEqualTo(HResult.VSS_E_INSUFFICIENT_STORAGE))
                    .hasMessageContaining("the copies need");
            assertThat(transaction.abort()).isEmpty();
            assertThat(provider.shadowCopies()).isEmpty();
        }
    }

    private static Workshop workshop() throws Exception {
        return Workshop.open(HostType.XFS, 2L << 30, GuestType.EXT4);
    }

    private static Path store(Workshop workshop) {
        return workshop.host.imageFolder().resolve("copies");
    }

    private static CopyProvider provider(Workshop workshop) {
        return new CopyProvider(store(workshop).toString());
    }
}
