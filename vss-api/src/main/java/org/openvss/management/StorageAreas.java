package org.openvss.management;

import java.util.List;
import org.openvss.Mirrors;
import org.openvss.Part;
import org.openvss.ShadowCopyId;
import org.openvss.VssException;

/**
 * Manages where the storage of shadow copies lies, how large it may grow, and who wins when it
 * fails.
 */
@Mirrors({
    "IVssDifferentialSoftwareSnapshotMgmt",
    "IVssDifferentialSoftwareSnapshotMgmt2",
    "IVssDifferentialSoftwareSnapshotMgmt3"
})
public interface StorageAreas {
    /** No upper bound of a storage area: {@code VSS_ASSOC_NO_MAX_SPACE}. */
    long NO_MAXIMUM = -1;

    /** As a size, removes the storage area: {@code VSS_ASSOC_REMOVE}. */
    long REMOVE = 0;

    /**
     * Sets up the storage area of a volume that has none and no copies; mirrors {@code
     * AddDiffArea}.
     *
     * @param volume mount point, device or UUID of a volume
     * @param storageVolume the volume that holds the area
     * @param maximumBytes upper bound in bytes
     * @throws VssException {@code VSS_E_OBJECT_ALREADY_EXISTS}, {@code VSS_E_VOLUME_NOT_SUPPORTED},
     *     {@code VSS_E_MAXIMUM_DIFFAREA_ASSOCIATIONS_REACHED}
     */
    @Mirrors(
            value = "IVssDifferentialSoftwareSnapshotMgmt::AddDiffArea",
            arrivesWith = Part.MANAGEMENT)
    default void addArea(String volume, String storageVolume, long maximumBytes)
            throws VssException {
        throw Part.MANAGEMENT.missing("AddDiffArea");
    }

    /**
     * Changes how large a storage area may grow; mirrors {@code ChangeDiffAreaMaximumSize} and Ex.
     *
     * @param volume mount point, device or UUID of a volume
     * @param storageVolume the volume that holds the area
     * @param maximumBytes upper bound in bytes, {@link #NO_MAXIMUM} or {@link #REMOVE}
     * @param untilReboot whether the change ends with the next boot
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}, {@code VSS_E_INSUFFICIENT_STORAGE},
     *     {@code VSS_E_VOLUME_IN_USE}
     */
    @Mirrors(
            value = {
                "IVssDifferentialSoftwareSnapshotMgmt::ChangeDiffAreaMaximumSize",
                "IVssDifferentialSoftwareSnapshotMgmt2::ChangeDiffAreaMaximumSizeEx"
            },
            arrivesWith = Part.MANAGEMENT)
    default void changeMaximumSize(
            String volume, String storageVolume, long maximumBytes, boolean untilReboot)
            throws VssException {
        throw Part.MANAGEMENT.missing("ChangeDiffAreaMaximumSize");
    }

    /**
     * Returns the volumes that can hold the storage area of a volume; mirrors {@code
     * QueryVolumesSupportedForDiffAreas}.
     *
     * @param volume mount point, device or UUID of a volume
     * @throws VssException {@code E_ACCESSDENIED}, {@code VSS_E_PROVIDER_VETO}
     */
    @Mirrors(
            value = "IVssDifferentialSoftwareSnapshotMgmt::QueryVolumesSupportedForDiffAreas",
            arrivesWith = Part.MANAGEMENT)
    default List<StorageVolume> queryStorageVolumes(String volume) throws VssException {
        throw Part.MANAGEMENT.missing("QueryVolumesSupportedForDiffAreas");
    }

    /**
     * Returns the storage areas that a volume uses; mirrors {@code QueryDiffAreasForVolume}.
     *
     * @param volume mount point, device or UUID of a volume
     * @throws VssException {@code E_ACCESSDENIED}, {@code VSS_E_PROVIDER_VETO}
     */
    @Mirrors(
            value = "IVssDifferentialSoftwareSnapshotMgmt::QueryDiffAreasForVolume",
            arrivesWith = Part.MANAGEMENT)
    default List<StorageArea> queryAreasForVolume(String volume) throws VssException {
        throw Part.MANAGEMENT.missing("QueryDiffAreasForVolume");
    }

    /**
     * Returns the storage areas that lie on a volume; mirrors {@code QueryDiffAreasOnVolume}.
     *
     * @param storageVolume the volume that holds the area
     * @throws VssException {@code E_ACCESSDENIED}, {@code VSS_E_PROVIDER_VETO}
     */
    @Mirrors(
            value = "IVssDifferentialSoftwareSnapshotMgmt::QueryDiffAreasOnVolume",
            arrivesWith = Part.MANAGEMENT)
    default List<StorageArea> queryAreasOnVolume(String storageVolume) throws VssException {
        throw Part.MANAGEMENT.missing("QueryDiffAreasOnVolume");
    }

    /**
     * Returns the storage areas that a copy uses; mirrors {@code QueryDiffAreasForSnapshot}.
     *
     * @param copy the copy
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    @Mirrors(
            value = "IVssDifferentialSoftwareSnapshotMgmt::QueryDiffAreasForSnapshot",
            arrivesWith = Part.MANAGEMENT)
    default List<StorageArea> queryAreasForSnapshot(ShadowCopyId copy) throws VssException {
        throw Part.MANAGEMENT.missing("QueryDiffAreasForSnapshot");
    }

    /**
     * Decides who wins when the storage of the copies fails; mirrors {@code SetVolumeProtectLevel}.
     *
     * @param volume mount point, device or UUID of a volume
     * @param level who wins
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    @Mirrors(
            value = "IVssDifferentialSoftwareSnapshotMgmt3::SetVolumeProtectLevel",
            arrivesWith = Part.MANAGEMENT)
    default void setProtectionLevel(String volume, ProtectionLevel level) throws VssException {
        throw Part.MANAGEMENT.missing("SetVolumeProtectLevel");
    }

    /**
     * Returns who wins and whether it came to that; mirrors {@code GetVolumeProtectLevel}.
     *
     * @param volume mount point, device or UUID of a volume
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    @Mirrors(
            value = "IVssDifferentialSoftwareSnapshotMgmt3::GetVolumeProtectLevel",
            arrivesWith = Part.MANAGEMENT)
    default VolumeProtection getProtection(String volume) throws VssException {
        throw Part.MANAGEMENT.missing("GetVolumeProtectLevel");
    }

    /**
     * Dismounts a volume that was taken off-line and forgets the fault; mirrors {@code
     * ClearVolumeProtectFault}.
     *
     * @param volume mount point, device or UUID of a volume
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    @Mirrors(
            value = "IVssDifferentialSoftwareSnapshotMgmt3::ClearVolumeProtectFault",
            arrivesWith = Part.MANAGEMENT)
    default void clearProtectionFault(String volume) throws VssException {
        throw Part.MANAGEMENT.missing("ClearVolumeProtectFault");
    }

    /**
     * Deletes storage areas whose original volume is gone; mirrors {@code DeleteUnusedDiffAreas}.
     *
     * @param storageVolume the volume that holds the area
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    @Mirrors(
            value = "IVssDifferentialSoftwareSnapshotMgmt3::DeleteUnusedDiffAreas",
            arrivesWith = Part.MANAGEMENT)
    default void deleteUnusedAreas(String storageVolume) throws VssException {
        throw Part.MANAGEMENT.missing("DeleteUnusedDiffAreas");
    }
}
