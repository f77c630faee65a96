package org.openvss.provider.lvm;

/**
 * How much room copies of logical volumes get.
 *
 * @param areaPercent size of the copy-on-write area of an ordinary volume's copy, in percent of the
 *     volume
 * @param leastAreaBytes smallest such area, in bytes
 * @param fullPercent how full a thin pool's data or metadata may be so that a copy is still made in
 *     it, in percent
 * @param extendAtPercent how full an area or pool is when it is extended, in percent; 100 for never
 * @param extendByPercent by how much it is extended, in percent of its size
 * @param giveUpPercent how full a thin pool is when copies in it are given up, oldest first, so
 *     that their originals go on, in percent
 */
public record LvmSettings(
        int areaPercent,
        long leastAreaBytes,
        int fullPercent,
        int extendAtPercent,
        int extendByPercent,
        int giveUpPercent) {
    private static final long LEAST_AREA = 32L << 20;
    private static final long MOST_LIST_PART = 64;

    /** Never extend. */
    public static final int NEVER = 100;

    /** Returns what counts without configuration: nothing is extended. */
    public static LvmSettings standard() {
        return new LvmSettings(20, LEAST_AREA, 90, NEVER, 20, 95);
    }

    /** Returns the size of the area for a volume, in bytes; a whole number of extents. */
    long areaFor(LogicalVolume origin) {
        long extent = Math.max(1, origin.extent());
        long wanted = Math.max(leastAreaBytes, origin.bytes() / 100 * areaPercent);
        // All of the volume and the list of its chunks: more would never be used.
        long most = origin.bytes() + origin.bytes() / MOST_LIST_PART + 2 * extent;
        return (Math.min(wanted, most) + extent - 1) / extent * extent;
    }
}
