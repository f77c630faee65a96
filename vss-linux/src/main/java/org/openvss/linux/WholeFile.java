package org.openvss.linux;

import java.util.Optional;

/**
 * Small files that are there as a whole or not at all, whatever crashes: written to a second name,
 * synced and renamed. Names are single components; symbolic links are never followed.
 */
public final class WholeFile {
    /** What a name ends with while its new content is being written. */
    public static final String NEW = ".new";

    private static final int PRIVATE = 0x180;
    private static final int STAY =
            ResolveFlags.NO_MOUNT_CROSSING | ResolveFlags.NO_SYMBOLIC_LINKS | ResolveFlags.BENEATH;

    private WholeFile() {}

    /** Writes or replaces a file; durable, and readable by its owner alone. */
    public static void write(Fd folder, String name, byte[] content) throws LinuxException {
        int flags = OpenFlags.CREATE | OpenFlags.TRUNCATE | OpenFlags.WRITE_ONLY;
        try (Fd file = FileCalls.openat(folder, name + NEW, flags | OpenFlags.NO_FOLLOW, PRIVATE)) {
            FileCalls.writeAll(file, content);
            FileCalls.fsync(file);
        }
        DirectoryCalls.renameat(folder, name + NEW, folder, name);
        FileCalls.fsync(folder);
    }

    /**
     * Reads a file, or nothing if there is none.
     *
     * @param limit most bytes that it may have
     */
    public static Optional<byte[]> read(Fd folder, String name, int limit) throws LinuxException {
        try (Fd file =
                FileCalls.openat2(
                        folder, name, OpenFlags.READ_ONLY | OpenFlags.NO_FOLLOW, 0, STAY)) {
            return Optional.of(FileCalls.readAll(file, limit));
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Removes a regular file; answers whether it was there. Not durable by itself. */
    public static boolean remove(Fd folder, String name) throws LinuxException {
        try {
            if (AttributeCalls.statx(folder, name).type() != FileType.REGULAR) {
                return false;
            }
            DirectoryCalls.unlinkat(folder, name);
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }
}
