package org.openvss.linux;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The structures that the kernel reads and writes, named and laid out as in its headers.
 *
 * <p>Everything here is compared with the headers of the machine by a test; there is no second copy
 * of any offset. Fields that are not used are padding.
 */
final class NativeLayouts {
    static final StructLayout TIMESPEC =
            structLayout(JAVA_LONG.withName("tv_sec"), JAVA_LONG.withName("tv_nsec"))
                    .withName("timespec");

    static final StructLayout STATX_TIMESTAMP =
            structLayout(
                            JAVA_LONG.withName("tv_sec"),
                            JAVA_INT.withName("tv_nsec"),
                            paddingLayout(4))
                    .withName("statx_timestamp");

    static final StructLayout STATX =
            structLayout(
                            JAVA_INT.withName("stx_mask"),
                            JAVA_INT.withName("stx_blksize"),
                            JAVA_LONG.withName("stx_attributes"),
                            JAVA_INT.withName("stx_nlink"),
                            JAVA_INT.withName("stx_uid"),
                            JAVA_INT.withName("stx_gid"),
                            JAVA_SHORT.withName("stx_mode"),
                            paddingLayout(2),
                            JAVA_LONG.withName("stx_ino"),
                            JAVA_LONG.withName("stx_size"),
                            JAVA_LONG.withName("stx_blocks"),
                            JAVA_LONG.withName("stx_attributes_mask"),
                            STATX_TIMESTAMP.withName("stx_atime"),
                            STATX_TIMESTAMP.withName("stx_btime"),
                            STATX_TIMESTAMP.withName("stx_ctime"),
                            STATX_TIMESTAMP.withName("stx_mtime"),
                            JAVA_INT.withName("stx_rdev_major"),
                            JAVA_INT.withName("stx_rdev_minor"),
                            JAVA_INT.withName("stx_dev_major"),
                            JAVA_INT.withName("stx_dev_minor"),
                            JAVA_LONG.withName("stx_mnt_id"),
                            paddingLayout(104))
                    .withName("statx");

    static final StructLayout STATFS =
            structLayout(
                            JAVA_LONG.withName("f_type"),
                            JAVA_LONG.withName("f_bsize"),
                            JAVA_LONG.withName("f_blocks"),
                            JAVA_LONG.withName("f_bfree"),
                            JAVA_LONG.withName("f_bavail"),
                            JAVA_LONG.withName("f_files"),
                            JAVA_LONG.withName("f_ffree"),
                            paddingLayout(8),
                            JAVA_LONG.withName("f_namelen"),
                            JAVA_LONG.withName("f_frsize"),
                            JAVA_LONG.withName("f_flags"),
                            paddingLayout(32))
                    .withName("statfs");

    static final StructLayout OPEN_HOW =
            structLayout(
                            JAVA_LONG.withName("flags"),
                            JAVA_LONG.withName("mode"),
                            JAVA_LONG.withName("resolve"))
                    .withName("open_how");

    static final StructLayout FIEMAP =
            structLayout(
                            JAVA_LONG.withName("fm_start"),
                            JAVA_LONG.withName("fm_length"),
                            JAVA_INT.withName("fm_flags"),
                            JAVA_INT.withName("fm_mapped_extents"),
                            JAVA_INT.withName("fm_extent_count"),
                            paddingLayout(4))
                    .withName("fiemap");

    static final StructLayout FIEMAP_EXTENT =
            structLayout(
                            JAVA_LONG.withName("fe_logical"),
                            JAVA_LONG.withName("fe_physical"),
                            JAVA_LONG.withName("fe_length"),
                            paddingLayout(16),
                            JAVA_INT.withName("fe_flags"),
                            paddingLayout(12))
                    .withName("fiemap_extent");

    static final StructLayout LOOP_INFO =
            structLayout(
                            JAVA_LONG.withName("lo_device"),
                            JAVA_LONG.withName("lo_inode"),
                            JAVA_LONG.withName("lo_rdevice"),
                            JAVA_LONG.withName("lo_offset"),
                            JAVA_LONG.withName("lo_sizelimit"),
                            JAVA_INT.withName("lo_number"),
                            paddingLayout(8),
                            JAVA_INT.withName("lo_flags"),
                            sequenceLayout(64, JAVA_BYTE).withName("lo_file_name"),
                            paddingLayout(112))
                    .withName("loop_info64");

    static final StructLayout LOOP_CONFIG =
            structLayout(
                            JAVA_INT.withName("fd"),
                            JAVA_INT.withName("block_size"),
                            LOOP_INFO.withName("info"),
                            paddingLayout(64))
                    .withName("loop_config");

    static final StructLayout MOUNT_ATTR =
            structLayout(
                            JAVA_LONG.withName("attr_set"),
                            JAVA_LONG.withName("attr_clr"),
                            JAVA_LONG.withName("propagation"),
                            JAVA_LONG.withName("userns_fd"))
                    .withName("mount_attr");

