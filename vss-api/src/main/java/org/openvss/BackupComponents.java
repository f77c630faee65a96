package org.openvss;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A requester's session: one backup, one restore or one query, then it is closed and never used
 * again; mirrors {@code IVssBackupComponents} with its versions Ex to Ex4.
 *
 * <p>Call order of a backup with writers: {@link #initializeForBackup}, {@link #setContext}, {@link
 * #setBackupState}, {@link #gatherWriterMetadata}, in component mode {@link #addComponent}, {@link
 * #startSnapshotSet}, {@link #addToSnapshotSet} for each volume, {@link #prepareForBackup}, {@link
 * #doSnapshotSet}, {@link #setBackupSucceeded}, {@link #backupComplete}, {@link #close}. Without
 * writers, gathering, preparing and completing are left out.
 *
 * <p>Unless a method says otherwise, it may throw {@code E_INVALIDARG}, {@code E_OUTOFMEMORY},
 * {@code E_ACCESSDENIED} (before anything is touched), {@code VSS_E_BAD_STATE} (the message names
 * the missing call) and {@code VSS_E_UNEXPECTED}. Objects are safe for use by one thread at a time;
 * {@link VssAsync#cancel} and {@link #abortBackup} may be called from any thread.
 *
 * <p>The calls that every session needs in this order stand here; the rest has been sorted into
 * {@link WriterSelection}, {@link ComponentSelection}, {@link CopyOperations}, {@link
 * RestoreOperations} and {@link TransportOperations}.
 */
@Mirrors({
    "IVssBackupComponents",
    "IVssBackupComponentsEx",
    "IVssBackupComponentsEx2",
    "IVssBackupComponentsEx3",
    "IVssBackupComponentsEx4"
})
public interface BackupComponents
        extends WriterSelection,
                ComponentSelection,
                CopyOperations,
                RestoreOperations,
                TransportOperations,
                AutoCloseable {
    /**
     * Begins a backup or a query; once per object. Mirrors {@code InitializeForBackup(null)}.
     *
     * @throws VssException see above
     */
    @Mirrors("IVssBackupComponents::InitializeForBackup")
    void initializeForBackup() throws VssException;

    /**
     * Chooses what the copies are for; once, before a set is started. Mirrors {@code SetContext}.
     *
     * @param context the context; BACKUP if the method is never called
     * @param modifiers attributes to add: DIFFERENTIAL, PLEX, TRANSPORTABLE, NO_AUTORECOVERY,
     *     NOT_TRANSACTED, ROLLBACK_RECOVERY, TXF_RECOVERY
     * @throws VssException {@code E_INVALIDARG} for an illegal combination
     */
    @Mirrors("IVssBackupComponents::SetContext")
    void setContext(ShadowCopyContext context, Set<ShadowCopyAttribute> modifiers)
            throws VssException;

    /**
     * Describes the backup to the writers; required before {@link #prepareForBackup}. Mirrors
     * {@code SetBackupState}.
     *
     * @param state component mode, system state, backup type, partial files
     * @throws VssException {@code VSS_E_BAD_STATE} also if component mode is given up although
     *     components were added
     */
    @Mirrors("IVssBackupComponents::SetBackupState")
    void setBackupState(BackupState state) throws VssException;

    /**
     * Starts an empty set and takes the machine-wide creation lock; mirrors {@code
     * StartSnapshotSet}.
     *
     * @throws VssException {@code VSS_E_SNAPSHOT_SET_IN_PROGRESS} if another set is being created
     */
    @Mirrors("IVssBackupComponents::StartSnapshotSet")
    ShadowCopySetId startSnapshotSet() throws VssException;

    /**
     * Adds a volume and chooses its provider; mirrors {@code AddToSnapshotSet}.
     *
     * @param volume mount point, device, UUID, or an existing folder below a mount point
     * @param provider the provider to use, or null for the first that takes the volume
     * @return id of the copy to be made
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}, {@code VSS_E_OBJECT_ALREADY_EXISTS},
     *     {@code VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED}, {@code
     *     VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED}, {@code VSS_E_NESTED_VOLUME_LIMIT}, {@code
     *     VSS_E_PROVIDER_NOT_REGISTERED}, {@code VSS_E_VOLUME_NOT_SUPPORTED}, {@code
     *     VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER}, {@code VSS_E_PROVIDER_VETO}, {@code
     *     VSS_E_UNEXPECTED_PROVIDER_ERROR}
     */
    @Mirrors("IVssBackupComponents::AddToSnapshotSet")
    ShadowCopyId addToSnapshotSet(String volume, @Nullable ProviderId provider) throws VssException;

    /**
     * Tells whether a volume could be added, ignoring momentary limits; mirrors {@code
     * IsVolumeSupported}.
     *
     * @param provider the provider to ask, or null for any
     * @param volume as for {@link #addToSnapshotSet}
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}, {@code VSS_E_PROVIDER_NOT_REGISTERED}
     */
    @Mirrors("IVssBackupComponents::IsVolumeSupported")
    boolean isVolumeSupported(@Nullable ProviderId provider, String volume) throws VssException;

    /**
     * Tells the writers that a backup is prepared; mirrors {@code PrepareForBackup}. Needs a
     * context with writers.
     *
     * @throws VssException see above
     */
    @Mirrors("IVssBackupComponents::PrepareForBackup")
    VssAsync<List<WriterStatus>> prepareForBackup() throws VssException;

    /**
     * Commits all shadow copies of the set simultaneously; mirrors {@code DoSnapshotSet}.
     *
     * <p>The call itself only answers {@code E_ACCESSDENIED}, {@code E_OUTOFMEMORY}, {@code
     * VSS_E_BAD_STATE} and {@code VSS_E_UNEXPECTED}; everything else comes through {@link
     * VssAsync#queryStatus}. Failures of writers do not fail the operation: read them with {@link
     * #gatherWriterStatus} or from the set.
     *
     * @throws VssException see above
     */
    @Mirrors("IVssBackupComponents::DoSnapshotSet")
    VssAsync<ShadowCopySet> doSnapshotSet() throws VssException;

    /**
     * Records whether everything was saved, for the writers that learn it at {@link
     * #backupComplete}. Outside component mode there is one flag for the session, in component mode
     * it goes to every component; an extension of {@code SetBackupSucceeded}, which needs one.
     *
     * @param succeeded whether the backup of the copies succeeded
     * @throws VssException {@code VSS_E_BAD_STATE} before doSnapshotSet has succeeded
     */
    void setBackupSucceeded(boolean succeeded) throws VssException;

    /**
     * Tells the writers that the copies have been saved; mirrors {@code BackupComplete}.
     *
     * @throws VssException see above
     */
    @Mirrors("IVssBackupComponents::BackupComplete")
    VssAsync<List<WriterStatus>> backupComplete() throws VssException;

    /**
     * Ends a backup that failed; ignored if none is under way. Mirrors {@code AbortBackup}.
     *
     * @throws VssException {@code VSS_E_BAD_STATE} before initialisation
     */
    @Mirrors("IVssBackupComponents::AbortBackup")
    void abortBackup() throws VssException;

    /**
     * Returns the id of this session, which writers see as well; mirrors {@code
     * IVssBackupComponentsEx3::GetSessionId}.
     *
     * @throws VssException see above
     */
    @Mirrors("IVssBackupComponentsEx3::GetSessionId")
    SessionId getSessionId() throws VssException;

    /**
     * Returns where a path begins and how its volume is named; mirrors {@code
     * GetRootAndLogicalPrefixPaths}.
     *
     * @param path a local path or one on a share
     * @param fullyQualified whether shares are named with the full name of their machine
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    @Mirrors(
            value = "IVssBackupComponentsEx4::GetRootAndLogicalPrefixPaths",
            arrivesWith = Part.TRANSPORT)
    default PrefixPaths getRootAndLogicalPrefixPaths(String path, boolean fullyQualified)
            throws VssException {
        throw Part.TRANSPORT.missing("GetRootAndLogicalPrefixPaths");
    }

    /**
     * Ends the session: undoes a set in progress, tells the writers (BackupShutdown), deletes
     * auto-release copies. Can be repeated. Mirrors releasing the object.
     *
     * @throws VssException what could not be cleaned up
     */
    @Override
    void close() throws VssException;
}
