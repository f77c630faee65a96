package org.openvss.writer;

import org.jspecify.annotations.Nullable;
import org.openvss.Component;
import org.openvss.ComponentFailure;
import org.openvss.DifferencedFiles;
import org.openvss.DirectedTarget;
import org.openvss.Mirrors;
import org.openvss.PartialFile;
import org.openvss.RestoreTarget;
import org.openvss.VssException;

/**
 * What a writer notes on one of its components in the Backup Components Document while an event
 * runs; mirrors the setters of {@code IVssComponent}, Ex and Ex2.
 *
 * <p>Notes can be made until the handler returns, and count then, also if the writer fails. After
 * that, and in BackupComplete, where the document is read-only, every member throws {@code
 * VSS_E_BAD_STATE}.
 */
public interface ComponentNotes {
    /** Returns the component with all that was noted so far. */
    Component component();

    /**
     * Notes what the writer wants to find again; once per backup. Mirrors {@code
     * SetBackupMetadata}.
     *
     * @param metadata text in the form of the writer
     * @throws VssException {@code VSS_E_OBJECT_ALREADY_EXISTS} the second time
     */
    @Mirrors("IVssComponent::SetBackupMetadata")
    void setBackupMetadata(String metadata) throws VssException;

    /**
     * Notes what PostRestore should find; mirrors {@code SetRestoreMetadata}.
     *
     * @param metadata text in the form of the writer
     * @throws VssException {@code VSS_E_BAD_STATE} outside a restore
     */
    @Mirrors("IVssComponent::SetRestoreMetadata")
    void setRestoreMetadata(String metadata) throws VssException;

    /**
     * Marks this backup, so that later ones can build on it; mirrors {@code SetBackupStamp}.
     *
     * @param stamp text in the form of the writer
     * @throws VssException {@code VSS_E_BAD_STATE} outside a backup
     */
    @Mirrors("IVssComponent::SetBackupStamp")
    void setBackupStamp(String stamp) throws VssException;

    /**
     * Says that only parts of a file need to be saved; mirrors {@code AddPartialFile}.
     *
     * @param file the file and its parts
     * @throws VssException {@code VSS_E_BAD_STATE} outside a backup
     */
    @Mirrors("IVssComponent::AddPartialFile")
    void addPartialFile(PartialFile file) throws VssException;

    /**
     * Names files that changed since the backup on which this one builds; mirrors {@code
     * AddDifferencedFilesByLastModifyTime}.
     *
     * @param files the files
     * @throws VssException {@code VSS_E_BAD_STATE} outside a backup
     */
    @Mirrors("IVssComponent::AddDifferencedFilesByLastModifyTime")
    void addDifferencedFiles(DifferencedFiles files) throws VssException;

    /**
     * Says where the component set should be restored; mirrors {@code SetRestoreTarget}.
     *
     * @param target the place
     * @throws VssException {@code VSS_E_BAD_STATE} outside a restore
     */
    @Mirrors("IVssComponent::SetRestoreTarget")
    void setRestoreTarget(RestoreTarget target) throws VssException;

    /**
     * Sends parts of a saved file into another file; mirrors {@code AddDirectedTarget}.
     *
     * @param target the parts
     * @throws VssException {@code E_INVALIDARG} if the ranges do not match
     */
    @Mirrors("IVssComponent::AddDirectedTarget")
    void addDirectedTarget(DirectedTarget target) throws VssException;

    /**
     * Notes why the writer failed in the event that runs: PrepareForBackup, PostSnapshot,
     * PreRestore or PostRestore. Mirrors the four setters of such messages.
     *
     * @param message what failed, on what, why, and what to do
     * @throws VssException {@code VSS_E_BAD_STATE} in any other event
     */
    @Mirrors({
        "IVssComponentEx::SetPrepareForBackupFailureMsg",
        "IVssComponentEx::SetPostSnapshotFailureMsg",
        "IVssComponent::SetPreRestoreFailureMsg",
        "IVssComponent::SetPostRestoreFailureMsg"
    })
    void setFailureMessage(String message) throws VssException;

    /**
     * Notes how the writer failed on this component; mirrors {@code SetFailure}.
     *
     * @param failure the failure, or null for none
     * @throws VssException {@code E_INVALIDARG} for a code that writers may not set
     */
    @Mirrors("IVssComponentEx2::SetFailure")
    void setFailure(@Nullable ComponentFailure failure) throws VssException;
}
