package org.openvss.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines of mountinfo as kernels print them. */
class MountTableTest {
    @Test
    void readsAllFields() {
        Mount mount =
                only(
                        "36 35 98:0 /mnt1 /mnt2 rw,noatime shared:7 master:1 - ext3 /dev/root"
                                + " rw,errors=continue\n");
        assertThat(mount)
                .isEqualTo(
                        new Mount(
                                36,
                                35,
                                98,
                                0,
                                "/mnt1",
                                "/mnt2",
                                List.of("rw", "noatime"),
                                List.of("shared:7", "master:1"),
                                "ext3",
                                "/dev/root",
                                List.of("rw", "errors=continue")));
        assertThat(mount.device()).hasToString("98:0");
        assertThat(mount.isShared()).isTrue();
        assertThat(mount.isReadOnly()).isFalse();
    }

    @Test
    void readsLinesWithoutOptionalFields() {
        Mount mount = only("1 0 7:300 / / ro - btrfs /dev/loop3 rw,subvol=/@");
        assertThat(mount.propagation()).isEmpty();
        assertThat(mount.isReadOnly()).isTrue();
        assertThat(mount.isSuperReadOnly()).isFalse();
        assertThat(mount.minor()).isEqualTo(300);
    }

    @Test
    void undoesEscapes() {
        Mount mount = only("1 0 7:3 /a\\011b /m\\040n\\012o\\134p\\043 rw - fuse.x so\\040urce rw");
        assertThat(mount.root()).isEqualTo("/a\tb");
        assertThat(mount.mountPoint()).isEqualTo("/m n\no\\p#");
        assertThat(mount.source()).isEqualTo("so urce");
    }

    @Test
    void keepsBytesThatAreNotText() {
        byte[] line =
                "1 0 7:3 / /m?n rw - ext4 /dev/loop3 rw\n".getBytes(StandardCharsets.US_ASCII);
        line[12] = (byte) 0xFF;
        assertThat(MountTable.parse(line).getFirst().mountPoint()).isEqualTo("/m\uDCFFn");
    }

    @Test
    void keepsAnEmptySource() {
        assertThat(only("1 0 0:3 / /x rw - tmpfs  rw,size=4k").source()).isEmpty();
    }

    @Test
    void readsSeveralLines() {
        byte[] lines =
                "1 0 7:3 / / rw - ext4 a rw\n2 1 7:4 / /b rw - xfs b rw\n"
                        .getBytes(StandardCharsets.US_ASCII);
        assertThat(MountTable.parse(lines)).extracting(Mount::id).containsExactly(1, 2);
    }

    @Test
    void refusesWhatIsNotMountinfo() {
        assertThatThrownBy(() -> only("/dev/root / ext4 rw 0 0"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void findsTheMountOfAnOpenFolder() throws Exception {
        try (Fd root = FileCalls.open("/", OpenFlags.DIRECTORY)) {
            Mount mount = MountTable.of(root).orElseThrow();
            assertThat(mount.mountPoint()).isEqualTo("/");
            assertThat(mount.device()).isEqualTo(AttributeCalls.fstat(root).device());
        }
    }

    @Test
    void tellsTheSubvolumeOfBtrfsAndNotTheFolderInIt() {
        Mount mount =
                only("1 0 0:30 /@a,b/folder /x rw - btrfs /dev/sda rw,subvolid=9,subvol=/@a,b");
        assertThat(mount.btrfsSubvolume()).hasValue("/@a,b");
        assertThat(only("1 0 7:3 / / rw - ext4 a rw").btrfsSubvolume()).isEmpty();
    }

    private static Mount only(String line) {
        List<Mount> mounts = MountTable.parse(line.getBytes(StandardCharsets.US_ASCII));
        assertThat(mounts).hasSize(1);
        return mounts.getFirst();
    }
}
