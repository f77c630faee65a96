package org.openvss.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;

class FileSystemKindsTest {
    private static Mount mount(String device, String type, String source, String options) {
        String line =
                "36 35 " + device + " / /m rw shared:1 - " + type + " " + source + " " + options;
        return MountTable.parse(line.getBytes(StandardCharsets.UTF_8)).getFirst();
    }

    @Test
    void fileSystemsOnBlockDevicesAreVolumes() {
        assertThat(FileSystemKinds.isVolume(mount("7:3", "ext4", "/dev/loop3", "rw"))).isTrue();
        assertThat(FileSystemKinds.isVolume(mount("0:45", "btrfs", "/dev/sdb", "rw"))).isTrue();
    }

    @Test
    void programsAndOtherMachinesAreNeverTouched() {
        for (Mount mount :
                new Mount[] {
                    mount("0:50", "fuse.sshfs", "host:/", "rw"),
                    mount("7:3", "fuseblk", "/dev/loop3", "rw"),
                    mount("0:51", "nfs4", "host:/x", "rw")
                }) {
            assertThat(FileSystemKinds.isVolume(mount)).isFalse();
            assertThat(FileSystemKinds.answersByItself(mount)).isFalse();
            assertThat(FileSystemKinds.remedy(mount)).isNotEmpty();
        }
    }

    @Test
    void theRefusalOfAnOverlayNamesItsUpperFolder() {
        Mount overlay =
                mount("0:52", "overlay", "overlay", "rw,lowerdir=/l,upperdir=/u,workdir=/w");
        assertThat(FileSystemKinds.refusal("/m/x", overlay).getMessage())
                .startsWith("VSS_E_VOLUME_NOT_SUPPORTED (0x8004230c): '/m/x'")
                .contains("upper folder /u");
    }

    @Test
    void onlyMadeUpFileSystemsAreLeftOutOfTheList() {
        assertThat(FileSystemKinds.isMadeUp(mount("0:5", "proc", "proc", "rw"))).isTrue();
        assertThat(FileSystemKinds.isMadeUp(mount("0:6", "tmpfs", "tmpfs", "rw"))).isFalse();
        assertThat(FileSystemKinds.isMadeUp(mount("8:1", "xfs", "/dev/sda1", "rw"))).isFalse();
    }
}
