package org.openvss.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What btrfs knows of a subvolume.
 *
 * @param id its number, which is never used again
 * @param parentId number of the subvolume that holds its name; 0 for the top level and for one that
 *     was deleted
 * @param readOnly whether nobody may change it
 * @param uuid its UUID
 * @param changed transaction of its last real change ({@code ctransid}); being snapshotted is none
 * @param created transaction that made it ({@code otransid})
 */
public record BtrfsSubvolume(
        long id, long parentId, boolean readOnly, UUID uuid, long changed, long created) {
    /** Number of the subvolume at the top of every btrfs. */
    public static final long TOP_LEVEL = 5;

    static BtrfsSubvolume read(MemorySegment answer) {
        long flags = field(answer, "flags");
        byte[] uuid =
                answer.asSlice(BtrfsLayouts.at(BtrfsLayouts.SUBVOLUME_INFORMATION, "uuid"), 16)
                        .toArray(ValueLayout.JAVA_BYTE);
        ByteBuffer bytes = ByteBuffer.wrap(uuid);
        return new BtrfsSubvolume(
                field(answer, "treeid"),
                field(answer, "parent_id"),
                (flags & NativeConstants.BTRFS_ROOT_SUBVOL_RDONLY.value()) != 0,
                new UUID(bytes.getLong(), bytes.getLong()),
                field(answer, "ctransid"),
                field(answer, "otransid"));
    }

    static long field(MemorySegment answer, String name) {
        return answer.get(
                ValueLayout.JAVA_LONG, BtrfsLayouts.at(BtrfsLayouts.SUBVOLUME_INFORMATION, name));
    }
}
