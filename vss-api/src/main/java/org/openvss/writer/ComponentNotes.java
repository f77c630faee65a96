package org.openvss.writer;

import org.jspecify.annotations.Nullable;
import org.openvss.Component;
import org.openvss.ComponentFailure;
import org.openvss.DifferencedFiles;
import org.openvss.DirectedTarget;
import org.openvss.Mirrors;
import org.openvss.Part;
import org.openvss.PartialFile;
import org.openvss.RestoreTarget;
import org.openvss.VssException;

/**
 * What a writer notes on one of its components in the Backup Components Document while an event
 * runs; mirrors the setters of {@code IVssComponent}, Ex and Ex2. Every member answers {@code
 * E_NOTIMPL} until the documents part arrives; no event hands one out before.
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
    @Mirrors(value = "IVssComponent::SetBackupMetadata", arrivesWith = Part.DOCUMENTS)
    default void setBackupMetadata(String metadata) throws VssException {
        throw Part.DOCUMENTS.missing("SetBackupMetadata");
    }

    /**
     * Notes what PostRestore should find; mirrors {@code SetRestoreMetadata}.
     *
     * @param metadata text in the form of the writer
     * @throws VssException {@code VSS_E_BAD_STATE} outside a restore
     */
    @Mirrors(value = "IVssComponent::SetRestoreMetadata", arrivesWith = Part.DOCUMENTS)
    default void setRestoreMetadata(String metadata) throws VssException {
        throw Part.DOCUMENTS.missing("SetRestoreMetadata");
    }

    /**
     * Marks this backup, so that later ones can build on it; mirrors {@code SetBackupStamp}.
     *
     * @param stamp text in the form of the writer
     * @throws VssException {@code VSS_E_BAD_STATE} outside a backup
     */
    @Mirrors(value = "IVssComponent::SetBackupStamp", arrivesWith = Part.DOCUMENTS)
    default void setBackupStamp(String stamp) throws VssException {
        throw Part.DOCUMENTS.missing("SetBackupStamp");
    }

    /**
     * Says that only parts of a file need to be saved; mirrors {@code AddPartialFile}.
     *
     * @param file the file and its parts
     * @throws VssException {@code VSS_E_BAD_STATE} outside a backup
     */
    @Mirrors(value = "IVssComponent::AddPartialFile", arrivesWith = Part.DOCUMENTS)
    default void addPartialFile(PartialFile file) throws VssException {
        throw Part.DOCUMENTS.missing("AddPartialFile");
    }

    /**
     * Names files that changed since the backup on which this one builds; mirrors {@code
     * AddDifferencedFilesByLastModifyTime}.
     *
     * @param files the files
     * @throws VssException {@code VSS_E_BAD_STATE} outside a backup
     */
    @Mirrors(
            value = "IVssComponent::AddDifferencedFilesByLastModifyTime",
            arrivesWith = Part.DOCUMENTS)
    default void addDifferencedFiles(DifferencedFiles files) throws VssException {
        throw Part.DOCUMENTS.missing("AddDifferencedFilesByLastModifyTime");
    }

    /**
     * Says where the component set should be restored; mirrors {@code SetRestoreTarget}.
     *
     * @param target the place
     * @throws VssException {@code VSS_E_BAD_STATE} outside a restore
     */
    @Mirrors(value = "IVssComponent::SetRestoreTarget", arrivesWith = Part.DOCUMENTS)
    default void setRestoreTarget(RestoreTarget target) throws VssException {
        throw Part.DOCUMENTS.missing("SetRestoreTarget");
    }

    /**
     * Sends parts of a saved file into another file; mirrors {@code AddDirectedTarget}.
     *
     * @param target the parts
     * @throws VssException {@code E_INVALIDARG} if the ranges do not match
     */
    @Mirrors(value = "IVssComponent::AddDirectedTarget", arrivesWith = Part.DOCUMENTS)
    default void addDirectedTarget(DirectedTarget target) throws VssException {
        throw Part.DOCUMENTS.missing("AddDirectedTarget");
    }

    /**
     * Notes why the writer failed in the event that runs: PrepareForBackup, PostSnapshot,
     * PreRestore or PostRestore. Mirrors the four setters of such messages.
     *
     * @param message what failed, on what, why, and what to do
     * @throws VssException {@code VSS_E_BAD_STATE} in any other event
     */
    @Mirrors(
            value = {
                "IVssComponentEx::SetPrepareForBackupFailureMsg",
                "IVssComponentEx::SetPostSnapshotFailureMsg",
                "IVssComponent::SetPreRestoreFailureMsg",
                "IVssComponent::SetPostRestoreFailureMsg"
            },
            arrivesWith = Part.DOCUMENTS)
    default void setFailureMessage(String message) throws VssException {
        throw Part.DOCUMENTS.missing("SetPrepareForBackupFailureMsg");
    }

    /**
     * Notes how the writer failed on this component; mirrors {@code SetFailure}.
     *
     * @param failure the failure, or null for none
     * @throws VssException {@code E_INVALIDARG} for a code that writers may not set
     */
    @Mirrors(value = "IVssComponentEx2::SetFailure", arrivesWith = Part.DOCUMENTS)
    default void setFailure(@Nullable ComponentFailure failure) throws VssException {
        throw Part.DOCUMENTS.missing("SetFailure");
    }
}
