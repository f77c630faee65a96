package org.openvss.provider.btrfs;

import java.util.List;
import org.openvss.linux.BtrfsSubvolume;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.MountAttributes;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.ResolveFlags;

/**
 * The top level of a btrfs, however its subvolumes are mounted: a mount that is attached nowhere,
 * so that nobody sees it, and that is gone when it is closed. Only for file systems that are
 * mounted and writable: mounting another one would change it.
 */
final class TopLevel implements AutoCloseable {
    static final int FOLDER = OpenFlags.READ_ONLY | OpenFlags.DIRECTORY;
    static final int STAY =
            ResolveFlags.NO_MOUNT_CROSSING | ResolveFlags.NO_SYMBOLIC_LINKS | ResolveFlags.BENEATH;

    private final Fd mount;
    private final String source;

    private TopLevel(Fd mount, String source) {
        this.mount = mount;
        this.source = source;
    }

    /**
     * Opens it.
     *
     * @param source a device of the file system, as in mountinfo
     */
    static TopLevel open(String source) throws LinuxException {
        return new TopLevel(
                Mounts.create(
                        "btrfs",
                        source,
                        List.of("subvolid=" + BtrfsSubvolume.TOP_LEVEL),
                        MountAttributes.NO_SET_ID
                                | MountAttributes.NO_DEVICES
                                | MountAttributes.NO_EXECUTION),
                source);
    }

    String source() {
        return source;
    }

    /** Opens a folder, given its path from here, {@code /} for the top level itself. */
    Fd openFolder(String path) throws LinuxException {
        String below = path.equals("/") ? "." : path.substring(1);
        return FileCalls.openat2(mount, below, FOLDER | OpenFlags.NO_FOLLOW, 0, STAY);
    }

    @Override
    public void close() {
        mount.close();
    }
}
