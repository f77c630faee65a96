package org.openvss.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.linux.OpenForWriting.Seen;

class OpenForWritingTest {
    private static final int OWN_PID = (int) ProcessHandle.current().pid();

    @TempDir private Path folder;
    private Path file;
    private DeviceNumber superblock;

    @BeforeEach
    void makeFile() throws Exception {
        file = Files.writeString(folder.resolve("file"), "content");
        try (Fd open = FileCalls.open(file.toString(), OpenFlags.READ_ONLY)) {
            Mount mount = MountTable.of(open).orElseThrow();
            superblock = new DeviceNumber(mount.major(), mount.minor());
        }
    }

    @Test
    void findsAFileThatIsOpenForWritingHereOnly() throws Exception {
        // Others write to this file system too, so only the name of the file tells.
        try (Fd open = FileCalls.open(file.toString(), OpenFlags.WRITE_ONLY | OpenFlags.APPEND)) {
            assertThat(open.isOpen()).isTrue();
            assertThat(filesOf(Set.of(superblock))).contains(file.toString());
            assertThat(filesOf(Set.of(new DeviceNumber(0xFFF, 1)))).isEmpty();
        }
        assertThat(filesOf(Set.of(superblock))).doesNotContain(file.toString());
    }

    @Test
    void doesNotCountReaders() throws Exception {
        try (Fd open = FileCalls.open(file.toString(), OpenFlags.READ_ONLY);
                Fd handle = FileCalls.open(file.toString(), OpenFlags.PATH | 2)) {
            assertThat(open.isOpen() && handle.isOpen()).isTrue();
            assertThat(filesOf(Set.of(superblock))).doesNotContain(file.toString());
        }
    }

    @Test
    void findsAMappingWhoseFileIsClosed() throws Exception {
        ByteBuffer mapping;
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            mapping = channel.map(FileChannel.MapMode.READ_WRITE, 0, 7);
        }
        assertThat(filesOf(Set.of(superblock))).contains(file.toString());
        mapping.put(0, (byte) 'C');
    }

    @Test
    void passesOverKnownGroupsButCountsTheirProcesses() throws Exception {
        try (Fd open = FileCalls.open(file.toString(), OpenFlags.READ_WRITE)) {
            assertThat(open.isOpen()).isTrue();
            List<Seen> seen = new OpenForWriting(Set.of(superblock)).look(group -> true);
            assertThat(seen).noneMatch(Seen::isWriter);
            assertThat(seen).anySatisfy(one -> assertThat(one.pid()).isEqualTo(OWN_PID));
        }
    }

    @Test
    void readsMappings() {
        byte[] maps =
                """
                7f00-7f01 rw-p 00000000 08:01 12 /data/private
                7f01-7f02 r--s 00000000 08:01 12 /data/read only
                7f02-7f03 rw-s 00001000 00:2a 12                         /data/a b
                7f03-7f04 rw-s 00000000 00:01 99                         /memfd:x (deleted)
                7f04-7f05 rw-s 00000000 00:00 0
                7ffe-7fff rw-p 00000000 00:00 0                          [stack]
                """
                        .getBytes(StandardCharsets.US_ASCII);
        assertThat(ProcText.sharedWritable(maps, maps.length))
                .containsExactly(
                        new ProcText.Mapping("7f02-7f03", new DeviceNumber(0, 0x2a), "/data/a b"),
                        new ProcText.Mapping(
                                "7f03-7f04", new DeviceNumber(0, 1), "/memfd:x (deleted)"));
    }

    @Test
    void readsWhatADescriptorIs() {
        String info = "pos:\t0\nflags:\t0102001\nmnt_id:\t31\nino:\t5\n";
        assertThat(ProcText.number(info, "flags:", 8)).isEqualTo(0102001);
        assertThat(ProcText.number(info, "mnt_id:", 10)).isEqualTo(31);
        assertThat(ProcText.number(info, "lock:", 10)).isEqualTo(-1);
    }

    /** Looks until a file of ours is the one that is named, closing nothing in between. */
    private List<String> filesOf(Set<DeviceNumber> superblocks) throws LinuxException {
        return new OpenForWriting(superblocks)
                .look(group -> false).stream()
                        .filter(seen -> seen.pid() == OWN_PID && seen.isWriter())
                        .map(OpenForWritingTest::file)
                        .toList();
    }

    private static String file(Seen seen) {
        @Nullable String file = seen.file();
        return file == null ? "" : file;
    }
}
