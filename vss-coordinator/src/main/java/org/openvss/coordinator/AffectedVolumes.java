package org.openvss.coordinator;

import java.util.List;
import org.openvss.HResult;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.coordinator.port.VolumeResolver;

/** Tells whether folders of an application lie on the volumes of a set. */
record AffectedVolumes(VolumeResolver resolver) {
    /**
     * Tells whether any folder lies on one of the volumes.
     *
     * @param folders absolute folders; if there are none the application belongs to every set
     */
    boolean include(List<String> folders, List<Volume> volumes) {
        return folders.isEmpty() || folders.stream().anyMatch(folder -> isOn(volumes, folder));
    }

    /** A folder whose volume cannot be found out counts: better one too many than too few. */
    private boolean isOn(List<Volume> volumes, String folder) {
        try {
            Volume home = resolver.resolve(folder);
            return volumes.stream().anyMatch(home::isSameVolumeAs);
        } catch (VssException failure) {
            return failure.code() != HResult.VSS_E_OBJECT_NOT_FOUND
                    && failure.code() != HResult.VSS_E_VOLUME_NOT_SUPPORTED;
        }
    }
}
