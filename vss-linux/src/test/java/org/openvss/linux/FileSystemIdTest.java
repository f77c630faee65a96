package org.openvss.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Superblocks as the tools of the file systems write them; needs no privilege. */
class FileSystemIdTest {
    private static final String UUID = "8d2a6f6a-91f9-4d6a-a5a6-0123456789ab";
    private static final long MEBIBYTE = 1 << 20;

    @TempDir Path folder;

    @Test
    void knowsExtFileSystems() throws LinuxException {
        assertThat(read(64, "mkfs.ext4", "-q", "-U", UUID))
                .isEqualTo(new FileSystemId("ext4", UUID, false, 1));
        assertThat(read(64, "mkfs.ext3", "-q", "-U", UUID))
                .isEqualTo(new FileSystemId("ext3", UUID, false, 1));
        assertThat(read(64, "mkfs.ext2", "-q", "-U", UUID))
                .isEqualTo(new FileSystemId("ext2", UUID, false, 1));
    }

    @Test
    void knowsExt4WithoutAJournal() throws LinuxException {
        assertThat(read(64, "mkfs.ext4", "-q", "-U", UUID, "-O", "^has_journal"))
                .isEqualTo(new FileSystemId("ext4", UUID, false, 1));
    }

    @Test
    void knowsXfs() throws LinuxException {
        assertThat(read(512, "mkfs.xfs", "-q", "-f", "-m", "uuid=" + UUID))
                .isEqualTo(new FileSystemId("xfs", UUID, false, 1));
    }

    @Test
    void seesThatXfsHasItsLogElsewhere() throws LinuxException {
        String log = RealDevices.image(folder, "log", 128 * MEBIBYTE);
        FileSystemId id =
                read(
                        512,
                        "mkfs.xfs",
                        "-q",
                        "-f",
                        "-m",
                        "uuid=" + UUID,
                        "-l",
                        "logdev=" + log + ",size=64m");
        assertThat(id.hasExternalLog()).isTrue();
    }

    @Test
    void knowsBtrfs() throws LinuxException {
        assertThat(read(256, "mkfs.btrfs", "-q", "-f", "-U", UUID))
                .isEqualTo(new FileSystemId("btrfs", UUID, false, 1));
    }

    @Test
    void knowsTheFileSystemInsideAPartition() throws LinuxException {
        String inner =
                RealDevices.image(folder, "inner", 64 * MEBIBYTE, "mkfs.ext4", "-q", "-U", UUID);
        String outer = RealDevices.image(folder, "outer", 80 * MEBIBYTE);
        try (Fd from = FileCalls.open(inner, OpenFlags.READ_ONLY);
                Fd to = FileCalls.open(outer, OpenFlags.READ_WRITE)) {
            assertThat(FileCalls.copyFileRange(from, 0, to, MEBIBYTE, MEBIBYTE))
                    .isEqualTo(MEBIBYTE);
            assertThat(FileSystemId.read(to)).isEmpty();
            assertThat(FileSystemId.read(to, MEBIBYTE)).get().returns(UUID, FileSystemId::uuid);
        }
    }

    @Test
    void seesThatExt4HasItsJournalElsewhere() {
        byte[] start = new byte[70_000];
        start[1024 + 0x38] = 0x53;
        start[1024 + 0x39] = (byte) 0xEF;
        start[1024 + 0x5C] = 0x4;
        assertThat(FileSystemId.parse(start)).get().returns(true, FileSystemId::hasExternalLog);
        start[1024 + 0xE0] = 8;
        assertThat(FileSystemId.parse(start)).get().returns(false, FileSystemId::hasExternalLog);
    }

    @Test
    void anythingElseHasNoName() {
        assertThat(FileSystemId.parse(new byte[70_000])).isEmpty();
        assertThat(FileSystemId.parse(new byte[10])).isEmpty();
    }

    private FileSystemId read(long mebibytes, String... formatter) throws LinuxException {
        String path = RealDevices.image(folder, formatter[0], mebibytes * MEBIBYTE, formatter);
        try (Fd image = FileCalls.open(path, OpenFlags.READ_ONLY)) {
            return FileSystemId.read(image).orElseThrow();
        }
    }
}
