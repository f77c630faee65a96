package org.openvss.coordinator;

import org.openvss.BackupComponents;
import org.openvss.VolumeShadowCopyService;
import org.openvss.VssException;
import org.openvss.WriterMetadata;
import org.openvss.documents.WriterMetadataDocument;

/**
 * The front door: opens sessions for requesters, and recovers after a crash. Holds no state but
 * what serialises changes of existing sets; whatever lasts is in the catalog and the journal.
 */
public final class Coordinator implements VolumeShadowCopyService {
    private final CoordinatorParts parts;
    private final ShadowCopyAdministration administration;

    /**
     * Puts a coordinator together.
     *
     * @param parts everything that it works with
     */
    public Coordinator(CoordinatorParts parts) {
        this.parts = parts;
        this.administration = new ShadowCopyAdministration(parts);
    }

    @Override
    public BackupComponents newBackupComponents() {
        return new BackupComponentsSession(parts, administration);
    }

    @Override
    public WriterMetadata createExamineWriterMetadata(String document) throws VssException {
        ContextRules.requireGiven(document, "document");
        return Failures.guarded(
                "createExamineWriterMetadata", () -> WriterMetadataDocument.read(document));
    }

    @Override
    public String saveAsXml(WriterMetadata metadata) throws VssException {
        ContextRules.requireGiven(metadata, "metadata");
        return Failures.guarded("saveAsXml", () -> WriterMetadataDocument.write(metadata));
    }

    /**
     * Finishes or undoes every creation that a crash interrupted, deletes auto-release sets whose
     * requester is gone, and lists what lies on storage without a record. Can be repeated.
     *
     * <p>Only for a process that holds the creation lock and the guard's lock: nobody else is
     * creating a set, and no gate is closed.
     *
     * @return what was done and what could not be
     * @throws VssException if journal or catalog cannot be read or changed
     */
    public RecoveryReport recover() throws VssException {
        return Failures.guarded("the recovery", () -> new Recovery(parts, administration).run());
    }

    /**
     * Lists what lies on storage without a record; changes nothing and needs no lock. A set that is
     * just being created has a journal entry and is not listed.
     *
     * @throws VssException if journal or catalog cannot be read
     */
    public OrphanReport findOrphans() throws VssException {
        return Failures.guarded("the search for orphans", () -> Recovery.orphans(parts));
    }
}
