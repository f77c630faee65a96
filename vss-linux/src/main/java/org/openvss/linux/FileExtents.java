package org.openvss.linux;

import static org.openvss.linux.NativeConstants.FIEMAP_FLAG_SYNC;
import static org.openvss.linux.NativeConstants.FS_IOC_FIEMAP;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** How many pieces a file has on its file system: the price of cloning it. */
public final class FileExtents {
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
            Outcome.check(
                    Kernel.call(
                            SystemCall.IOCTL,
                            file.number(),
                            FS_IOC_FIEMAP.value(),
                            request.address()),
                    "ioctl FS_IOC_FIEMAP",
                    file.toString());
            return Integer.toUnsignedLong(
                    NativeLayouts.getInt(request, NativeLayouts.FIEMAP, "fm_mapped_extents"));
        }
    }
}
