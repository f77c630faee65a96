package org.openvss;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a session that moves sets between machines and puts their disks in the place of the
 * originals. Part of {@link BackupComponents}, where the common errors are described. Every member
 * answers {@code E_NOTIMPL} until the transport part arrives.
 */
public interface TransportOperations {
    /**
     * Begins the import of a transportable set; once per object. Mirrors {@code
     * InitializeForBackup} with a document.
     *
     * @param document the Backup Components Document that was saved when the set was created
     * @throws VssException {@code VSS_E_INVALID_XML_DOCUMENT}, {@code VSS_E_CORRUPT_XML_DOCUMENT}
     */
    @Mirrors(value = "IVssBackupComponents::InitializeForBackup", arrivesWith = Part.TRANSPORT)
    default void initializeForBackup(String document) throws VssException {
        throw Part.TRANSPORT.missing("InitializeForBackup");
    }

    /**
     * Brings the copies of a transportable set to this machine; mirrors {@code ImportSnapshots}.
     *
     * @throws VssException {@code VSS_E_BAD_STATE} without the document of the set
     */
    @Mirrors(value = "IVssBackupComponents::ImportSnapshots", arrivesWith = Part.TRANSPORT)
    default VssAsync<ShadowCopySet> importSnapshots() throws VssException {
        throw Part.TRANSPORT.missing("ImportSnapshots");
    }

    /**
     * Makes ordinary volumes of the copies of a set and forgets it; mirrors {@code
     * BreakSnapshotSet}.
     *
     * @param set the set
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}, {@code VSS_E_PROVIDER_VETO}
     */
    @Mirrors(value = "IVssBackupComponents::BreakSnapshotSet", arrivesWith = Part.TRANSPORT)
    default void breakSnapshotSet(ShadowCopySetId set) throws VssException {
        throw Part.TRANSPORT.missing("BreakSnapshotSet");
    }

    /**
     * Does the same with options for the disks; mirrors {@code BreakSnapshotSetEx}.
     *
     * @param set the set
     * @param options what is done with the disks
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}, {@code VSS_E_PROVIDER_VETO}, {@code
     *     VSS_E_BREAK_REVERT_ID_FAILED}
     */
    @Mirrors(value = "IVssBackupComponentsEx2::BreakSnapshotSetEx", arrivesWith = Part.TRANSPORT)
    default VssAsync<Void> breakSnapshotSet(ShadowCopySetId set, Set<HardwareOption> options)
            throws VssException {
        throw Part.TRANSPORT.missing("BreakSnapshotSetEx");
    }

    /**
     * Shows a copy as a network share; mirrors {@code ExposeSnapshot} with {@code
     * VSS_VOLSNAP_ATTR_EXPOSED_REMOTELY}.
     *
     * @param copy the copy
     * @param pathFromRoot folder in the copy to share, or null for all of it
     * @param share name of the share, or null for a chosen one
     * @return the name of the share
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}, {@code VSS_E_PROVIDER_VETO}
     */
    @Mirrors(value = "IVssBackupComponents::ExposeSnapshot", arrivesWith = Part.TRANSPORT)
    default String exposeSnapshotRemotely(
            ShadowCopyId copy, @Nullable String pathFromRoot, @Nullable String share)
            throws VssException {
        throw Part.TRANSPORT.missing("ExposeSnapshot");
    }

    /**
     * Plans to overwrite a volume with a copy, disk by disk; mirrors {@code
     * AddSnapshotToRecoverySet}.
     *
     * @param copy the copy
     * @param destinationVolume volume to overwrite, or null for the original
     * @throws VssException {@code VSS_E_SNAPSHOT_NOT_IN_SET}, {@code VSS_E_VOLUME_NOT_SUPPORTED},
     *     {@code VSS_E_LEGACY_PROVIDER}, {@code VSS_E_RESYNC_IN_PROGRESS}
     */
    @Mirrors(
            value = "IVssBackupComponentsEx3::AddSnapshotToRecoverySet",
            arrivesWith = Part.TRANSPORT)
    default void addSnapshotToRecoverySet(ShadowCopyId copy, @Nullable String destinationVolume)
            throws VssException {
        throw Part.TRANSPORT.missing("AddSnapshotToRecoverySet");
    }

    /**
     * Overwrites the volumes as planned; mirrors {@code RecoverSet}.
     *
     * @param options how the disks are overwritten
     * @throws VssException {@code VSS_E_UNSELECTED_VOLUME}, {@code VSS_E_LEGACY_PROVIDER}
     */
    @Mirrors(value = "IVssBackupComponentsEx3::RecoverSet", arrivesWith = Part.TRANSPORT)
    default VssAsync<Void> recoverSet(Set<RecoveryOption> options) throws VssException {
        throw Part.TRANSPORT.missing("RecoverSet");
    }
}
