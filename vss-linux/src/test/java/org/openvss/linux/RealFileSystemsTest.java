package org.openvss.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loop devices, mounts, freezing and cloning on real file systems in a private namespace. */
class RealFileSystemsTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final int NEW_FILE = OpenFlags.READ_WRITE | OpenFlags.CREATE;

    @TempDir Path folder;
    private Path mountPoint;

    /** What a test does with a mounted file system. */
    @FunctionalInterface
    private interface Body {
        void run(LoopDevice loop, Fd root) throws Exception;
    }

    @BeforeEach
    void prepare() throws Exception {
        RealDevices.assumePrivileged();
        mountPoint = Files.createDirectory(folder.resolve("mount point"));
    }

    @Test
    void freezingAndThawingAnswerAsTheManualSays() throws Exception {
        onMounted(
                "ext4",
                (loop, root) -> {
                    PreparedCall freeze = PreparedCalls.freeze(root);
                    PreparedCall thaw = PreparedCalls.thaw(root);
                    assertThat(thaw.run()).isEqualTo(Errno.EINVAL);
                    FutureTask<Integer> elsewhere = new FutureTask<>(freeze::run);
                    Thread.ofPlatform().start(elsewhere);
                    try {
                        assertThat(elsewhere.get()).isZero();
                        assertThat(freeze.run()).isEqualTo(Errno.EBUSY);
                    } finally {
                        assertThat(thaw.run()).isZero();
                    }
                    assertThat(PreparedCalls.syncfs(root).run()).isZero();
                });
    }

    @Test
    void aMountIsFoundByItsDescriptor() throws Exception {
        onMounted(
                "ext4",
                (loop, root) -> {
                    Mount mount = MountTable.of(root).orElseThrow();
                    assertThat(mount.mountPoint()).isEqualTo(mountPoint.toString());
                    assertThat(mount.source()).isEqualTo(loop.path());
                    assertThat(mount.device()).isEqualTo(AttributeCalls.fstat(root).device());
                    assertThat(mount.options()).contains("nosuid");
                    assertThat(AttributeCalls.fstat(root).isMountRoot()).isTrue();
                    assertThat(Statfs.of(root).typeMagic()).isEqualTo(Statfs.EXT);
                    assertThat(MountTable.read(ProcessHandle.current().pid()))
                            .extracting(Mount::mountPoint)
                            .doesNotContain(mountPoint.toString());
                });
    }

    @Test
    void aLoopDeviceTellsItsFileForCertain() throws Exception {
        onMounted(
                "ext4",
                (loop, root) -> {
                    LoopStatus status = LoopDevices.status(loop.device()).orElseThrow();
                    FileStatus backing = AttributeCalls.statx(image().toString());
                    assertThat(status.backingDevice()).isEqualTo(backing.device());
                    assertThat(status.backingInode()).isEqualTo(backing.inode());
                    assertThat(status.number()).isEqualTo(loop.number());
                    assertThat(status.autoclear()).isTrue();
                    assertThat(status.readOnly()).isFalse();
                    DeviceNumber device = AttributeCalls.fstat(root).device();
                    assertThat(BlockTopology.loopBackingFile(device)).hasValue(image().toString());
                    assertThat(BlockTopology.devicePath(device)).hasValue(loop.path());
                    assertThat(BlockTopology.partition(device)).isEmpty();
                    assertThat(BlockTopology.slaves(device)).isEmpty();
                    assertThat(BlockDevices.size(loop.device())).isEqualTo(backing.size());
                    BlockDevices.flushBuffers(loop.device());
                });
    }

    @Test
    void anUnusedDeviceHasNoFileAndGoesByItself() throws Exception {
        RealDevices.image(folder, "image", MEBIBYTE);
        int number;
        try (Fd backing = FileCalls.open(image().toString(), OpenFlags.READ_ONLY);
                LoopDevice loop = LoopDevices.attach(backing, LoopOptions.readOnlyUntilUnused())) {
            number = loop.number();
            assertThat(LoopDevices.status(loop.device()).orElseThrow().readOnly()).isTrue();
        }
        Optional<DeviceNumber> device = BlockTopology.deviceNamed("loop" + number);
        if (device.isPresent()) {
            assertThat(BlockTopology.loopBackingFile(device.get()))
                    .isNotEqualTo(Optional.of(image().toString()));
        }
    }

    @Test
    void offsetAndBlockSizeCount() throws Exception {
        RealDevices.image(folder, "image", 4 * MEBIBYTE);
        try (Fd backing = FileCalls.open(image().toString(), OpenFlags.READ_WRITE)) {
            FileCalls.pwrite(backing, ByteBuffer.wrap(new byte[] {42}), MEBIBYTE);
            LoopOptions options =
                    LoopOptions.writable()
                            .withAutoclear(true)
                            .withGeometry(MEBIBYTE, 2 * MEBIBYTE, 4096);
            try (LoopDevice loop = LoopDevices.attach(backing, options)) {
                assertThat(BlockDevices.size(loop.device())).isEqualTo(2 * MEBIBYTE);
                assertThat(BlockDevices.logicalBlockSize(loop.device())).isEqualTo(4096);
                ByteBuffer first = ByteBuffer.allocate(1);
                FileCalls.pread(loop.device(), first, 0);
                assertThat(first.array()).containsExactly(42);
                LoopStatus status = LoopDevices.status(loop.device()).orElseThrow();
                assertThat(status.offset()).isEqualTo(MEBIBYTE);
                assertThat(status.sizeLimit()).isEqualTo(2 * MEBIBYTE);
            }
        }
    }

    @Test
    void partitionsAreFound() throws Exception {
        RealDevices.image(folder, "image", 16 * MEBIBYTE);
        try (Fd backing = FileCalls.open(image().toString(), OpenFlags.READ_WRITE);
                LoopDevice loop =
                        LoopDevices.attach(
                                backing,
                                LoopOptions.writable()
                                        .withAutoclear(true)
                                        .withPartitionScan(true))) {
            DeviceNumber disk = BlockTopology.deviceNamed("loop" + loop.number()).orElseThrow();
            BlockDevices.addPartition(loop.device(), 1, MEBIBYTE, 4 * MEBIBYTE);
            List<BlockTopology.Partition> partitions = BlockTopology.partitions(disk);
            assertThat(partitions).hasSize(1);
            BlockTopology.Partition first = partitions.getFirst();
            assertThat(first.number()).isEqualTo(1);
            assertThat(first.start()).isEqualTo(MEBIBYTE);
            assertThat(first.size()).isEqualTo(4 * MEBIBYTE);
            assertThat(BlockTopology.diskOf(first.device())).hasValue(disk);
            assertThat(BlockTopology.diskOf(disk)).isEmpty();
        }
    }

    @Test
    void xfsSharesBlocksAndExt4Refuses() throws Exception {
        onMounted(
                "xfs",
                (loop, root) -> {
                    try (Fd source = FileCalls.openat(root, "s", NEW_FILE, 0x180);
                            Fd target = FileCalls.openat(root, "t", NEW_FILE, 0x180)) {
                        FileCalls.pwrite(source, ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
                        FileCalls.pwrite(source, ByteBuffer.wrap(new byte[] {4}), MEBIBYTE);
                        assertThat(FileExtents.count(source)).isEqualTo(2);
                        assertThat(PreparedCalls.cloneFile(target, source).run()).isZero();
                        ByteBuffer copied = ByteBuffer.allocate(3);
                        FileCalls.pread(target, copied, 0);
                        assertThat(copied.array()).containsExactly(1, 2, 3);
                        assertThat(AttributeCalls.fstat(target).size()).isEqualTo(MEBIBYTE + 1);
                    }
                });
        onMounted(
                "ext4",
                (loop, root) -> {
                    try (Fd source = FileCalls.openat(root, "s", NEW_FILE, 0x180);
                            Fd target = FileCalls.openat(root, "t", NEW_FILE, 0x180)) {
                        assertThat(PreparedCalls.cloneFile(target, source).run())
                                .isEqualTo(Errno.EOPNOTSUPP);
                    }
                });
    }

    @Test
    void aBindMountIsReadOnlyFromTheStart() throws Exception {
        onMounted(
                "ext4",
                (loop, root) -> {
                    FileCalls.openat(root, "file", NEW_FILE, 0x180).close();
                    Path second = Files.createDirectory(folder.resolve("second"));
                    Mounts.bind(
                            mountPoint.toString(),
                            second.toString(),
                            MountAttributes.READ_ONLY | MountAttributes.NO_DEVICES,
                            false);
                    try (Fd shown = FileCalls.open(second.toString(), OpenFlags.DIRECTORY)) {
                        assertThat(MountTable.of(shown).orElseThrow().isReadOnly()).isTrue();
                        assertThat(errnoOf(() -> DirectoryCalls.mkdirat(shown, "x", 0x1C0)))
                                .isEqualTo(Errno.EROFS);
                        Mounts.setAttributes(shown, 0, MountAttributes.READ_ONLY, false);
                        DirectoryCalls.mkdirat(shown, "x", 0x1C0);
                    }
                    Mounts.umount(second.toString(), Mounts.NO_FOLLOW);
                    assertThat(errnoOf(() -> Mounts.umount(second.toString(), 0)))
                            .isEqualTo(Errno.EINVAL);
                });
    }

    @Test
    void aFileSystemCanBeMadeReadOnly() throws Exception {
        onMounted(
                "ext4",
                (loop, root) -> {
                    Mounts.reconfigure(mountPoint.toString(), List.of("ro"));
                    assertThat(MountTable.of(root).orElseThrow().isSuperReadOnly()).isTrue();
                    assertThat(errnoOf(() -> DirectoryCalls.mkdirat(root, "x", 0x1C0)))
                            .isEqualTo(Errno.EROFS);
                });
    }

    @Test
    void theFileSystemsOwnWordsAreInTheMessage() throws Exception {
        RealDevices.image(folder, "image", 16 * MEBIBYTE);
        try (Fd backing = FileCalls.open(image().toString(), OpenFlags.READ_WRITE);
                LoopDevice loop =
                        LoopDevices.attach(backing, LoopOptions.writable().withAutoclear(true))) {
            LinuxException failure =
                    catchThrowableOfType(
                            LinuxException.class,
                            () -> Mounts.create("ext4", loop.path(), List.of("nonsense"), 0));
            assertThat(failure.errno()).isEqualTo(Errno.EINVAL);
            assertThat(failure).hasMessageContaining("Unknown parameter 'nonsense'");
        }
    }

    @Test
    void aThreadComesBackToItsNamespace() throws Exception {
        RealDevices.inPrivateNamespace(() -> {
            try (Fd first = Mounts.openMountNamespace()) {
                Mounts.unshareMountNamespace();
                Mounts.mount("tmpfs", "scratch", mountPoint.toString(), List.of("size=1m"), 0);
                assertThat(isMountedHere()).isTrue();
                Mounts.enterMountNamespace(first);
                assertThat(isMountedHere()).isFalse();
            }
            return true;
        });
    }

    @Test
    void aChildSeesTheMountsOfTheThreadThatStartedIt() throws Exception {
        onMounted(
                "ext4",
                (loop, root) -> {
                    DirectoryCalls.mkdirat(root, "only-here", 0x1C0);
                    RealDevices.run("test", "-d", mountPoint.resolve("only-here").toString());
                });
    }

    @Test
    void theSwitchForFastGracePeriodsIsReadable() throws Exception {
        try (RcuExpedited expedited = RcuExpedited.open().orElseThrow()) {
            int before = expedited.value();
            assertThat(before).isNotNegative();
            // The same value again: other processes on this machine rely on it.
            assertThat(expedited.prepareSet(before).run()).isZero();
            expedited.set(before);
        }
    }

    @Test
    void propagationIsSetAndSeen() throws Exception {
        onMounted(
                "ext4",
                (loop, root) -> {
                    assertThat(MountTable.of(root).orElseThrow().isShared()).isFalse();
                    Mounts.setPropagation(mountPoint.toString(), Mounts.Propagation.SHARED, false);
                    assertThat(MountTable.of(root).orElseThrow().isShared()).isTrue();
                    Mounts.setPropagation(root, Mounts.Propagation.PRIVATE, false);
                    assertThat(MountTable.of(root).orElseThrow().propagation()).isEmpty();
                });
    }

    @Test
    void privilegesAreMissingInAUserNamespaceOfOurOwn() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path target = Path.of(System.getProperty("basedir", "."), "target");
        String classes = target.resolve("classes") + ":" + target.resolve("test-classes");
        CommandResult result =
                Processes.run(
                        RealDevices.tool("unshare"),
                        List.of(
                                "unshare",
                                "-Ur",
                                java,
                                "-cp",
                                classes,
                                "--enable-native-access=ALL-UNNAMED",
                                PrivilegesProgram.class.getName()),
                        Processes.environment(),
                        Duration.ofMinutes(2),
                        10_000);
        assertThat(result.output()).isEqualTo("may freeze: false");
    }

    private void onMounted(String type, Body body) throws Exception {
        String[] format =
                type.equals("xfs")
                        ? new String[] {"mkfs.xfs", "-q", "-f"}
                        : new String[] {"mkfs." + type, "-q", "-F"};
        RealDevices.image(folder, "image", 512 * MEBIBYTE, format);
        RealDevices.inPrivateNamespace(() -> {
            try (Fd backing = FileCalls.open(image().toString(), OpenFlags.READ_WRITE);
                    LoopDevice loop =
                            LoopDevices.attach(
                                    backing, LoopOptions.writable().withAutoclear(true))) {
                Mounts.mount(
                        type,
                        loop.path(),
                        mountPoint.toString(),
                        List.of(),
                        MountAttributes.NO_SET_ID);
                useAndUmount(loop, body);
            }
            return true;
        });
        Files.delete(image());
    }

    private void useAndUmount(LoopDevice loop, Body body) throws Exception {
        try (Fd root = FileCalls.open(mountPoint.toString(), OpenFlags.DIRECTORY)) {
            // Freezing anything else could freeze this machine's root.
            assertThat(MountTable.of(root).orElseThrow().source()).isEqualTo(loop.path());
            body.run(loop, root);
        } finally {
            Mounts.umount(mountPoint.toString(), 0);
        }
    }

    private boolean isMountedHere() throws LinuxException {
        return MountTable.read().stream()
                .anyMatch(mount -> mount.mountPoint().equals(mountPoint.toString()));
    }

    private Path image() {
        return folder.resolve("image");
    }

    private static int errnoOf(ThrowingCallable call) {
        return catchThrowableOfType(LinuxException.class, call).errno();
    }
}
