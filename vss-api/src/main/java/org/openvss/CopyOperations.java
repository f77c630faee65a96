package org.openvss;

import java.util.List;
import java.util.Set;

/**
 * The part of a session that looks at copies that exist, shows, deletes and reverts them. Part of
 * {@link BackupComponents}, where the common errors are described.
 */
public interface CopyOperations {
    /**
     * Returns a copy that is completely made; mirrors {@code GetSnapshotProperties}.
     *
     * @param copy the copy
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    @Mirrors("IVssBackupComponents::GetSnapshotProperties")
    ShadowCopy getSnapshotProperties(ShadowCopyId copy) throws VssException;

    /**
     * Returns the completed copies of the current context, all copies in {@link
     * ShadowCopyContext#ALL}; mirrors {@code Query} with {@code VSS_OBJECT_SNAPSHOT}.
     *
     * @throws VssException see above
     */
    @Mirrors("IVssBackupComponents::Query")
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
    @Mirrors({"IVssBackupComponents::Query", "IVssAdmin::QueryProviders"})
    List<ProviderInfo> queryProviders() throws VssException;

    /**
     * Tells whether a volume has shadow copies; mirrors {@code IsVolumeSnapshotted}.
     *
     * @param volume as for {@link BackupComponents#addToSnapshotSet}
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    @Mirrors("IsVolumeSnapshotted")
    boolean isVolumeSnapshotted(String volume) throws VssException;

    /**
     * Returns what the copies of a volume keep it from doing; mirrors the mask of {@code
     * IsVolumeSnapshotted}.
     *
     * @param volume as for {@link BackupComponents#addToSnapshotSet}
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    @Mirrors(value = "IsVolumeSnapshotted", arrivesWith = Part.MANAGEMENT)
    default Set<SnapshotCompatibility> querySnapshotCompatibility(String volume)
            throws VssException {
        throw Part.MANAGEMENT.missing("IsVolumeSnapshotted");
    }

    /**
     * Deletes a set, copy after copy; stops at the first that cannot be deleted. Mirrors {@code
     * DeleteSnapshots} with {@code VSS_OBJECT_SNAPSHOT_SET}.
     *
     * @param set the set
     * @param force whether to delete copies that are in use
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    @Mirrors("IVssBackupComponents::DeleteSnapshots")
    DeleteResult deleteSnapshotSet(ShadowCopySetId set, boolean force) throws VssException;

    /**
     * Deletes one copy; the set goes with its last copy. Mirrors {@code DeleteSnapshots} with
     * {@code VSS_OBJECT_SNAPSHOT}.
     *
     * @param copy the copy
     * @param force whether to delete it although it is in use
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    @Mirrors("IVssBackupComponents::DeleteSnapshots")
    DeleteResult deleteSnapshot(ShadowCopyId copy, boolean force) throws VssException;

    /**
     * Shows a copy read-only at a folder; mirrors {@code ExposeSnapshot} with {@code
     * VSS_VOLSNAP_ATTR_EXPOSED_LOCALLY}.
     *
     * @param copy a persistent copy that is not client-accessible
     * @param folder an existing empty folder, absolute
     * @return the folder at which it is exposed
     * @throws VssException {@code E_INVALIDARG} if there is no such folder or it is not empty,
     *     {@code VSS_E_OBJECT_NOT_FOUND}, {@code VSS_E_BAD_STATE} if it is exposed already, {@code
     *     VSS_E_UNSUPPORTED_CONTEXT}, {@code VSS_E_PROVIDER_VETO}
     */
    @Mirrors("IVssBackupComponents::ExposeSnapshot")
    String exposeSnapshot(ShadowCopyId copy, String folder) throws VssException;

    /**
     * Takes an exposure back; mirrors {@code IVssBackupComponentsEx2::UnexposeSnapshot}.
     *
     * @param copy the copy
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}, also if it is not exposed
     */
    @Mirrors("IVssBackupComponentsEx2::UnexposeSnapshot")
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
    @Mirrors(
            value = "IVssBackupComponents::RevertToSnapshot",
            except = "providers that cannot revert answer E_NOTIMPL")
    void revertToSnapshot(ShadowCopyId copy, boolean forceDismount) throws VssException;

    /**
     * Returns the revert that runs on a volume; it cannot be cancelled. Mirrors {@code
     * QueryRevertStatus}.
     *
     * @param volume as for {@link BackupComponents#addToSnapshotSet}
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}, {@code VSS_E_VOLUME_NOT_SUPPORTED}
     */
    @Mirrors(value = "IVssBackupComponents::QueryRevertStatus", arrivesWith = Part.RESTORE)
    default VssAsync<Void> queryRevertStatus(String volume) throws VssException {
        throw Part.RESTORE.missing("QueryRevertStatus");
    }
}
