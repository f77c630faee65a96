package org.openvss.embedded;

import java.util.Set;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.Mount;

/** Which mounts are volumes, and what to do instead where one is not. */
final class FileSystemKinds {
    /**
     * File systems on devices whose superblock has a device number of its own, without a device.
     */
    private static final Set<String> WITHOUT_OWN_DEVICE = Set.of("btrfs", "bcachefs", "zfs");

    private static final Set<String> NETWORK =
            Set.of("nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "afs", "glusterfs", "virtiofs");

    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs", "hugetlbfs");

    private FileSystemKinds() {}

    /** Tells whether a mount shows a file system with data on a block device of this machine. */
    static boolean isVolume(Mount mount) {
        return !isFuse(mount.fileSystemType())
                && (mount.major() != 0 || WITHOUT_OWN_DEVICE.contains(mount.fileSystemType()));
    }

    /** Tells whether a path may be looked up on a mount without the danger that nobody answers. */
    static boolean answersByItself(Mount mount) {
        return !isFuse(mount.fileSystemType()) && !NETWORK.contains(mount.fileSystemType());
    }

    /** Tells whether the kernel makes up the files of a mount: there is nothing to copy. */
    static boolean isMadeUp(Mount mount) {
        return !isVolume(mount)
                && answersByItself(mount)
                && !IN_MEMORY.contains(mount.fileSystemType())
                && !mount.fileSystemType().equals("overlay");
    }

    /** Returns why a mount is no volume. */
    static String reason(Mount mount) {
        String type = mount.fileSystemType();
        if (type.equals("overlay")) {
            return "overlay shows folders of other file systems";
        }
        if (IN_MEMORY.contains(type)) {
            return type + " keeps its files in memory";
        }
        if (isFuse(type)) {
            return type + " is served by a program";
        }
        if (NETWORK.contains(type)) {
            return type + " is on another machine";
        }
        return type + " holds no files of users";
    }

    /** Returns what to do instead; empty if there is nothing. */
    static String remedy(Mount mount) {
        String type = mount.fileSystemType();
        if (type.equals("overlay")) {
            return "name the volume that holds its upper folder"
                    + option(mount, "upperdir=").map(folder -> " " + folder).orElse("");
        }
        if (IN_MEMORY.contains(type)) {
            return "copy its files to a volume first";
        }
        if (isFuse(type)) {
            return "name the volume on which the program keeps its data";
        }
        if (NETWORK.contains(type)) {
            return "run vss on the machine that holds the data";
        }
        return "";
    }

    /** Returns the error for a mount that is no volume. */
    static VssException refusal(String argument, Mount mount) {
        String remedy = remedy(mount);
        return new VssException(
                HResult.VSS_E_VOLUME_NOT_SUPPORTED,
                "'"
                        + argument
                        + "' is on "
                        + mount.mountPoint()
                        + ", of which no shadow copy can be made: "
                        + reason(mount)
                        + (remedy.isEmpty() ? "" : "; " + remedy));
    }

    private static boolean isFuse(String type) {
        return type.equals("fuse") || type.equals("fuseblk") || type.startsWith("fuse.");
    }

    private static java.util.Optional<String> option(Mount mount, String prefix) {
        return mount.superOptions().stream()
                .filter(option -> option.startsWith(prefix))
                .map(option -> option.substring(prefix.length()))
                .findFirst();
    }
}
