package org.openvss.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openvss.BackupState;
import org.openvss.BackupType;
import org.openvss.HResult;
import org.openvss.SessionId;
import org.openvss.ShadowCopyContext;

/** What writers are told, and which failures they may report. */
class WriterContractTypesTest {
    @Test
    void writersFailWithTheCodesThatVssAllowsThem() {
        Set<HResult> allowed =
                EnumSet.of(
                        HResult.VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT,
                        HResult.VSS_E_WRITERERROR_OUTOFRESOURCES,
                        HResult.VSS_E_WRITERERROR_TIMEOUT,
                        HResult.VSS_E_WRITERERROR_RETRYABLE,
                        HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        HResult.VSS_E_WRITERERROR_PARTIAL_FAILURE);
        for (HResult code : HResult.values()) {
            if (allowed.contains(code)) {
                assertThat(new WriterException(code, "why").code()).isEqualTo(code);
            } else {
                assertThatIllegalArgumentException()
                        .as(code.name())
                        .isThrownBy(() -> new WriterException(code, "why"));
            }
        }
    }

    @Test
    void aSessionSaysWhatTheRequesterSaidOfItsBackup() {
        WriterSession silent =
                new WriterSession(SessionId.random(), null, ShadowCopyContext.BACKUP, List.of());
        assertThat(silent.backupType()).isEqualTo(BackupType.UNDEFINED);
        assertThat(silent.areComponentsSelected()).isFalse();
        assertThat(silent.isBootableSystemStateBackedUp()).isFalse();
        assertThat(silent.isPartialFileSupportEnabled()).isFalse();
        WriterSession told =
                new WriterSession(
                        silent.sessionId(),
                        null,
                        ShadowCopyContext.BACKUP,
                        List.of(),
                        new BackupState(true, true, BackupType.LOG, true));
        assertThat(told.backupType()).isEqualTo(BackupType.LOG);
        assertThat(told.areComponentsSelected()).isTrue();
        assertThat(told.isBootableSystemStateBackedUp()).isTrue();
        assertThat(told.isPartialFileSupportEnabled()).isTrue();
    }
}
