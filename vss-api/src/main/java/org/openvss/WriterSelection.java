package org.openvss;

import java.util.Collection;
import java.util.List;

/**
 * The part of a session that learns which writers there are, lets them in or keeps them out, and
 * asks how they fare. Part of {@link BackupComponents}, where the order of calls and the common
 * errors are described.
 */
public interface WriterSelection {
    /**
     * Lets only some writer classes take part; before {@link #gatherWriterMetadata}, later without
     * effect. Mirrors {@code EnableWriterClasses}.
     *
     * @param writers the classes
     * @throws VssException see above
     */
    @Mirrors("IVssBackupComponents::EnableWriterClasses")
    void enableWriterClasses(Collection<WriterId> writers) throws VssException;

    /**
     * Keeps some writer classes out; before {@link #gatherWriterMetadata}, later without effect.
     * Mirrors {@code DisableWriterClasses}.
     *
     * @param writers the classes
     * @throws VssException see above
     */
    @Mirrors("IVssBackupComponents::DisableWriterClasses")
    void disableWriterClasses(Collection<WriterId> writers) throws VssException;

    /**
     * Keeps some writer instances out; before {@link #gatherWriterMetadata}, later without effect.
     * Mirrors {@code DisableWriterInstances}.
     *
     * @param writers the instances
     * @throws VssException see above
     */
    @Mirrors("IVssBackupComponents::DisableWriterInstances")
    void disableWriterInstances(Collection<WriterInstanceId> writers) throws VssException;

    /**
     * Asks every enabled writer to identify itself; once per object. Writers that fail are absent.
     * Mirrors {@code GatherWriterMetadata}.
     *
     * @throws VssException see above
     */
    @Mirrors("IVssBackupComponents::GatherWriterMetadata")
    VssAsync<List<WriterMetadata>> gatherWriterMetadata() throws VssException;

    /**
     * Returns what the writers said; mirrors {@code GetWriterMetadataCount} and {@code
     * GetWriterMetadata}.
     *
     * @throws VssException {@code VSS_E_BAD_STATE} before the gathering has ended
     */
    @Mirrors({
        "IVssBackupComponents::GetWriterMetadataCount",
        "IVssBackupComponents::GetWriterMetadata",
        "IVssBackupComponentsEx::GetWriterMetadataEx"
    })
    List<WriterMetadata> getWriterMetadata() throws VssException;

    /**
     * Forgets what the writers said; mirrors {@code FreeWriterMetadata}.
     *
     * @throws VssException see above
     */
    @Mirrors("IVssBackupComponents::FreeWriterMetadata")
    void freeWriterMetadata() throws VssException;

    /**
     * Asks for the state of every writer; mirrors {@code GatherWriterStatus}.
     *
     * @throws VssException see above
     */
    @Mirrors("IVssBackupComponents::GatherWriterStatus")
    VssAsync<List<WriterStatus>> gatherWriterStatus() throws VssException;

    /**
     * Returns the states as they were gathered last; mirrors {@code GetWriterStatusCount} and
     * {@code GetWriterStatus(Ex)}.
     *
     * @throws VssException {@code VSS_E_BAD_STATE} before a gathering has ended
     */
    @Mirrors({
        "IVssBackupComponents::GetWriterStatusCount",
        "IVssBackupComponents::GetWriterStatus",
        "IVssBackupComponentsEx3::GetWriterStatusEx"
    })
    List<WriterStatus> getWriterStatus() throws VssException;

    /**
     * Forgets the gathered states; mirrors {@code FreeWriterStatus}.
     *
     * @throws VssException see above
     */
    @Mirrors("IVssBackupComponents::FreeWriterStatus")
    void freeWriterStatus() throws VssException;
}
