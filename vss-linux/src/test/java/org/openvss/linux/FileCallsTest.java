package org.openvss.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls on real files of whatever file system holds temporary files. */
class FileCallsTest {
    private static final int NEW_FILE = OpenFlags.READ_WRITE | OpenFlags.CREATE;

    // Not UTF-8, and with a line end: names are bytes.
    private static final String ODD_NAME = "n\n\uDCFFame";

    @TempDir Path folderPath;
    private Fd folder;

    @BeforeEach
    void openFolder() throws LinuxException {
        folder = FileCalls.open(folderPath.toString(), OpenFlags.DIRECTORY);
    }

    @AfterEach
    void removeEverything() throws LinuxException {
        removeContent(folder);
        folder.close();
    }

    @Test
    void writesAndReadsThroughArraysAndDirectBuffers() throws LinuxException {
        byte[] content = new byte[300_000];
        new Random(5).nextBytes(content);
        try (Fd file = FileCalls.openat(folder, ODD_NAME, NEW_FILE, 0x180)) {
            FileCalls.writeAll(file, content);
            FileCalls.fsync(file);
            FileCalls.lseek(file, 0, 0);
            assertThat(FileCalls.readAll(file, content.length)).isEqualTo(content);

            ByteBuffer direct = ByteBuffer.allocateDirect(16).position(4).limit(12);
            assertThat(FileCalls.pread(file, direct, 1000)).isEqualTo(8);
            assertThat(direct.position()).isEqualTo(12);
            byte[] read = new byte[8];
            direct.get(4, read);
            assertThat(read).isEqualTo(Arrays.copyOfRange(content, 1000, 1008));

            ByteBuffer some = ByteBuffer.wrap(new byte[] {9, 8, 7, 6}, 1, 2);
            assertThat(FileCalls.pwrite(file, some, 5)).isEqualTo(2);
            ByteBuffer back = ByteBuffer.allocate(2);
            FileCalls.pread(file, back, 5);
            assertThat(back.array()).containsExactly(8, 7);
        }
    }

    @Test
    void refusesMoreThanAccepted() throws LinuxException {
        try (Fd file = FileCalls.openat(folder, "f", NEW_FILE, 0x180)) {
            FileCalls.writeAll(file, new byte[100]);
            FileCalls.lseek(file, 0, 0);
            assertThat(
                            catchThrowableOfType(
                                            LinuxException.class, () -> FileCalls.readAll(file, 99))
                                    .errno())
                    .isEqualTo(Errno.EFBIG);
        }
    }

