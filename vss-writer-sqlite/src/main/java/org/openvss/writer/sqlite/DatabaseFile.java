package org.openvss.writer.sqlite;

import java.util.Locale;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.LinuxException;
import org.openvss.linux.PathBytes;

/**
 * A database file as it was found.
 *
 * @param path absolute path
 * @param status who owns it, and which file it is
 */
record DatabaseFile(String path, FileStatus status) {
    /** Returns the folder, which also holds what SQLite keeps beside the file. */
    String folder() {
        return folderOf(path);
    }

    /** Returns the index of the write-ahead log, which is also where its locks are. */
    String sharedMemory() {
        return path + "-shm";
    }

    /** Tells whether the path still names this file. */
    boolean isInPlace() {
        try {
            return AttributeCalls.lstat(path).isSameFileAs(status);
        } catch (LinuxException e) {
            return false;
        }
    }

    /** Returns the name by which SQLite opens the file for writing and never makes it. */
    String uri() {
        StringBuilder uri = new StringBuilder("file:");
        for (byte one : PathBytes.encode(path)) {
            char character = (char) (one & 0xFF);
            boolean plain =
                    character < 0x80
                            && (Character.isLetterOrDigit(character)
                                    || "/.-_".indexOf(character) >= 0);
            if (plain) {
                uri.append(character);
            } else {
                uri.append(String.format(Locale.ROOT, "%%%02X", (int) character));
            }
        }
        return uri.append("?mode=rw").toString();
    }

    /** Returns the folder of an absolute path. */
    static String folderOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** Returns the last part of an absolute path. */
    static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
