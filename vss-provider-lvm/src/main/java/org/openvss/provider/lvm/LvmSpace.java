package org.openvss.provider.lvm;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openvss.HResult;
import org.openvss.VssException;

/**
 * Whether there is room for new snapshots: unallocated extents for the areas of ordinary ones, free
 * space in the pools of thin ones.
 */
final class LvmSpace {
    private static final int MEBIBYTE = 20;

    private LvmSpace() {}

    /**
     * Requires room for a snapshot of each volume; extends thin pools that are fuller than allowed,
     * if that is configured.
     *
     * @throws VssException {@code VSS_E_INSUFFICIENT_STORAGE}
     */
    static void require(List<LogicalVolume> origins, LvmReport report, LvmSettings settings)
            throws VssException {
        Map<String, Long> needed = new HashMap<>();
        Set<String> pools = new HashSet<>();
        for (LogicalVolume origin : origins) {
            if (origin.isThin()) {
                if (pools.add(origin.poolUuid())) {
                    requirePool(report.poolOf(origin), settings);
                }
            } else {
                long sum =
                        needed.merge(origin.groupUuid(), settings.areaFor(origin), Math::addExact);
                requireFree(origin, sum);
            }
        }
    }

    private static void requireFree(LogicalVolume origin, long sum) throws VssException {
        if (origin.groupFree() < sum) {
            throw new VssException(
                    HResult.VSS_E_INSUFFICIENT_STORAGE,
                    "the volume group "
                            + origin.group()
                            + " has "
                            + (origin.groupFree() >> MEBIBYTE)
                            + " MiB left, but the copies in it need "
                            + (sum >> MEBIBYTE)
                            + " MiB for what their originals overwrite; add a disk with vgextend,"
                            + " delete older copies, or configure smaller areas");
        }
    }

    private static void requirePool(LogicalVolume pool, LvmSettings settings) throws VssException {
        double fullest = Math.max(pool.dataPercent(), pool.metadataPercent());
        if (fullest >= settings.extendAtPercent()) {
            LvmGrowth.extendPool(pool, settings);
            return;
        }
        if (fullest >= settings.fullPercent()) {
            throw new VssException(
                    HResult.VSS_E_INSUFFICIENT_STORAGE,
                    "the thin pool "
                            + pool.fullName()
                            + " is full to "
                            + fullest
                            + " %, and no copy is made above "
                            + settings.fullPercent()
                            + " %, because a full pool would stop its volumes too; extend it with"
                            + " lvextend, or delete older copies");
        }
    }
}
