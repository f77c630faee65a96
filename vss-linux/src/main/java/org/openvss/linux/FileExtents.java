package org.openvss.linux;

import static org.openvss.linux.NativeConstants.FIEMAP_EXTENT_DATA_INLINE;
import static org.openvss.linux.NativeConstants.FIEMAP_EXTENT_LAST;
import static org.openvss.linux.NativeConstants.FIEMAP_EXTENT_SHARED;
import static org.openvss.linux.NativeConstants.FIEMAP_FLAG_SYNC;
import static org.openvss.linux.NativeConstants.FS_IOC_FIEMAP;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The pieces of a file on its file system: their number is the price of cloning it, and those that
 * it shares with nobody are what deleting it frees.
 */
public final class FileExtents {
    private static final int AT_ONCE = 512;

    private FileExtents() {}

    /**
     * Counts the extents of a file (FIEMAP), after writing out what is still only in memory.
     *
     * @throws LinuxException EOPNOTSUPP if the file system does not say
     */
    public static long count(Fd file) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(NativeLayouts.FIEMAP);
            NativeLayouts.setLong(request, NativeLayouts.FIEMAP, -1L, "fm_length");
            int flags = (int) FIEMAP_FLAG_SYNC.value();
            NativeLayouts.setInt(request, NativeLayouts.FIEMAP, flags, "fm_flags");
            ask(file, request);
            return Integer.toUnsignedLong(
                    NativeLayouts.getInt(request, NativeLayouts.FIEMAP, "fm_mapped_extents"));
        }
    }

    /**
     * Adds up the extents that nothing but this file uses (FIEMAP without FIEMAP_EXTENT_SHARED);
     * data inside of metadata is not counted.
     *
     * @throws LinuxException EOPNOTSUPP if the file system does not say
     */
    public static long exclusiveBytes(Fd file) throws LinuxException {
        long sum = 0;
        long from = 0;
        long shared = FIEMAP_EXTENT_SHARED.value() | FIEMAP_EXTENT_DATA_INLINE.value();
        try (Arena arena = Arena.ofConfined()) {
            long size = NativeLayouts.FIEMAP_EXTENT.byteSize();
            long head = NativeLayouts.FIEMAP.byteSize();
            MemorySegment request = arena.allocate(head + AT_ONCE * size, Long.BYTES);
            while (true) {
                NativeLayouts.setLong(request, NativeLayouts.FIEMAP, from, "fm_start");
                NativeLayouts.setLong(request, NativeLayouts.FIEMAP, -1L - from, "fm_length");
                NativeLayouts.setInt(request, NativeLayouts.FIEMAP, AT_ONCE, "fm_extent_count");
                ask(file, request);
                int found =
                        NativeLayouts.getInt(request, NativeLayouts.FIEMAP, "fm_mapped_extents");
                if (found == 0) {
                    return sum;
                }
                for (int at = 0; at < found; at++) {
                    MemorySegment extent = request.asSlice(head + at * size, size);
                    int flags =
                            NativeLayouts.getInt(extent, NativeLayouts.FIEMAP_EXTENT, "fe_flags");
                    long length =
                            NativeLayouts.getLong(extent, NativeLayouts.FIEMAP_EXTENT, "fe_length");
                    sum += (flags & shared) == 0 ? length : 0;
                    from =
                            length
                                    + NativeLayouts.getLong(
                                            extent, NativeLayouts.FIEMAP_EXTENT, "fe_logical");
                    if ((flags & FIEMAP_EXTENT_LAST.value()) != 0) {
                        return sum;
                    }
                }
            }
        }
    }

    private static void ask(Fd file, MemorySegment request) throws LinuxException {
        Outcome.check(
                Kernel.call(
                        SystemCall.IOCTL, file.number(), FS_IOC_FIEMAP.value(), request.address()),
                "ioctl FS_IOC_FIEMAP",
                file.toString());
    }
}
