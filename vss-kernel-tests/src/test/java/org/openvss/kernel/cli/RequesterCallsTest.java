package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.BackupComponents;
import org.openvss.BackupState;
import org.openvss.HResult;
import org.openvss.ShadowCopyContext;
import org.openvss.VssAsync;
import org.openvss.VssException;
import org.openvss.benchmarks.Freezing;
import org.openvss.benchmarks.GuestType;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.LocalVssOptions;
import org.openvss.linux.Fd;

/** Calls in the wrong order, on real volumes: the missing call is named and nothing is left. */
class RequesterCallsTest {
    @TempDir private Path temp;
    private LocalVssOptions options = LocalVssOptions.defaults();

    @BeforeEach
    void choose() {
        options = LocalVssOptions.defaults().withFiles(temp.resolve("state").toString(), null);
    }

    private static void assertBadState(String missing, ThrowingCallable call) {
        VssException failure = catchThrowableOfType(VssException.class, call);
        assertThat(Objects.requireNonNull(failure).code()).isEqualTo(HResult.VSS_E_BAD_STATE);
        assertThat(failure.sentence()).contains(missing);
    }

    @Test
    void theMissingCallIsNamed() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4);
                LocalVss vss = LocalVss.open(options);
                BackupComponents session = vss.newBackupComponents()) {
            String volume = stage.volume(0);
            assertBadState("initializeForBackup", session::startSnapshotSet);
            session.initializeForBackup();
            session.setContext(ShadowCopyContext.APP_ROLLBACK, Set.of());
            assertBadState("startSnapshotSet", () -> session.addToSnapshotSet(volume, null));
            session.startSnapshotSet();
            assertBadState("setBackupState", session::prepareForBackup);
            session.setBackupState(BackupState.ofVolumes());
            assertBadState("gatherWriterMetadata", session::prepareForBackup);
            session.gatherWriterMetadata().waitFor();
            session.addToSnapshotSet(volume, null);
            assertBadState("prepareForBackup", session::doSnapshotSet);
            assertBadState("doSnapshotSet", session::backupComplete);
            session.abortBackup();
            assertBadState("aborted", () -> session.addToSnapshotSet(volume, null));
            stage.assertClean();
        }
    }

    @Test
    void anEmptySet() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4);
                LocalVss vss = LocalVss.open(options)) {
            try (BackupComponents session = vss.newBackupComponents()) {
                session.initializeForBackup();
                session.setContext(ShadowCopyContext.NAS_ROLLBACK, Set.of());
                session.startSnapshotSet();
                assertBadState("empty", session::doSnapshotSet);
            }
            stage.assertClean();
        }
    }

    /** The failure of the set is no failure of the call: it comes through queryStatus. */
    @Test
    void whatFailsAfterTheCallComesThroughQueryStatus() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4);
                LocalVss vss = LocalVss.open(options);
                BackupComponents session = vss.newBackupComponents()) {
            session.initializeForBackup();
            session.setContext(ShadowCopyContext.NAS_ROLLBACK, Set.of());
            session.startSnapshotSet();
            session.addToSnapshotSet(stage.volume(0), null);
            try (Fd root = Freezing.openRoot(stage.volumes().volumes().get(0))) {
                Freezing.freeze(root);
                VssAsync<?> async = session.doSnapshotSet();
                async.waitFor();
                Freezing.thaw(root);
                assertThat(async.queryStatus()).isEqualTo(HResult.VSS_E_FLUSH_WRITES_TIMEOUT);
                VssException failure = catchThrowableOfType(VssException.class, async::result);
                assertThat(Objects.requireNonNull(failure).residue()).isEmpty();
            }
            stage.assertClean();
        }
    }
}
