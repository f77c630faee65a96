package org.openvss.linux;

import java.util.List;
import java.util.Optional;

/**
 * One line of {@code /proc/self/mountinfo}; all paths carry their bytes.
 *
 * @param id id of the mount, may be used again after umount
 * @param parentId id of the mount it is on
 * @param major major number of the superblock's device
 * @param minor minor number of the superblock's device
 * @param root folder inside the file system that is the root of this mount
 * @param mountPoint where it is, relative to our root
 * @param options options of this mount, for instance {@code ro}, {@code nosuid}
 * @param propagation optional fields, for instance {@code shared:1}, {@code master:2}; empty if
 *     private
 * @param fileSystemType type, for instance {@code ext4} or {@code fuse.sshfs}
 * @param source what was mounted, for instance {@code /dev/loop3}
 * @param superOptions options of the file system, split at commas
 */
public record Mount(
        int id,
        int parentId,
        int major,
        int minor,
        String root,
        String mountPoint,
        List<String> options,
        List<String> propagation,
        String fileSystemType,
        String source,
        List<String> superOptions) {
    private static final String SUBVOLUME = "subvol=";

    /** Returns the device of the superblock, which identifies the file system while mounted. */
    public DeviceNumber device() {
        return new DeviceNumber(major, minor);
    }

    /** Returns the device numbers as mountinfo prints them, for instance {@code 7:3}. */
    public String deviceNumbers() {
        return major + ":" + minor;
    }

    /** Tells whether this mount lets nobody write, whatever other mounts of the file system do. */
    public boolean isReadOnly() {
        return options.contains("ro");
    }

    /** Tells whether the file system as a whole lets nobody write. */
    public boolean isSuperReadOnly() {
        return superOptions.contains("ro");
    }

    /** Tells whether mounts on it spread to other namespaces. */
    public boolean isShared() {
        return propagation.stream().anyMatch(field -> field.startsWith("shared:"));
    }

    /**
     * Returns the path of the btrfs subvolume whose files the root of this mount shows, from the
     * top level of the file system, which is {@code /}; nothing for other file systems, or if the
     * subvolume was deleted.
     */
    public Optional<String> btrfsSubvolume() {
        if (!fileSystemType.equals("btrfs")) {
            return Optional.empty();
        }
        for (int index = 0; index < superOptions.size(); index++) {
            if (superOptions.get(index).startsWith(SUBVOLUME)) {
                // The last option, and the kernel does not escape commas in it.
                String rest = String.join(",", superOptions.subList(index, superOptions.size()));
                return Optional.of(rest.substring(SUBVOLUME.length()));
            }
        }
        return Optional.empty();
    }
}
