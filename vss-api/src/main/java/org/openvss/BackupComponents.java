package org.openvss;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A requester's session: one backup, one restore or one query, then it is closed and never used
 * again; mirrors {@code IVssBackupComponents} with its versions Ex to Ex4.
 *
 * <p>Call order of a backup with writers: {@link #initializeForBackup}, {@link #setContext}, {@link
 * #setBackupState}, {@link #gatherWriterMetadata}, {@link #startSnapshotSet}, {@link
 * #addToSnapshotSet} for each volume, {@link #prepareForBackup}, {@link #doSnapshotSet}, {@link
 * #setBackupSucceeded}, {@link #backupComplete}, {@link #close}. Without writers, gathering,
 * preparing and completing are left out.
 *
 * <p>Unless a method says otherwise, it may throw {@code E_INVALIDARG}, {@code E_OUTOFMEMORY},
 * {@code E_ACCESSDENIED} (before anything is touched), {@code VSS_E_BAD_STATE} (the message names
 * the missing call) and {@code VSS_E_UNEXPECTED}. Objects are safe for use by one thread at a time;
 * {@link VssAsync#cancel} and {@link #abortBackup} may be called from any thread.
 */
public interface BackupComponents extends AutoCloseable {
    /**
     * Begins a backup or a query; once per object. Mirrors {@code InitializeForBackup(null)}.
     *
     * @throws VssException see above
     */
    void initializeForBackup() throws VssException;

    /**
     * Chooses what the copies are for; once, before a set is started. Mirrors {@code SetContext}.
     *
     * @param context the context; BACKUP if the method is never called
     * @param modifiers attributes to add: DIFFERENTIAL, PLEX, TRANSPORTABLE, NO_AUTORECOVERY,
     *     NOT_TRANSACTED, ROLLBACK_RECOVERY, TXF_RECOVERY
     * @throws VssException {@code E_INVALIDARG} for an illegal combination
     */
    void setContext(ShadowCopyContext context, Set<ShadowCopyAttribute> modifiers)
            throws VssException;

    /**
     * Describes the backup to the writers; required before {@link #prepareForBackup}. Mirrors
     * {@code SetBackupState}.
     *
     * @param state component mode, system state, backup type, partial files
     * @throws VssException {@code E_NOTIMPL} for component mode, which comes with the documents
     */
    void setBackupState(BackupState state) throws VssException;

    /**
     * Lets only some writer classes take part; before {@link #gatherWriterMetadata}, later without
     * effect. Mirrors {@code EnableWriterClasses}.
     *
     * @param writers the classes
     * @throws VssException see above
     */
    void enableWriterClasses(Collection<WriterId> writers) throws VssException;

    /**
     * Keeps some writer classes out; before {@link #gatherWriterMetadata}, later without effect.
     * Mirrors {@code DisableWriterClasses}.
     *
     * @param writers the classes
     * @throws VssException see above
     */
    void disableWriterClasses(Collection<WriterId> writers) throws VssException;

    /**
     * Keeps some writer instances out; before {@link #gatherWriterMetadata}, later without effect.
     * Mirrors {@code DisableWriterInstances}.
     *
     * @param writers the instances
     * @throws VssException see above
     */
    void disableWriterInstances(Collection<WriterInstanceId> writers) throws VssException;

    /**
     * Asks every enabled writer to identify itself; once per object. Writers that fail are absent.
     * Mirrors {@code GatherWriterMetadata}.
     *
     * @throws VssException see above
     */
    VssAsync<List<WriterMetadata>> gatherWriterMetadata() throws VssException;

    /**
     * Returns what the writers said; mirrors {@code GetWriterMetadataCount} and {@code
     * GetWriterMetadata}.
     *
     * @throws VssException {@code VSS_E_BAD_STATE} before the gathering has ended
     */
    List<WriterMetadata> getWriterMetadata() throws VssException;

    /**
     * Forgets what the writers said; mirrors {@code FreeWriterMetadata}.
     *
     * @throws VssException see above
     */
    void freeWriterMetadata() throws VssException;

    /**
     * Asks for the state of every writer; mirrors {@code GatherWriterStatus}.
     *
     * @throws VssException see above
     */
    VssAsync<List<WriterStatus>> gatherWriterStatus() throws VssException;

    /**
     * Returns the states as they were gathered last; mirrors {@code GetWriterStatusCount} and
     * {@code GetWriterStatus(Ex)}.
     *
     * @throws VssException {@code VSS_E_BAD_STATE} before a gathering has ended
     */
    List<WriterStatus> getWriterStatus() throws VssException;

    /**
     * Forgets the gathered states; mirrors {@code FreeWriterStatus}.
     *
     * @throws VssException see above
     */
    void freeWriterStatus() throws VssException;

    /**
     * Starts an empty set and takes the machine-wide creation lock; mirrors {@code
     * StartSnapshotSet}.
     *
     * @throws VssException {@code VSS_E_SNAPSHOT_SET_IN_PROGRESS} if another set is being created
     */
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
    ShadowCopyId addToSnapshotSet(String volume, @Nullable ProviderId provider) throws VssException;

    /**
     * Tells whether a volume could be added, ignoring momentary limits; mirrors {@code
     * IsVolumeSupported}.
     *
     * @param provider the provider to ask, or null for any
     * @param volume as for {@link #addToSnapshotSet}
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}, {@code VSS_E_PROVIDER_NOT_REGISTERED}
     */
    boolean isVolumeSupported(@Nullable ProviderId provider, String volume) throws VssException;

    /**
     * Tells whether a volume has shadow copies; mirrors {@code IsVolumeSnapshotted}.
     *
     * @param volume as for {@link #addToSnapshotSet}
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    boolean isVolumeSnapshotted(String volume) throws VssException;

    /**
     * Tells the writers that a backup is prepared; mirrors {@code PrepareForBackup}. Needs a
     * context with writers.
     *
     * @throws VssException see above
     */
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
    VssAsync<ShadowCopySet> doSnapshotSet() throws VssException;

    /**
     * Records whether everything was saved, for the writers that learn it at {@link
     * #backupComplete}. Outside component mode there is one flag for the session; an extension of
     * {@code SetBackupSucceeded}, which needs a component.
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
    VssAsync<List<WriterStatus>> backupComplete() throws VssException;

    /**
     * Ends a backup that failed; ignored if none is under way. Mirrors {@code AbortBackup}.
     *
     * @throws VssException {@code VSS_E_BAD_STATE} before initialisation
     */
    void abortBackup() throws VssException;

    /**
     * Returns a copy that is completely made; mirrors {@code GetSnapshotProperties}.
     *
     * @param copy the copy
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    ShadowCopy getSnapshotProperties(ShadowCopyId copy) throws VssException;

    /**
     * Returns the completed copies of the current context, all copies in {@link
     * ShadowCopyContext#ALL}; mirrors {@code Query} with {@code VSS_OBJECT_SNAPSHOT}.
     *
     * @throws VssException see above
     */
    List<ShadowCopy> querySnapshots() throws VssException;

    /**
     * Returns the completed sets of the current context, all sets in {@link ShadowCopyContext#ALL};
     * an extension: VSS only lists copies.
     *
     * @throws VssException see above
     */
    List<ShadowCopySet> querySnapshotSets() throws VssException;

    /**
     * Returns the registered providers in their order of choice; mirrors {@code Query} with {@code
     * VSS_OBJECT_PROVIDER}.
     *
     * @throws VssException see above
     */
    List<ProviderInfo> queryProviders() throws VssException;

    /**
     * Deletes a set, copy after copy; stops at the first that cannot be deleted. Mirrors {@code
     * DeleteSnapshots} with {@code VSS_OBJECT_SNAPSHOT_SET}.
     *
     * @param set the set
     * @param force whether to delete copies that are in use
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    DeleteResult deleteSnapshotSet(ShadowCopySetId set, boolean force) throws VssException;

    /**
     * Deletes one copy; the set goes with its last copy. Mirrors {@code DeleteSnapshots} with
     * {@code VSS_OBJECT_SNAPSHOT}.
     *
     * @param copy the copy
     * @param force whether to delete it although it is in use
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    DeleteResult deleteSnapshot(ShadowCopyId copy, boolean force) throws VssException;

    /**
     * Shows a copy read-only at a folder; mirrors {@code ExposeSnapshot} with {@code
     * VSS_VOLSNAP_ATTR_EXPOSED_LOCALLY}.
     *
     * @param copy a persistent copy that is not client-accessible
     * @param folder an existing empty folder, absolute
     * @return the folder at which it is exposed
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}, {@code VSS_E_BAD_STATE} if it is exposed
     *     already, {@code VSS_E_UNSUPPORTED_CONTEXT}, {@code VSS_E_PROVIDER_VETO}
     */
    String exposeSnapshot(ShadowCopyId copy, String folder) throws VssException;

    /**
     * Takes an exposure back; mirrors {@code IVssBackupComponentsEx2::UnexposeSnapshot}.
     *
     * @param copy the copy
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}, also if it is not exposed
     */
    void unexposeSnapshot(ShadowCopyId copy) throws VssException;

    /**
     * Reverts the original volume to a persistent copy; cannot be cancelled or undone. Mirrors
     * {@code RevertToSnapshot}.
     *
     * @param copy the copy
     * @param forceDismount whether to dismount a volume that is in use
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}, {@code VSS_E_UNSUPPORTED_CONTEXT},
     *     {@code VSS_E_VOLUME_IN_USE}, {@code VSS_E_REVERT_IN_PROGRESS}, {@code E_NOTIMPL}
     */
    void revertToSnapshot(ShadowCopyId copy, boolean forceDismount) throws VssException;

    /**
     * Returns the id of this session, which writers see as well; mirrors {@code
     * IVssBackupComponentsEx3::GetSessionId}.
     *
     * @throws VssException see above
     */
    SessionId getSessionId() throws VssException;

    /**
     * Ends the session: undoes a set in progress, tells the writers (BackupShutdown), deletes
     * auto-release copies. Can be repeated. Mirrors releasing the object.
     *
     * @throws VssException what could not be cleaned up
     */
    @Override
    void close() throws VssException;
}
