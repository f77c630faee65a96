package org.openvss.linux;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.util.List;

/** The structures of the btrfs driver, as {@link NativeLayouts} has those of the kernel. */
final class BtrfsLayouts {
    /** Most subvolumes in one answer about what is inside a subvolume. */
    static final int MOST_REFERENCES = 255;

    static final StructLayout VOLUME_ARGUMENTS =
            structLayout(
                            JAVA_LONG.withName("fd"),
                            JAVA_LONG.withName("transid"),
                            JAVA_LONG.withName("flags"),
                            paddingLayout(32),
                            sequenceLayout(4040, JAVA_BYTE).withName("name"))
                    .withName("btrfs_ioctl_vol_args_v2");

    static final StructLayout SUBVOLUME_INFORMATION =
            structLayout(
                            JAVA_LONG.withName("treeid"),
                            sequenceLayout(256, JAVA_BYTE).withName("name"),
                            JAVA_LONG.withName("parent_id"),
                            JAVA_LONG.withName("dirid"),
                            JAVA_LONG.withName("generation"),
                            JAVA_LONG.withName("flags"),
                            sequenceLayout(16, JAVA_BYTE).withName("uuid"),
                            sequenceLayout(16, JAVA_BYTE).withName("parent_uuid"),
                            sequenceLayout(16, JAVA_BYTE).withName("received_uuid"),
                            JAVA_LONG.withName("ctransid"),
                            JAVA_LONG.withName("otransid"),
                            paddingLayout(144))
                    .withName("btrfs_ioctl_get_subvol_info_args");

    static final StructLayout REFERENCES =
            structLayout(
                            JAVA_LONG.withName("min_treeid"),
                            sequenceLayout(MOST_REFERENCES * 16L, JAVA_BYTE).withName("rootref"),
                            JAVA_BYTE.withName("num_items"),
                            paddingLayout(7))
                    .withName("btrfs_ioctl_get_subvol_rootref_args");

    static final StructLayout LOOK_UP =
            structLayout(
                            JAVA_LONG.withName("dirid"),
                            JAVA_LONG.withName("treeid"),
                            sequenceLayout(256, JAVA_BYTE).withName("name"),
                            sequenceLayout(3824, JAVA_BYTE).withName("path"))
                    .withName("btrfs_ioctl_ino_lookup_user_args");

    static final StructLayout SEARCH_KEY =
            structLayout(
                            JAVA_LONG.withName("tree_id"),
                            JAVA_LONG.withName("min_objectid"),
                            JAVA_LONG.withName("max_objectid"),
                            JAVA_LONG.withName("min_offset"),
                            JAVA_LONG.withName("max_offset"),
                            JAVA_LONG.withName("min_transid"),
                            JAVA_LONG.withName("max_transid"),
                            JAVA_INT.withName("min_type"),
                            JAVA_INT.withName("max_type"),
                            JAVA_INT.withName("nr_items"),
                            paddingLayout(36))
                    .withName("btrfs_ioctl_search_key");

    static final StructLayout SEARCH_HEADER =
            structLayout(
                            JAVA_LONG.withName("transid"),
                            JAVA_LONG.withName("objectid"),
                            JAVA_LONG.withName("offset"),
                            JAVA_INT.withName("type"),
                            JAVA_INT.withName("len"))
                    .withName("btrfs_ioctl_search_header");

    static final StructLayout QUOTA_STATUS =
            structLayout(
                            JAVA_LONG.withName("version"),
                            JAVA_LONG.withName("generation"),
                            JAVA_LONG.withName("flags"),
                            JAVA_LONG.withName("rescan"))
                    .withName("btrfs_qgroup_status_item");

    static final StructLayout QUOTA_INFORMATION =
            structLayout(
                            JAVA_LONG.withName("generation"),
                            JAVA_LONG.withName("rfer"),
                            JAVA_LONG.withName("rfer_cmpr"),
                            JAVA_LONG.withName("excl"),
                            JAVA_LONG.withName("excl_cmpr"))
                    .withName("btrfs_qgroup_info_item");

    private BtrfsLayouts() {}

    /** Returns every structure, for the comparison with the headers. */
    static List<StructLayout> all() {
        return List.of(
                VOLUME_ARGUMENTS,
                SUBVOLUME_INFORMATION,
                REFERENCES,
                LOOK_UP,
                SEARCH_KEY,
                SEARCH_HEADER,
                QUOTA_STATUS,
                QUOTA_INFORMATION);
    }

    /** Returns the offset of a field. */
    static long at(StructLayout layout, String field) {
        return layout.byteOffset(MemoryLayout.PathElement.groupElement(field));
    }
}
