package org.openvss.provider.copy;

import org.openvss.linux.FileStatus;
import org.openvss.linux.FileType;
import org.openvss.linux.Timestamp;

/**
 * What tells whether something in the tree has changed since it was copied.
 *
 * @param type kind
 * @param major device that holds it
 * @param minor device that holds it
 * @param inode its number
 * @param size length of a file in bytes; 0 for folders, whose length means nothing
 * @param changed last change of content or attributes
 */
record Seen(FileType type, int major, int minor, long inode, long size, Timestamp changed) {
    static Seen of(FileStatus status) {
        return new Seen(
                status.type(),
                status.major(),
                status.minor(),
                status.inode(),
                status.type() == FileType.DIRECTORY ? 0 : status.size(),
                status.changed());
    }

    boolean isSameThingAs(Seen other) {
        return type == other.type
                && major == other.major
                && minor == other.minor
                && inode == other.inode;
    }

    /** Tells whether the last change was at or after an instant, in nanoseconds since 1970. */
    boolean changedSince(long nanos) {
        long seconds = Math.floorDiv(nanos, 1_000_000_000L);
        return changed.seconds() > seconds
                || (changed.seconds() == seconds
                        && changed.nanos() >= Math.floorMod(nanos, 1_000_000_000L));
    }
}
