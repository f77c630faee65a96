package org.openvss.management;

import java.util.List;
import org.openvss.Mirrors;
import org.openvss.Part;
import org.openvss.ProviderId;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyContext;
import org.openvss.VssException;

/** Asks what can be copied and where storage may lie. */
@Mirrors({"IVssSnapshotMgmt", "IVssSnapshotMgmt2"})
public interface SnapshotManagement {
    /**
     * Returns the management of the storage areas of a provider; mirrors {@code
     * GetProviderMgmtInterface}.
     *
     * @param provider the provider
     * @throws VssException {@code VSS_E_PROVIDER_NOT_REGISTERED}
     */
    @Mirrors(value = "IVssSnapshotMgmt::GetProviderMgmtInterface", arrivesWith = Part.MANAGEMENT)
    default StorageAreas getProviderManagement(ProviderId provider) throws VssException {
        throw Part.MANAGEMENT.missing("GetProviderMgmtInterface");
    }

    /**
     * Returns the volumes of which a provider can make copies; mirrors {@code
     * QueryVolumesSupportedForSnapshots}.
     *
     * @param provider the provider
     * @param context what the copies would be for
     * @throws VssException {@code VSS_E_PROVIDER_NOT_REGISTERED}
     */
    @Mirrors(
            value = "IVssSnapshotMgmt::QueryVolumesSupportedForSnapshots",
            arrivesWith = Part.MANAGEMENT)
    default List<VolumeProperties> queryVolumesSupportedForSnapshots(
            ProviderId provider, ShadowCopyContext context) throws VssException {
        throw Part.MANAGEMENT.missing("QueryVolumesSupportedForSnapshots");
    }

    /**
     * Returns the copies of a volume; mirrors {@code QuerySnapshotsByVolume}.
     *
     * @param volume mount point, device or UUID of a volume
     * @param provider the provider
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    @Mirrors(value = "IVssSnapshotMgmt::QuerySnapshotsByVolume", arrivesWith = Part.MANAGEMENT)
    default List<ShadowCopy> querySnapshotsByVolume(String volume, ProviderId provider)
            throws VssException {
        throw Part.MANAGEMENT.missing("QuerySnapshotsByVolume");
    }

    /**
     * Returns the smallest allowed size of a storage area in bytes; mirrors {@code
     * GetMinDiffAreaSize}.
     *
     * @throws VssException {@code VSS_E_UNEXPECTED}
     */
    @Mirrors(value = "IVssSnapshotMgmt2::GetMinDiffAreaSize", arrivesWith = Part.MANAGEMENT)
    default long getMinimumAreaSize() throws VssException {
        throw Part.MANAGEMENT.missing("GetMinDiffAreaSize");
    }
}
