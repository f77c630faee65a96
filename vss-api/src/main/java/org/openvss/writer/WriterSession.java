package org.openvss.writer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openvss.BackupState;
import org.openvss.BackupType;
import org.openvss.Mirrors;
import org.openvss.RestoreType;
import org.openvss.SessionId;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;

/**
 * What a writer may know of the session that an event belongs to; mirrors the protected helpers of
 * {@code CVssWriter}.
 *
 * @param sessionId the requester's session ({@code GetSessionId})
 * @param setId the set being made, or null if none is ({@code GetCurrentSnapshotSetId})
 * @param context what it is made for ({@code GetContext})
 * @param volumes volumes of the set ({@code GetCurrentVolumeArray}); empty before it is built
 * @param backupState what the requester said of its backup, or null before it did
 * @param restoreType kind of the restore ({@code GetRestoreType}); UNDEFINED unless the requester
 *     said it
 * @param components the writer's own components in the Backup Components Document, in the events
 *     that may see them: PrepareForBackup, PostSnapshot, BackupComplete, PreRestore and
 *     PostRestore; null in all others, and whenever the requester is not in component mode
 */
public record WriterSession(
        @Mirrors("CVssWriterEx2::GetSessionId") SessionId sessionId,
        @Mirrors("CVssWriter::GetCurrentSnapshotSetId") @Nullable ShadowCopySetId setId,
        @Mirrors("CVssWriter::GetContext") ShadowCopyContext context,
        @Mirrors("CVssWriter::GetCurrentVolumeArray") List<Volume> volumes,
        @Nullable BackupState backupState,
        @Mirrors("CVssWriter::GetRestoreType") RestoreType restoreType,
        @Nullable List<ComponentNotes> components) {
    /** Copies the lists. */
    public WriterSession {
        volumes = List.copyOf(volumes);
        components = components == null ? null : List.copyOf(components);
    }

    /**
     * Describes a session without access to components.
     *
     * @param sessionId as in the record
     * @param setId as in the record
     * @param context as in the record
     * @param volumes as in the record
     * @param backupState as in the record
     */
    public WriterSession(
            SessionId sessionId,
            @Nullable ShadowCopySetId setId,
            ShadowCopyContext context,
            List<Volume> volumes,
            @Nullable BackupState backupState) {
        this(sessionId, setId, context, volumes, backupState, RestoreType.UNDEFINED, null);
    }

    /**
     * Describes a session whose requester has said nothing of its backup.
     *
     * @param sessionId as in the record
     * @param setId as in the record
     * @param context as in the record
     * @param volumes as in the record
     */
    public WriterSession(
            SessionId sessionId,
            @Nullable ShadowCopySetId setId,
            ShadowCopyContext context,
            List<Volume> volumes) {
        this(sessionId, setId, context, volumes, null);
    }

    /**
     * Returns the same session with access to components.
     *
     * @param notes the writer's own components
     */
    public WriterSession withComponents(List<ComponentNotes> notes) {
        return new WriterSession(
                sessionId, setId, context, volumes, backupState, restoreType, notes);
    }

    /** Returns the kind of the backup, UNDEFINED before the requester said it. */
    @Mirrors("CVssWriter::GetBackupType")
    public BackupType backupType() {
        return backupState == null ? BackupType.UNDEFINED : backupState.backupType();
    }

    /** Tells whether the requester chooses single components. */
    @Mirrors("CVssWriter::AreComponentsSelected")
    public boolean areComponentsSelected() {
        return backupState != null && backupState.selectComponents();
    }

    /** Tells whether a bootable system state is saved. */
    @Mirrors("CVssWriter::IsBootableSystemStateBackedUp")
    public boolean isBootableSystemStateBackedUp() {
        return backupState != null && backupState.bootableSystemState();
    }

    /** Tells whether the requester can save parts of files. */
    @Mirrors("CVssWriter::IsPartialFileSupportEnabled")
    public boolean isPartialFileSupportEnabled() {
        return backupState != null && backupState.partialFileSupport();
    }
}
