package org.openvss.gate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openvss.linux.Errno;
import org.openvss.linux.LinuxException;
import org.openvss.linux.MountAttributes;
import org.openvss.linux.Mounts;

/** Mounts the small tmpfs of the runtime folder where {@code /run} is an ordinary file system. */
final class TmpfsMount {
    private static final List<String> OPTIONS = List.of("size=4m", "nr_inodes=1024", "mode=0700");
    private static final int ATTRIBUTES =
            MountAttributes.NO_SET_ID | MountAttributes.NO_DEVICES | MountAttributes.NO_EXECUTION;

    private TmpfsMount() {}

    /**
     * Mounts it over a folder.
     *
     * @return null, or why this process may not
     */
    static @Nullable String over(String path) throws LinuxException {
        try {
            Mounts.mount("tmpfs", "openvss", path, OPTIONS, ATTRIBUTES);
            return null;
        } catch (LinuxException failure) {
            if (failure.errno() != Errno.EPERM && failure.errno() != Errno.EACCES) {
                throw failure;
            }
            return "Writes cannot be held: "
                    + path
                    + " is no tmpfs, and none may be mounted there ("
                    + failure.getMessage()
                    + "). Run as root in the initial user namespace.";
        }
    }
}
