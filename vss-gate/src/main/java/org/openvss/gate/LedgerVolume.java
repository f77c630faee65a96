package org.openvss.gate;

import org.jspecify.annotations.Nullable;
import org.openvss.Volume;

/**
 * A volume whose gate may be closed, as ledger and guard know it.
 *
 * @param mountId id of the mount in mountinfo
 * @param major major number of the superblock's device
 * @param minor minor number of the superblock's device
 * @param uuid UUID of the file system, or null if it has none
 * @param mountPoint where it was mounted
 */
record LedgerVolume(int mountId, int major, int minor, @Nullable String uuid, String mountPoint) {
    /** Returns what ledger and guard must know of a volume. */
    static LedgerVolume of(Volume volume) {
        return new LedgerVolume(
                volume.mountId(),
                volume.major(),
                volume.minor(),
                volume.fileSystemUuid(),
                volume.mountPoint());
    }

    /** Returns the device numbers as mountinfo prints them. */
    String deviceNumbers() {
        return major + ":" + minor;
    }

    /** Returns how messages name the volume. */
    String label() {
        return mountPoint + " (" + deviceNumbers() + ")";
    }

    /** Returns the words of a line that {@link #parse} reads. */
    String words() {
        return mountId
                + " "
                + major
                + " "
                + minor
                + " "
                + (uuid == null ? "-" : FieldText.encode(uuid))
                + " "
                + FieldText.encode(mountPoint);
    }

    /**
     * Reads what {@link #words} wrote.
     *
     * @throws IllegalArgumentException if the words are something else
     */
    static LedgerVolume parse(String words) {
        String[] word = words.split(" ", -1);
        if (word.length != 5) {
            throw new IllegalArgumentException("a volume has five words, not " + word.length);
        }
        return new LedgerVolume(
                Integer.parseInt(word[0]),
                Integer.parseInt(word[1]),
                Integer.parseInt(word[2]),
                word[3].equals("-") ? null : FieldText.decode(word[3]),
                FieldText.decode(word[4]));
    }
}
