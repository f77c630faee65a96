package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.BackupComponents;
import org.openvss.ShadowCopyContext;
import org.openvss.VssException;
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
                            .contains("process " + ProcessHandle.current().pid())
                            .containsPattern("began \\d+ s ago")
                            .contains("--wait");
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

    /** Every command clears up at its start, and so holds the lock: nobody is refused for that. */
    @Test
    void commandsThatOnlyLookRefuseNobody() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            LocalVssOptions options =
                    LocalVssOptions.defaults().withFiles(stage.vss().state().toString(), null);
            AtomicBoolean ended = new AtomicBoolean();
            Thread looking =
                    Thread.ofPlatform()
                            .start(() -> {
                                while (!ended.get()) {
                                    try (LocalVss vss = LocalVss.open(options)) {
                                        assertThat(vss.notices()).isEmpty();
                                    } catch (VssException e) {
                                        throw new AssertionError(e);
                                    }
                                }
                            });
            try {
                for (int number = 0; number < 3; number++) {
                    stage.vss().run("create", stage.volume(0)).succeeded();
                }
            } finally {
                ended.set(true);
                looking.join();
            }
        }
    }
}
