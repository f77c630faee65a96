package org.openvss.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.openvss.linux.NativeConstants.BTRFS_IOC_TREE_SEARCH;
import static org.openvss.linux.NativeConstants.BTRFS_QGROUP_INFO_KEY;
import static org.openvss.linux.NativeConstants.BTRFS_QGROUP_STATUS_FLAG_ON;
import static org.openvss.linux.NativeConstants.BTRFS_QGROUP_STATUS_KEY;
import static org.openvss.linux.NativeConstants.BTRFS_QUOTA_TREE_OBJECTID;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What btrfs counts for each subvolume if its quotas (qgroups) are enabled. Simple quotas count who
 * wrote something first and not who alone uses it, so they are no answer here.
 */
public final class BtrfsQuota {
    private static final long ARGUMENT_BYTES = 4096;

    private BtrfsQuota() {}

    /**
     * Returns the bytes that only one subvolume uses, metadata included, as of the last
     * transaction; nothing if quotas are off, simple, or out of step.
     *
     * @param file any open file or folder of the file system
     * @param subvolume number of the subvolume
     */
    public static OptionalLong exclusiveBytes(Fd file, long subvolume) throws LinuxException {
        Optional<MemorySegment> status =
                search(file, BTRFS_QGROUP_STATUS_KEY, 0, BtrfsLayouts.QUOTA_STATUS);
        if (status.isEmpty()) {
            return OptionalLong.empty();
        }
        long flags =
                status.get()
                        .get(
                                JAVA_LONG_UNALIGNED,
                                BtrfsLayouts.at(BtrfsLayouts.QUOTA_STATUS, "flags"));
        // Being counted anew, out of step, simple: with any other flag the figures mean less.
        if (flags != BTRFS_QGROUP_STATUS_FLAG_ON.value()) {
            return OptionalLong.empty();
        }
        return search(file, BTRFS_QGROUP_INFO_KEY, subvolume, BtrfsLayouts.QUOTA_INFORMATION)
                .map(item ->
                        OptionalLong.of(
                                item.get(
                                        JAVA_LONG_UNALIGNED,
                                        BtrfsLayouts.at(BtrfsLayouts.QUOTA_INFORMATION, "excl"))))
                .orElse(OptionalLong.empty());
    }

    /** Finds the one item of a type; nothing if the file system has no quotas. */
    private static Optional<MemorySegment> search(
            Fd file, NativeConstants type, long offset, StructLayout layout) throws LinuxException {
        MemorySegment argument = Arena.ofAuto().allocate(ARGUMENT_BYTES, Long.BYTES);
        StructLayout key = BtrfsLayouts.SEARCH_KEY;
        NativeLayouts.setLong(argument, key, BTRFS_QUOTA_TREE_OBJECTID.value(), "tree_id");
        NativeLayouts.setLong(argument, key, offset, "min_offset");
        NativeLayouts.setLong(argument, key, offset, "max_offset");
        NativeLayouts.setLong(argument, key, -1L, "max_transid");
        NativeLayouts.setInt(argument, key, (int) type.value(), "min_type");
        NativeLayouts.setInt(argument, key, (int) type.value(), "max_type");
        NativeLayouts.setInt(argument, key, 1, "nr_items");
        long result =
                Kernel.call(
                        SystemCall.IOCTL,
                        file.number(),
                        BTRFS_IOC_TREE_SEARCH.value(),
                        argument.address());
        if (result == -Errno.ENOENT) {
            return Optional.empty();
        }
        Outcome.check(result, "ioctl BTRFS_IOC_TREE_SEARCH", file.toString());
        long at = key.byteSize();
        MemorySegment header = argument.asSlice(at, BtrfsLayouts.SEARCH_HEADER.byteSize());
        int length = header.get(JAVA_INT, BtrfsLayouts.at(BtrfsLayouts.SEARCH_HEADER, "len"));
        boolean found =
                NativeLayouts.getInt(argument, key, "nr_items") == 1 && length >= layout.byteSize();
        return found
                ? Optional.of(argument.asSlice(at + header.byteSize(), layout.byteSize()))
                : Optional.empty();
    }
}