    static final StructLayout POLLFD =
            structLayout(
                            JAVA_INT.withName("fd"),
                            JAVA_SHORT.withName("events"),
                            JAVA_SHORT.withName("revents"))
                    .withName("pollfd");

    static final StructLayout BLKPG_PARTITION =
            structLayout(
                            JAVA_LONG.withName("start"),
                            JAVA_LONG.withName("length"),
                            JAVA_INT.withName("pno"),
                            paddingLayout(132))
                    .withName("blkpg_partition");

    static final StructLayout BLKPG_ARGUMENT =
            structLayout(
                            JAVA_INT.withName("op"),
                            JAVA_INT.withName("flags"),
                            JAVA_INT.withName("datalen"),
                            paddingLayout(4),
                            JAVA_LONG.withName("data"))
                    .withName("blkpg_ioctl_arg");

    static final StructLayout DM_IOCTL =
            structLayout(
                            sequenceLayout(3, JAVA_INT).withName("version"),
                            JAVA_INT.withName("data_size"),
                            JAVA_INT.withName("data_start"),
                            JAVA_INT.withName("target_count"),
                            JAVA_INT.withName("open_count"),
                            JAVA_INT.withName("flags"),
                            JAVA_INT.withName("event_nr"),
                            paddingLayout(4),
                            JAVA_LONG.withName("dev"),
                            sequenceLayout(128, JAVA_BYTE).withName("name"),
                            sequenceLayout(129, JAVA_BYTE).withName("uuid"),
                            sequenceLayout(7, JAVA_BYTE).withName("data"))
                    .withName("dm_ioctl");

    static final StructLayout DM_TARGET_SPEC =
            structLayout(
                            JAVA_LONG.withName("sector_start"),
                            JAVA_LONG.withName("length"),
                            JAVA_INT.withName("status"),
                            JAVA_INT.withName("next"),
                            sequenceLayout(16, JAVA_BYTE).withName("target_type"))
                    .withName("dm_target_spec");

    /** The name follows. */
    static final StructLayout DM_TARGET_VERSIONS =
            structLayout(JAVA_INT.withName("next"), sequenceLayout(3, JAVA_INT).withName("version"))
                    .withName("dm_target_versions");

    /** The message follows. */
    static final StructLayout DM_TARGET_MESSAGE =
            structLayout(JAVA_LONG.withName("sector")).withName("dm_target_msg");

    /** By the layouts themselves: to compare them would be slow as well. */
    private static final IdentityHashMap<StructLayout, Map<String, Long>> OFFSETS =
            new IdentityHashMap<>();

    static {
        all().forEach(layout -> OFFSETS.put(layout, new ConcurrentHashMap<>()));
    }

    private NativeLayouts() {}

    /** Returns every structure, for the comparison with the headers. */
    static List<StructLayout> all() {
        return List.of(
                TIMESPEC,
                STATX_TIMESTAMP,
                STATX,
                STATFS,
                OPEN_HOW,
                FIEMAP,
                FIEMAP_EXTENT,
                LOOP_INFO,
                LOOP_CONFIG,
                MOUNT_ATTR,
                POLLFD,
                BLKPG_PARTITION,
                BLKPG_ARGUMENT,
                DM_IOCTL,
                DM_TARGET_SPEC,
                DM_TARGET_VERSIONS,
                DM_TARGET_MESSAGE);
    }

    /**
     * Returns the offset of a field, given the names that lead to it. Remembers it: finding it is
     * slower than the call that it is needed for.
     */
    static long offset(StructLayout layout, String... names) {
        Map<String, Long> known = OFFSETS.get(layout);
        String key = names.length == 1 ? names[0] : String.join(".", names);
        return known == null
                ? find(layout, names)
                : known.computeIfAbsent(key, _ -> find(layout, names));
    }

    private static long find(StructLayout layout, String... names) {
        MemoryLayout.PathElement[] path = new MemoryLayout.PathElement[names.length];
        for (int index = 0; index < names.length; index++) {
            path[index] = groupElement(names[index]);
        }
        return layout.byteOffset(path);
    }

    static int getInt(MemorySegment from, StructLayout layout, String... names) {
        return from.get(JAVA_INT, offset(layout, names));
    }

    static long getLong(MemorySegment from, StructLayout layout, String... names) {
        return from.get(JAVA_LONG, offset(layout, names));
    }

    static int getUnsignedShort(MemorySegment from, StructLayout layout, String... names) {
        return Short.toUnsignedInt(from.get(JAVA_SHORT, offset(layout, names)));
    }

    static void setInt(MemorySegment to, StructLayout layout, int value, String... names) {
        to.set(JAVA_INT, offset(layout, names), value);
    }

    static void setLong(MemorySegment to, StructLayout layout, long value, String... names) {
        to.set(JAVA_LONG, offset(layout, names), value);
    }
}
