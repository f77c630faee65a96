package org.openvss.writer.sqlite;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.DirectoryEntry;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;

/**
 * Asks the kernel whether a process holds SQLite's write lock: on the file that the path names now,
 * not on one that was renamed away.
 *
 * <p>The places of the locks are part of SQLite's file format: a byte behind the largest database
 * for a rollback journal, a byte of the index for a write-ahead log. Opens neither file: closing a
 * database file drops every POSIX lock that the process has on it.
 */
final class WriteLock {
    /** RESERVED_BYTE in the database file. */
    private static final long RESERVED = 0x40000001L;

    /** WAL_WRITE_LOCK in the shared memory. */
    private static final long WAL_WRITE = 120;

    private static final int INFO_BYTES = 64 * 1024;
    private static final Pattern LOCK =
            Pattern.compile(
                    "lock:\\s+\\d+: POSIX\\s+ADVISORY\\s+WRITE\\s+\\S+\\s+\\S+\\s+(\\d+)\\s+(\\d+|EOF)");

    private WriteLock() {}

    /**
     * Tells whether a process holds the write lock of a database.
     *
     * @throws LinuxException EACCES if we may not look at the process
     */
    static boolean isHeld(int pid, DatabaseFile database) throws LinuxException {
        return database.isInPlace()
                && (holds(pid, database.path(), RESERVED)
                        || holds(pid, database.sharedMemory(), WAL_WRITE));
    }

    private static boolean holds(int pid, String path, long at) throws LinuxException {
        String process = "/proc/" + pid;
        try {
            FileStatus wanted = AttributeCalls.lstat(path);
            int flags = OpenFlags.READ_ONLY | OpenFlags.DIRECTORY;
            try (Fd descriptors = FileCalls.open(process + "/fd", flags)) {
                for (DirectoryEntry entry : DirectoryCalls.list(descriptors)) {
                    String number = "/" + entry.name();
                    if (AttributeCalls.statx(process + "/fd" + number).isSameFileAs(wanted)
                            && covers(info(process + "/fdinfo" + number), at)) {
                        return true;
                    }
                }
            }
            return false;
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ESRCH) {
                return false; // the process or the file is gone, and with it the lock
            }
            throw e;
        }
    }

    private static String info(String path) throws LinuxException {
        return new String(FileCalls.readFile(path, INFO_BYTES), StandardCharsets.ISO_8859_1);
    }

    /** Tells whether the description of an open file names any write lock. */
    static boolean isIn(String info) {
        return LOCK.matcher(info).find();
    }

    /** Tells whether the description of an open file names a write lock over a byte. */
    static boolean covers(String info, long at) {
        Matcher locks = LOCK.matcher(info);
        while (locks.find()) {
            long first = Long.parseLong(locks.group(1));
            long last =
                    locks.group(2).equals("EOF") ? Long.MAX_VALUE : Long.parseLong(locks.group(2));
            if (first <= at && at <= last) {
                return true;
            }
        }
        return false;
    }
}
