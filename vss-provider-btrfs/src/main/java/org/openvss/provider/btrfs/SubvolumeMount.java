package org.openvss.provider.btrfs;

import java.util.List;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.MountAttributes;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;

/** Mounts a subvolume, or a folder of it, where its predecessor was mounted. */
final class SubvolumeMount {
    private SubvolumeMount() {}

    /**
     * Mounts.
     *
     * @param source device of the file system
     * @param id number of the subvolume
     * @param subvolume its path
     * @param place where and how
     */
    static void show(String source, long id, String subvolume, RevertMarker.Place place)
            throws LinuxException {
        int attributes = MountAttributes.of(place.options());
        List<String> options = List.of("subvolid=" + id);
        Mounts.mount("btrfs", source, place.mountPoint(), options, attributes);
        if (place.root().equals(subvolume)) {
            return;
        }
        // Kernels before 6.15 copy no part of a mount that is not attached: attach, copy, replace.
        String below = place.root().substring(subvolume.length() + 1);
        try (Fd whole = FileCalls.open(place.mountPoint(), OpenFlags.PATH | OpenFlags.DIRECTORY);
                Fd part =
                        FileCalls.openat2(
                                whole,
                                below,
                                OpenFlags.PATH | OpenFlags.DIRECTORY,
                                0,
                                TopLevel.STAY);
                Fd tree = Mounts.openTree(part, false)) {
            Mounts.umount(place.mountPoint(), Mounts.DETACH | Mounts.NO_FOLLOW);
            Mounts.attach(tree, place.mountPoint());
        } catch (LinuxException e) {
            throw withoutWhole(place.mountPoint(), e);
        }
    }

    /** Rather nothing than more than was to be seen. */
    private static LinuxException withoutWhole(String mountPoint, LinuxException cause) {
        try {
            Mounts.umount(mountPoint, Mounts.DETACH | Mounts.NO_FOLLOW);
        } catch (LinuxException e) {
            cause.addSuppressed(e);
        }
        return cause;
    }
}
