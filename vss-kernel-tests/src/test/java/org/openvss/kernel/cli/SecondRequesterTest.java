package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.BackupComponents;
import org.openvss.ShadowCopyContext;
import org.openvss.benchmarks.GuestType;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.LocalVssOptions;

/** One creation at a time on a machine, whatever the state folders are. */
class SecondRequesterTest {
    @TempDir private Path temp;

    @Test
    void isRefusedOrWaits() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            String other = temp.resolve("other-state").toString();
            LocalVssOptions options = LocalVssOptions.defaults().withFiles(other, null);
            try (LocalVss vss = LocalVss.open(options)) {
                CommandLine.Background waiting;
                try (BackupComponents session = vss.newBackupComponents()) {
                    session.initializeForBackup();
                    session.setContext(ShadowCopyContext.NAS_ROLLBACK, Set.of());
                    session.startSnapshotSet();

                    assertThat(stage.vss().run("create", stage.volume(0)).endedWith(1).err())
                            .startsWith("VSS_E_SNAPSHOT_SET_IN_PROGRESS (0x80042316): ")
                            .contains(Long.toString(ProcessHandle.current().pid()));
                    long begun = System.nanoTime();
                    stage.vss().run("create", "--wait=3", stage.volume(0)).endedWith(1);
                    assertThat(Duration.ofNanos(System.nanoTime() - begun))
                            .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
                    waiting = stage.vss().start(List.of("create", "--wait=100", stage.volume(0)));
                }
                try (waiting) {
                    waiting.waitFor().succeeded();
                }
            }
        }
    }
}
