package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.ScratchFiles;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.OpenFlags;

/** The original becomes again what the copy shows. */
class RevertTest {
    @TempDir private Path temp;

    @Test
    void revertsAVolumeThatNobodyUses() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            String copy =
                    stage.vss()
                            .run("create", stage.volume(0), "--json")
                            .succeeded()
                            .json()
                            .get("shadowCopies")
                            .get(0)
                            .get("id")
                            .asString();
            ScratchFiles.write(stage.volume(0), "hello", "a mistake");
            String file = stage.volume(0) + "/hello";
            try (Fd _ = FileCalls.open(file, OpenFlags.READ_ONLY)) {
                assertThat(stage.vss().run("revert", copy).endedWith(1).err())
                        .startsWith("VSS_E_VOLUME_IN_USE (0x8004231d): ");
                assertThat(ScratchFiles.read(stage.volume(0), "hello")).isEqualTo("a mistake");
            }
            stage.vss().run("revert", copy).succeeded();
            assertThat(ScratchFiles.read(stage.volume(0), "hello")).isEqualTo("hello");
        }
    }
}
