package org.openvss;

import java.util.List;

/**
 * The part of a session that chooses single components and keeps the Backup Components Document.
 * Part of {@link BackupComponents}, where the common errors are described. Every member answers
 * {@code E_NOTIMPL} until the documents part arrives.
 */
public interface ComponentSelection {
    /**
     * Adds a component to the backup, before the set is started; mirrors {@code AddComponent}.
     *
     * @param instance instance of the writer
     * @param component the component, as its writer described it
     * @throws VssException {@code VSS_E_OBJECT_ALREADY_EXISTS} if it was added before, {@code
     *     VSS_E_OBJECT_NOT_FOUND} if the writer has no such component
     */
    @Mirrors(value = "IVssBackupComponents::AddComponent", arrivesWith = Part.DOCUMENTS)
    default void addComponent(WriterInstanceId instance, ComponentKey component)
            throws VssException {
        throw Part.DOCUMENTS.missing("AddComponent");
    }

    /**
     * Returns the components in the document, writer by writer; mirrors {@code
     * GetWriterComponentsCount} and {@code GetWriterComponents}. The values show one moment: fetch
     * them again after writers were called.
     *
     * @throws VssException {@code VSS_E_BAD_STATE} before initialisation
     */
    @Mirrors(
            value = {
                "IVssBackupComponents::GetWriterComponentsCount",
                "IVssBackupComponents::GetWriterComponents"
            },
            arrivesWith = Part.DOCUMENTS)
    default List<WriterComponents> getWriterComponents() throws VssException {
        throw Part.DOCUMENTS.missing("GetWriterComponentsCount");
    }

    /**
     * Sets options for the writer, before prepareForBackup; mirrors {@code SetBackupOptions}.
     *
     * @param component the component, as its writer described it
     * @param options options in the form of the writer
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if the component was not added
     */
    @Mirrors(value = "IVssBackupComponents::SetBackupOptions", arrivesWith = Part.DOCUMENTS)
    default void setBackupOptions(ComponentKey component, String options) throws VssException {
        throw Part.DOCUMENTS.missing("SetBackupOptions");
    }

    /**
     * Names the backup on which this one builds, before prepareForBackup; mirrors {@code
     * SetPreviousBackupStamp}.
     *
     * @param component the component, as its writer described it
     * @param stamp the stamp from the document of that backup, unchanged
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if the component was not added
     */
    @Mirrors(value = "IVssBackupComponents::SetPreviousBackupStamp", arrivesWith = Part.DOCUMENTS)
    default void setPreviousBackupStamp(ComponentKey component, String stamp) throws VssException {
        throw Part.DOCUMENTS.missing("SetPreviousBackupStamp");
    }

    /**
     * Records whether all files of a component and of those below it were saved, before
     * backupComplete; mirrors {@code SetBackupSucceeded}.
     *
     * @param instance instance of the writer
     * @param component the component, as its writer described it
     * @param succeeded whether all were saved
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if the component was not added
     */
    @Mirrors(value = "IVssBackupComponents::SetBackupSucceeded", arrivesWith = Part.DOCUMENTS)
    default void setBackupSucceeded(
            WriterInstanceId instance, ComponentKey component, boolean succeeded)
            throws VssException {
        throw Part.DOCUMENTS.missing("SetBackupSucceeded");
    }

    /**
     * Returns the Backup Components Document; mirrors {@code SaveAsXML}.
     *
     * @throws VssException {@code VSS_E_BAD_STATE} before prepareForBackup
     */
    @Mirrors(value = "IVssBackupComponents::SaveAsXML", arrivesWith = Part.DOCUMENTS)
    default String saveAsXml() throws VssException {
        throw Part.DOCUMENTS.missing("SaveAsXML");
    }
}
