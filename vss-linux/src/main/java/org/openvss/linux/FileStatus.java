package org.openvss.linux;

/**
 * What {@code statx(2)} says about a file.
 *
 * @param type kind of the file
 * @param mode permission bits including set-id and sticky bits, without the type
 * @param linkCount number of names
 * @param ownerId numeric owner
 * @param groupId numeric group
 * @param inode number within the file system
 * @param size length in bytes
 * @param allocatedBytes space taken, in bytes
 * @param major major number of the device that holds it; btrfs subvolumes have their own
 * @param minor minor number of the device that holds it
 * @param deviceMajor major number that a device file stands for
 * @param deviceMinor minor number that a device file stands for
 * @param mountId id of the mount as in mountinfo, 0 if the kernel does not say
 * @param isMountRoot whether it is the root of a mount
 * @param accessed last access
 * @param modified last change of the content
 * @param changed last change of content or attributes
 */
public record FileStatus(
        FileType type,
        int mode,
        int linkCount,
        int ownerId,
        int groupId,
        long inode,
        long size,
        long allocatedBytes,
        int major,
        int minor,
        int deviceMajor,
        int deviceMinor,
        long mountId,
        boolean isMountRoot,
        Timestamp accessed,
        Timestamp modified,
        Timestamp changed) {
    /** Tells whether two values are about one file: same device, same inode. */
    public boolean isSameFileAs(FileStatus other) {
        return major == other.major && minor == other.minor && inode == other.inode;
    }

    /** Returns the device that holds the file. */
    public DeviceNumber device() {
        return new DeviceNumber(major, minor);
    }

    /** Returns the device numbers as mountinfo prints them, for instance {@code 7:3}. */
    public String deviceNumbers() {
        return major + ":" + minor;
    }
}
