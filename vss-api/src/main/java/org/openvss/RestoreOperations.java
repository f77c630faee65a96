package org.openvss;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a session that restores with writers: {@link #initializeForRestore}, gathering the
 * writers' metadata, selecting, {@link #preRestore}, putting files back, {@link #postRestore}. Part
 * of {@link BackupComponents}, where the common errors are described.
 */
public interface RestoreOperations {
    /**
     * Begins a restore; once per object. Mirrors {@code InitializeForRestore}.
     *
     * @param document the Backup Components Document that was saved with the backup
     * @throws VssException {@code VSS_E_INVALID_XML_DOCUMENT}, {@code VSS_E_CORRUPT_XML_DOCUMENT}
     */
    @Mirrors("IVssBackupComponents::InitializeForRestore")
    void initializeForRestore(String document) throws VssException;

    /**
     * Says what kind of restore follows, before preRestore; mirrors {@code SetRestoreState}.
     *
     * @param type the kind; UNDEFINED if the method is never called
     * @throws VssException {@code VSS_E_BAD_STATE} in a backup
     */
    @Mirrors("IVssBackupComponents::SetRestoreState")
    void setRestoreState(RestoreType type) throws VssException;

    /**
     * Chooses a component for the restore, before preRestore; mirrors {@code SetSelectedForRestore}
     * and {@code SetSelectedForRestoreEx}.
     *
     * @param component the component, as its writer described it
     * @param selected whether it is to be restored
     * @param instance instance of the writer to restore to, or null for the one that is there
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} also if the writer is not running, {@code
     *     E_INVALIDARG} if it cannot restore to another instance
     */
    @Mirrors({
        "IVssBackupComponents::SetSelectedForRestore",
        "IVssBackupComponentsEx::SetSelectedForRestoreEx"
    })
    void setSelectedForRestore(
            ComponentKey component, boolean selected, @Nullable WriterInstanceId instance)
            throws VssException;

    /**
     * Restricts the restore to a component below a selected one, before preRestore; mirrors {@code
     * AddRestoreSubcomponent}.
     *
     * @param component the selected component above it
     * @param subcomponent the component to restore
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if the component was not added to the
     *     backup, {@code VSS_E_BAD_STATE} in a backup
     */
    @Mirrors("IVssBackupComponents::AddRestoreSubcomponent")
    void addRestoreSubcomponent(ComponentKey component, RestoreSubcomponent subcomponent)
            throws VssException;

    /**
     * Sets options for the writer, once and before preRestore; mirrors {@code SetRestoreOptions}.
     *
     * @param component the component, as its writer described it
     * @param options {@code "Option"="Value"} items, comma separated
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if the component was not added to the
     *     backup, {@code VSS_E_BAD_STATE} in a backup
     */
    @Mirrors("IVssBackupComponents::SetRestoreOptions")
    void setRestoreOptions(ComponentKey component, String options) throws VssException;

    /**
     * Says whether more restores follow, so that the writer does not recover yet; before
     * preRestore. Mirrors {@code SetAdditionalRestores}.
     *
     * @param component the component, as its writer described it
     * @param additional whether more follow
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if the component was not added to the
     *     backup, {@code VSS_E_BAD_STATE} in a backup
     */
    @Mirrors("IVssBackupComponents::SetAdditionalRestores")
    void setAdditionalRestores(ComponentKey component, boolean additional) throws VssException;

    /**
     * Sends a file set to another place, before preRestore; mirrors {@code AddNewTarget}.
     *
     * @param component the component, as its writer described it
     * @param files a file set of the component, with the new folder as its alternate location
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if the component was not added to the
     *     backup, {@code VSS_E_BAD_STATE} in a backup
     */
    @Mirrors("IVssBackupComponents::AddNewTarget")
    void addNewTarget(ComponentKey component, FileSet files) throws VssException;

    /**
     * Records that a mapping of the writer was used; mirrors {@code AddAlternativeLocationMapping}.
     *
     * @param component the component, as its writer described it
     * @param files the file set, with the folder used as its alternate location
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if the component was not added to the
     *     backup, {@code VSS_E_BAD_STATE} in a backup
     */
    @Mirrors("IVssBackupComponents::AddAlternativeLocationMapping")
    void addAlternativeLocationMapping(ComponentKey component, FileSet files) throws VssException;

    /**
     * Says where the ranges file of a partial file is now; mirrors {@code SetRangesFilePath}.
     *
     * @param component the component, as its writer described it
     * @param partialFile index of the partial file in the component, from 0
     * @param path absolute path of the ranges file
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if the component was not added to the
     *     backup, {@code VSS_E_BAD_STATE} in a backup
     */
    @Mirrors("IVssBackupComponents::SetRangesFilePath")
    void setRangesFilePath(ComponentKey component, int partialFile, String path)
            throws VssException;

    /**
     * Records how the restore of the files ended, between preRestore and postRestore; mirrors
     * {@code SetFileRestoreStatus}.
     *
     * @param component the component, as its writer described it
     * @param status how it ended
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if the component was not added to the
     *     backup, {@code VSS_E_BAD_STATE} in a backup
     */
    @Mirrors("IVssBackupComponents::SetFileRestoreStatus")
    void setFileRestoreStatus(ComponentKey component, FileRestoreStatus status) throws VssException;

    /**
     * Lets the restored data win over replicas, before preRestore; mirrors {@code
     * SetAuthoritativeRestore}.
     *
     * @param component the component, as its writer described it
     * @param authoritative whether it wins
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if the component was not added to the
     *     backup, {@code VSS_E_BAD_STATE} in a backup
     */
    @Mirrors("IVssBackupComponentsEx2::SetAuthoritativeRestore")
    void setAuthoritativeRestore(ComponentKey component, boolean authoritative) throws VssException;

    /**
     * Says how far logs are replayed, before preRestore; mirrors {@code SetRollForward}.
     *
     * @param component the component, as its writer described it
     * @param rollForward how far
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if the component was not added to the
     *     backup, {@code VSS_E_BAD_STATE} in a backup
     */
    @Mirrors("IVssBackupComponentsEx2::SetRollForward")
    void setRollForward(ComponentKey component, RollForward rollForward) throws VssException;

    /**
     * Restores a component under a new name, before preRestore; mirrors {@code SetRestoreName}.
     *
     * @param component the component, as its writer described it
     * @param name the new name
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if the component was not added to the
     *     backup, {@code VSS_E_BAD_STATE} in a backup
     */
    @Mirrors("IVssBackupComponentsEx2::SetRestoreName")
    void setRestoreName(ComponentKey component, String name) throws VssException;

    /**
     * Tells the writers that files are about to be restored; mirrors {@code PreRestore}.
     *
     * @throws VssException {@code VSS_E_BAD_STATE} in a backup
     */
    @Mirrors("IVssBackupComponents::PreRestore")
    VssAsync<List<WriterStatus>> preRestore() throws VssException;

    /**
     * Tells the writers that files were restored; mirrors {@code PostRestore}.
     *
     * @throws VssException {@code VSS_E_BAD_STATE} before preRestore
     */
    @Mirrors("IVssBackupComponents::PostRestore")
    VssAsync<List<WriterStatus>> postRestore() throws VssException;
}
