package org.openvss.provider.image;

import java.util.ArrayList;
import java.util.List;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.MountAttributes;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.ResolveFlags;

/**
 * Mounts a file system so that a folder shows one folder of it: the root that the original's mount
 * showed, be it the whole, a subvolume or a bind mount. Knows nothing of loop devices.
 */
final class FileSystemMount {
    static final int SEALED =
            MountAttributes.READ_ONLY | MountAttributes.NO_SET_ID | MountAttributes.NO_DEVICES;

    private static final int STAY =
            ResolveFlags.NO_MOUNT_CROSSING | ResolveFlags.NO_SYMBOLIC_LINKS | ResolveFlags.BENEATH;

    private FileSystemMount() {}

    /** Returns the options with which a clone that was made frozen is mounted read-only. */
    static List<String> cloneOptions(String type) {
        return switch (type) {
            case "xfs" -> List.of("ro", "nouuid", "norecovery");
            case "btrfs" -> List.of("ro", "subvolid=5");
            case "ext2" -> List.of("ro");
            default -> List.of("ro", "noload");
        };
    }

    /**
     * Mounts.
     *
     * @param type type of the file system
     * @param device path of the device
     * @param options options of the file system
     * @param root folder of the file system, as in mountinfo
     * @param folder where it is to be seen
     * @param attributes attributes of the mount
     */
    static void show(
            String type,
            String device,
            List<String> options,
            String root,
            String folder,
            int attributes)
            throws LinuxException {
        Mounts.mount(type, device, folder, options, attributes);
        if (root.equals("/")) {
            return;
        }
        // Kernels before 6.15 copy no part of a mount that is not attached: attach, copy, replace.
        try (Fd whole = FileCalls.open(folder, OpenFlags.PATH | OpenFlags.DIRECTORY);
                Fd part =
                        FileCalls.openat2(
                                whole,
                                root.substring(1),
                                OpenFlags.PATH | OpenFlags.DIRECTORY,
                                0,
                                STAY);
                Fd tree = Mounts.openTree(part, false)) {
            Mounts.umount(folder, Mounts.DETACH | Mounts.NO_FOLLOW);
            Mounts.attach(tree, folder);
        } catch (LinuxException e) {
            throw afterUmount(folder, e);
        }
    }

    private static LinuxException afterUmount(String folder, LinuxException cause) {
        try {
            Mounts.umount(folder, Mounts.DETACH | Mounts.NO_FOLLOW);
        } catch (LinuxException e) {
            cause.addSuppressed(e);
        }
        return cause;
    }

    /** Returns the options of mountinfo that can be given again, without the ones of the mount. */
    static List<String> repeatable(String type, List<String> superOptions) {
        List<String> options = new ArrayList<>();
        for (String option : superOptions) {
            boolean chosenByUs = type.equals("btrfs") && option.startsWith("subvol");
            if (!chosenByUs && !option.equals("seclabel")) {
                options.add(option);
            }
        }
        if (type.equals("btrfs")) {
            options.add("subvolid=5");
        }
        return options;
    }
}
