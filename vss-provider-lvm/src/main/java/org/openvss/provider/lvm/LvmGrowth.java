package org.openvss.provider.lvm;

import org.openvss.VssException;

/** Extends what copies grow into, where the administrator has allowed it. */
final class LvmGrowth {
    private LvmGrowth() {}

    /** Extends the data and the metadata of a thin pool, each if it is full enough. */
    static void extendPool(LogicalVolume pool, LvmSettings settings) throws VssException {
        if (pool.dataPercent() >= settings.extendAtPercent()) {
            LvmProgram.change(
                    "the thin pool " + pool.fullName() + " cannot be extended",
                    "lvextend",
                    "--quiet",
                    "--extents",
                    "+" + settings.extendByPercent() + "%LV",
                    pool.fullName());
        }
        if (pool.metadataPercent() >= settings.extendAtPercent()) {
            LvmProgram.change(
                    "the metadata of the thin pool " + pool.fullName() + " cannot be extended",
                    "lvextend",
                    "--quiet",
                    "--poolmetadatasize",
                    "+" + pool.extent() + "b",
                    pool.fullName());
        }
    }
}
