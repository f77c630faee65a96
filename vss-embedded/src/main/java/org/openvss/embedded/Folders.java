package org.openvss.embedded;

import org.openvss.linux.AttributeCalls;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;

/** Folders of our own, closed to everybody else. */
final class Folders {
    private static final int OWNER_ONLY = 0700;

    private Folders() {}

    /**
     * Opens a folder for listing, making it and what is missing above it; only its owner may enter
     * what is made.
     *
     * @param path absolute path
     * @throws LinuxException if it cannot be made or opened
     */
    static Fd make(String path) throws LinuxException {
        try {
            return FileCalls.open(path, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY);
        } catch (LinuxException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
        int slash = path.lastIndexOf('/');
        try (Fd parent = make(slash <= 0 ? "/" : path.substring(0, slash))) {
            makeOne(parent, path.substring(slash + 1));
        }
        return FileCalls.open(path, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY);
    }

    /** Makes one folder; one that is there stays as it is. */
    static void makeOne(Fd parent, String name) throws LinuxException {
        try {
            DirectoryCalls.mkdirat(parent, name, OWNER_ONLY);
        } catch (LinuxException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
    }

    /** Opens a folder as {@link #make} does and takes everybody else's rights away. */
    static Fd makePrivate(String path) throws LinuxException {
        Fd folder = make(path);
        if ((AttributeCalls.fstat(folder).mode() & 0077) != 0) {
            AttributeCalls.fchmod(folder, OWNER_ONLY);
        }
        return folder;
    }
}
