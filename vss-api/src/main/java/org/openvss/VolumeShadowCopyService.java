package org.openvss;

/**
 * Where a requester begins; mirrors the functions of the VSS API. Implemented where the parts are
 * put together: in the process itself, or by a client of the daemon.
 */
public interface VolumeShadowCopyService {
    /**
     * Returns a new session; the caller closes it. Mirrors {@code CreateVssBackupComponents}.
     *
     * @throws VssException {@code E_ACCESSDENIED}, {@code VSS_E_UNEXPECTED}
     */
    @Mirrors("CreateVssBackupComponents")
    BackupComponents newBackupComponents() throws VssException;

    /**
     * Reads a stored Writer Metadata Document; mirrors {@code CreateVssExamineWriterMetadata} and
     * {@code IVssExamineWriterMetadata::LoadFromXML}.
     *
     * @param document the document
     * @throws VssException {@code VSS_E_INVALID_XML_DOCUMENT}, {@code VSS_E_CORRUPT_XML_DOCUMENT}
     */
    @Mirrors({"CreateVssExamineWriterMetadata", "IVssExamineWriterMetadata::LoadFromXML"})
    WriterMetadata createExamineWriterMetadata(String document) throws VssException;

    /**
     * Returns the Writer Metadata Document of a writer; mirrors {@code SaveAsXML}.
     *
     * @param metadata what the writer said
     * @throws VssException {@code VSS_E_UNEXPECTED}
     */
    @Mirrors({"IVssExamineWriterMetadata::SaveAsXML", "IVssCreateWriterMetadata::SaveAsXML"})
    String saveAsXml(WriterMetadata metadata) throws VssException;

    /**
     * Tells whether a volume should not be reverted because it holds files of a writer that forbids
     * it; mirrors {@code ShouldBlockRevert}.
     *
     * @param volume as for {@link BackupComponents#addToSnapshotSet}
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    @Mirrors(value = "ShouldBlockRevert", arrivesWith = Part.RESTORE)
    default boolean shouldBlockRevert(String volume) throws VssException {
        throw Part.RESTORE.missing("ShouldBlockRevert");
    }
}
