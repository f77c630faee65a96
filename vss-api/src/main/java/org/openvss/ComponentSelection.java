package org.openvss;

import java.util.List;

/**
 * The part of a session that chooses single components and keeps the Backup Components Document.
 * Part of {@link BackupComponents}, where the common errors are described.
 */
public interface ComponentSelection {
    /**
     * Adds a component to the backup, in component mode and before prepareForBackup; mirrors {@code
     * AddComponent}. Everything below a selectable component comes with it.
     *
     * @param instance instance of the writer
     * @param component the component, as its writer described it
     * @throws VssException {@code VSS_E_OBJECT_ALREADY_EXISTS} if it was added before, {@code
     *     VSS_E_OBJECT_NOT_FOUND} if the writer has no such component, {@code E_INVALIDARG} if it
     *     comes with another one
     */
    @Mirrors("IVssBackupComponents::AddComponent")
    void addComponent(WriterInstanceId instance, ComponentKey component) throws VssException;

    /**
     * Returns the components in the document, writer by writer; mirrors {@code
     * GetWriterComponentsCount} and {@code GetWriterComponents}. The values show one moment: fetch
     * them again after writers were called.
     *
     * @throws VssException {@code VSS_E_BAD_STATE} before initialisation
     */
    @Mirrors({
        "IVssBackupComponents::GetWriterComponentsCount",
        "IVssBackupComponents::GetWriterComponents"
    })
    List<WriterComponents> getWriterComponents() throws VssException;

    /**
     * Sets options for the writer, before prepareForBackup; mirrors {@code SetBackupOptions}.
     *
     * @param component the component, as its writer described it
     * @param options options in the form of the writer
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if the component was not added
     */
    @Mirrors("IVssBackupComponents::SetBackupOptions")
    void setBackupOptions(ComponentKey component, String options) throws VssException;

    /**
     * Names the backup on which this one builds, before prepareForBackup; mirrors {@code
     * SetPreviousBackupStamp}.
     *
     * @param component the component, as its writer described it
     * @param stamp the stamp from the document of that backup, unchanged
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if the component was not added
     */
    @Mirrors("IVssBackupComponents::SetPreviousBackupStamp")
    void setPreviousBackupStamp(ComponentKey component, String stamp) throws VssException;

    /**
     * Records whether all files of a component and of those below it were saved, before
     * backupComplete; mirrors {@code SetBackupSucceeded}.
     *
     * @param instance instance of the writer
     * @param component the component, as its writer described it
     * @param succeeded whether all were saved
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if the component was not added
     */
    @Mirrors("IVssBackupComponents::SetBackupSucceeded")
    void setBackupSucceeded(WriterInstanceId instance, ComponentKey component, boolean succeeded)
            throws VssException;

    /**
     * Returns the Backup Components Document; mirrors {@code SaveAsXML}.
     *
     * @throws VssException {@code VSS_E_BAD_STATE} before the end of prepareForBackup or, in a
     *     context without writers, of doSnapshotSet
     */
    @Mirrors("IVssBackupComponents::SaveAsXML")
    String saveAsXml() throws VssException;
}