    @Test
    void descriptorsAreNotInheritedAndCloseOnce() throws LinuxException {
        Fd file = FileCalls.openat(folder, "f", NEW_FILE, 0x180);
        String flags =
                PathBytes.decode(FileCalls.readFile("/proc/self/fdinfo/" + file.number(), 4096));
        assertThat(flags).containsPattern("flags:\\s+0?2\\d{6}\\b");
        file.close();
        file.close();
        assertThat(file.isOpen()).isFalse();
        assertThatThrownBy(file::number).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void opensOnlyBeneath() throws LinuxException {
        DirectoryCalls.symlinkat("/", folder, "out");
        LinuxException failure =
                catchThrowableOfType(
                        LinuxException.class,
                        () ->
                                FileCalls.openat2(
                                        folder,
                                        "out",
                                        OpenFlags.DIRECTORY,
                                        0,
                                        ResolveFlags.BENEATH));
        assertThat(failure.errno()).isEqualTo(Errno.EXDEV);
    }

    @Test
    void findsHoles() throws LinuxException {
        try (Fd file = FileCalls.openat(folder, "f", NEW_FILE, 0x180)) {
            FileCalls.ftruncate(file, 1 << 20);
            FileCalls.pwrite(file, ByteBuffer.wrap(new byte[4096]), 512 * 1024);
            long data = FileCalls.seekData(file, 0);
            assertThat(data).isPositive().isLessThanOrEqualTo(512 * 1024);
            assertThat(FileCalls.seekHole(file, data))
                    .isGreaterThan(512 * 1024)
                    .isLessThan(1 << 20);
            assertThat(FileCalls.seekData(file, (1 << 20) - 1)).isEqualTo(-1);
        }
    }

    @Test
    void copiesInsideTheKernel() throws LinuxException {
        try (Fd source = FileCalls.openat(folder, "s", NEW_FILE, 0x180);
                Fd target = FileCalls.openat(folder, "t", NEW_FILE, 0x180)) {
            FileCalls.writeAll(source, "0123456789".getBytes(StandardCharsets.US_ASCII));
            assertThat(FileCalls.copyFileRange(source, 2, target, 0, 5)).isEqualTo(5);
            assertThat(PathBytes.decode(FileCalls.readAll(target, 100))).isEqualTo("23456");
        }
    }

    @Test
    void listsNamesOfAFolderOfAnySize() throws LinuxException {
        for (int index = 0; index < 3000; index++) {
            FileCalls.openat(folder, "file-" + index, NEW_FILE, 0x180).close();
        }
        DirectoryCalls.mkdirat(folder, ODD_NAME, 0x1C0);
        List<DirectoryEntry> entries = DirectoryCalls.list(folder);
        assertThat(entries).hasSize(3001);
        assertThat(entries).extracting(DirectoryEntry::name).contains(ODD_NAME, "file-2999");
        assertThat(entries)
                .filteredOn(entry -> entry.name().equals(ODD_NAME))
                .singleElement()
                .extracting(DirectoryEntry::type)
                .isEqualTo(FileType.DIRECTORY);
    }

    @Test
    void makesRenamesAndLinksNames() throws LinuxException {
        DirectoryCalls.makeDirectories(folder, "a/b//c", 0x1C0).close();
        DirectoryCalls.symlinkat("target\uDCFE", folder, "link");
        assertThat(DirectoryCalls.readlinkat(folder, "link")).isEqualTo("target\uDCFE");
        FileCalls.openat(folder, "f", NEW_FILE, 0x180).close();
        DirectoryCalls.linkat(folder, "f", folder, "a/second");
        assertThat(AttributeCalls.statx(folder, "f").linkCount()).isEqualTo(2);
        assertThat(
                        catchThrowableOfType(
                                        LinuxException.class,
                                        () ->
                                                DirectoryCalls.renameat2(
                                                        folder,
                                                        "f",
                                                        folder,
                                                        "a/second",
                                                        DirectoryCalls.RENAME_WITHOUT_REPLACING))
                                .errno())
                .isEqualTo(Errno.EEXIST);
        DirectoryCalls.renameat(folder, "a/b", folder, "moved");
        assertThat(AttributeCalls.statx(folder, "moved/c").type()).isEqualTo(FileType.DIRECTORY);
    }

    @Test
    void refusesLinksWhenMakingFolders() throws LinuxException {
        DirectoryCalls.symlinkat("/tmp", folder, "link");
        LinuxException failure =
                catchThrowableOfType(
                        LinuxException.class,
                        () -> DirectoryCalls.makeDirectories(folder, "link/x", 0x1C0));
        assertThat(failure.errno()).isIn(Errno.ELOOP, Errno.ENOTDIR);
    }

    @Test
    void keepsModeAndTimes() throws LinuxException {
        Timestamp old = new Timestamp(1_000_000_000, 123_456_789);
        try (Fd file = FileCalls.openat(folder, "f", NEW_FILE, 0x180)) {
            AttributeCalls.fchmod(file, 0x1A4);
            AttributeCalls.futimens(file, null, old);
            FileStatus status = AttributeCalls.fstat(file);
            assertThat(status.mode()).isEqualTo(0x1A4);
            assertThat(status.modified()).isEqualTo(old);
            assertThat(status.accessed()).isNotEqualTo(old);
            assertThat(status.type()).isEqualTo(FileType.REGULAR);
            assertThat(status.isSameFileAs(AttributeCalls.statx(folder, "f"))).isTrue();
            assertThat(status.isMountRoot()).isFalse();
        }
        assertThat(AttributeCalls.statx("/proc").isMountRoot()).isTrue();
    }

    @Test
    void keepsExtendedAttributes() throws LinuxException {
        byte[] value = {0, 1, (byte) 0xFF};
        try (Fd file = FileCalls.openat(folder, "f", NEW_FILE, 0x180);
                Fd handle = FileCalls.openat(folder, "f", OpenFlags.PATH)) {
            XattrCalls.set(file, "user.openvss", value);
            assertThat(XattrCalls.list(file)).contains("user.openvss");
            assertThat(XattrCalls.get(file, "user.openvss")).isEqualTo(value);
            assertThat(XattrCalls.getThroughProc(handle, "user.openvss")).isEqualTo(value);
            assertThat(XattrCalls.get(file, "user.other")).isNull();
            XattrCalls.remove(file, "user.openvss");
            XattrCalls.remove(file, "user.openvss");
            assertThat(XattrCalls.get(file, "user.openvss")).isNull();
        }
    }

    @Test
    void oneHolderHasTheLock() throws LinuxException {
        try (Fd first = FileCalls.openat(folder, "lock", NEW_FILE, 0x180);
                Fd second = FileCalls.openat(folder, "lock", NEW_FILE, 0x180)) {
            assertThat(Flock.tryExclusive(first)).isTrue();
            assertThat(Flock.tryExclusive(second)).isFalse();
            assertThat(Flock.tryShared(second)).isFalse();
            Flock.unlock(first);
            assertThat(Flock.tryExclusive(second)).isTrue();
        }
    }

    @Test
    void knowsTheSpaceOfAFileSystem() throws LinuxException {
        Statfs status = Statfs.of(folder);
        assertThat(status.totalBytes()).isGreaterThanOrEqualTo(status.freeBytes());
        assertThat(status.freeBytes()).isGreaterThanOrEqualTo(status.availableBytes());
        assertThat(status)
                .extracting(Statfs::typeMagic, Statfs::totalBytes)
                .containsExactly(Statfs.of(folderPath.toString()).typeMagic(), status.totalBytes());
        assertThat(status.totalBytes()).isEqualTo(folderPath.toFile().getTotalSpace());
    }

    @Test
    void preparedCallsAnswerErrorNumbers() throws LinuxException {
        try (Fd file = FileCalls.openat(folder, "f", NEW_FILE, 0x180);
                Pipe pipe = Pipe.open()) {
            assertThat(PreparedCalls.fsync(file).run()).isZero();
            assertThat(PreparedCalls.fsync(pipe.writer()).run()).isEqualTo(Errno.EINVAL);
            assertThat(PreparedCalls.cloneFile(file, pipe.reader()).run())
                    .isIn(Errno.EINVAL, Errno.EXDEV, Errno.EOPNOTSUPP);
        }
    }

    @Test
    void knowsTheDeviceNumbersOfNodes() throws LinuxException {
        FileStatus status = AttributeCalls.statx("/dev/null");
        assertThat(status.type()).isEqualTo(FileType.CHARACTER_DEVICE);
        assertThat(new DeviceNumber(status.deviceMajor(), status.deviceMinor()))
                .isEqualTo(DeviceNumber.parse("1:3"));
    }

    @Test
    void packsLargeDeviceNumbers() {
        DeviceNumber large = new DeviceNumber(0x12345, 0x6789A);
        assertThat(DeviceNumber.unpack(large.pack())).isEqualTo(large);
        assertThat(new DeviceNumber(8, 1).pack()).isEqualTo(0x801);
    }

    private static void removeContent(Fd folder) throws LinuxException {
        for (DirectoryEntry entry : DirectoryCalls.list(folder)) {
            if (entry.type() == FileType.DIRECTORY) {
                try (Fd below = FileCalls.openat(folder, entry.name(), OpenFlags.DIRECTORY)) {
                    removeContent(below);
                }
                DirectoryCalls.rmdirat(folder, entry.name());
            } else {
                DirectoryCalls.unlinkat(folder, entry.name());
            }
        }
    }
}
