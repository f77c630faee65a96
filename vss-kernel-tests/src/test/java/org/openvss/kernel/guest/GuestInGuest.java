package org.openvss.kernel.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What all tests in a guest stand on: its kernel, its disks, LVM, and that it cannot harm us. */
class GuestInGuest {
    @Test
    void hasAnotherKernelWithTheDeviceMapper() throws Exception {
        assertThat(LvmDisks.run("uname", "-r"))
                .isEqualTo(LvmDisks.run("ls", "/usr/lib/uml/modules"));
        assertThat(LvmDisks.run("dmsetup", "targets"))
                .contains("snapshot-origin", "thin-pool", "flakey", "delay", "error");
    }

    @Test
    void cannotWriteToTheMachine() {
        Path target = Path.of("/etc/openvss-guest-was-here");
        assertThat(target.getParent()).exists();
        assertThat(Files.isWritable(target.getParent())).isFalse();
    }

    @Test
    void logicalVolumesOfBothKindsAreSnapshottedByLvm() throws Exception {
        try (LvmDisks disks = LvmDisks.open()) {
            disks.group("vg", "ubda", "ubdb");
            disks.pool("vg", "pool", "200M");
            String thin = disks.mount("ext4", disks.thin("vg", "pool", "thin", "300M"));
            String thick = disks.mount("xfs", disks.thick("vg", "thick", "310M"));
            Files.writeString(Path.of(thin, "a"), "a");
            Files.writeString(Path.of(thick, "b"), "b");

            LvmDisks.run("lvcreate", "-q", "-s", "-n", "thin-copy", "vg/thin");
            LvmDisks.run("lvcreate", "-q", "-s", "-L", "50M", "-n", "thick-copy", "vg/thick");

            assertThat(LvmDisks.run("lvs", "--noheadings", "-o", "lv_name", "vg").split("\\s+"))
                    .containsExactlyInAnyOrder("pool", "thin", "thick", "thin-copy", "thick-copy");
            assertThat(LvmDisks.run("dmsetup", "table", "vg-thick")).contains("snapshot-origin");
        }
        assertThat(LvmDisks.run("vgs", "--noheadings")).isEmpty();
        assertThat(LvmDisks.run("dmsetup", "ls")).isEqualTo("No devices found");
    }
}
