package org.openvss.provider.copy;

import org.openvss.linux.AttributeCalls;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.DirectoryEntry;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.FileType;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;

/**
 * Removes trees inside the folder of the copies, through descriptors only; what is not there any
 * more is no error. Follows no link.
 */
final class TreeEraser {
    private static final int OWNER_ALL = 0x1C0;

    private TreeEraser() {}

    /** Removes a name in a folder with everything below. */
    static void erase(Fd folder, String name) throws LinuxException {
        FileStatus status;
        try {
            status = AttributeCalls.statx(folder, name);
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return;
            }
            throw e;
        }
        if (status.type() != FileType.DIRECTORY) {
            DirectoryCalls.unlinkat(folder, name);
            return;
        }
        if ((status.mode() & OWNER_ALL) != OWNER_ALL) {
            // Copies of folders that even their owner may not change.
            AttributeCalls.fchmodat(folder, name, OWNER_ALL);
        }
        try (Fd inner =
                FileCalls.openat(
                        folder,
                        name,
                        OpenFlags.READ_ONLY | OpenFlags.DIRECTORY | OpenFlags.NO_FOLLOW)) {
            for (DirectoryEntry entry : DirectoryCalls.list(inner)) {
                erase(inner, entry.name());
            }
        }
        DirectoryCalls.rmdirat(folder, name);
    }
}
