package org.openvss.management;

import org.openvss.Mirrors;

/**
 * Where the storage of the copies of a volume is kept, and how much there may be of it.
 *
 * @param volume the original volume
 * @param storageVolume the volume that holds the area
 * @param maximumBytes upper bound in bytes, or {@link StorageAreas#NO_MAXIMUM}
 * @param allocatedBytes bytes set aside
 * @param usedBytes bytes in use
 */
@Mirrors("VSS_DIFF_AREA_PROP")
public record StorageArea(
        String volume,
        String storageVolume,
        long maximumBytes,
        long allocatedBytes,
        long usedBytes) {}
