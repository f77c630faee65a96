package org.openvss;

import org.jspecify.annotations.Nullable;

/**
 * A mounted volume: one superblock of this machine, or on btrfs one subvolume of it, as one of its
 * mounts shows it.
 *
 * <p>All paths in OpenVSS are strings that carry bytes: UTF-8 where the bytes are UTF-8; any other
 * byte {@code 0x80..0xFF} is the lone surrogate {@code U+DC80..U+DCFF}, as in Python's {@code
 * surrogateescape}. So no name is lost, and JSON written from it can be turned back into the bytes.
 *
 * @param volumeId lasting identity: file-system type and UUID, for a subvolume of btrfs plus its
 *     path from the top level, for images plus host and path; with the device numbers it tells
 *     apart the subvolumes of one file system
 * @param major major number of the superblock's device in mountinfo: run-time identity with minor
 * @param minor minor number of the superblock's device in mountinfo
 * @param fileSystemType type as in mountinfo, for instance {@code ext4}
 * @param fileSystemUuid UUID of the file system, or null if it has none
 * @param mountPoint canonical mount point, as the caller named or implied it
 * @param root folder inside the file system that the mount shows; {@code /} unless it is a bind
 *     mount or a subvolume
 * @param source what was mounted, as in mountinfo, for instance {@code /dev/loop3}
 * @param mountId id of the mount in mountinfo
 * @param readOnly whether the file system (not only this mount) is read-only
 */
public record Volume(
        String volumeId,
        int major,
        int minor,
        String fileSystemType,
        @Nullable String fileSystemUuid,
        String mountPoint,
        String root,
        String source,
        int mountId,
        boolean readOnly) {
    /** Returns the device numbers as mountinfo prints them, for instance {@code 7:3}. */
    public String deviceNumbers() {
        return major + ":" + minor;
    }

    /** Tells whether two values lie on one file system now: they can only be held together. */
    public boolean isOnSameFileSystemAs(Volume other) {
        return major == other.major && minor == other.minor;
    }

    /** Tells whether two values name the same volume now, by whichever mount. */
    public boolean isSameVolumeAs(Volume other) {
        return isOnSameFileSystemAs(other) && volumeId.equals(other.volumeId);
    }
}
