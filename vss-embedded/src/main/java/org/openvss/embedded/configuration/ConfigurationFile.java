package org.openvss.embedded.configuration;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.FileType;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;

/**
 * Reads the text of a configuration file, once it is sure that nobody but root could have written
 * what root is going to obey.
 */
final class ConfigurationFile {
    private static final int LARGEST_BYTES = 1 << 20;
    private static final int ROOT = 0;
    private static final int WRITABLE_BY_OTHERS = 0022;

    private ConfigurationFile() {}

    /** Returns the text of a file, or empty if there is no such file. */
    static Optional<String> content(String path) throws VssException {
        // Without waiting: opening a named pipe would wait for a writer.
        try (Fd file = FileCalls.open(path, OpenFlags.READ_ONLY | OpenFlags.NON_BLOCKING)) {
            requireSafe(path, AttributeCalls.fstat(file), runningUser() == ROOT);
            return Optional.of(decode(path, FileCalls.readAll(file, LARGEST_BYTES)));
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw new VssException(
                    e.errno() == Errno.EACCES ? HResult.E_ACCESSDENIED : HResult.E_INVALIDARG,
                    "configuration " + path + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    /** Returns the effective user id of this process: the kernel makes it the owner in /proc. */
    private static int runningUser() throws LinuxException {
        return AttributeCalls.statx("/proc/self").ownerId();
    }

    /** Refuses a file that is no file, and for root one that somebody else can change. */
    static void requireSafe(String path, FileStatus status, boolean asRoot) throws VssException {
        if (status.type() != FileType.REGULAR) {
            throw refused(path, "is not a regular file");
        }
        if (!asRoot) {
            return;
        }
        if (status.ownerId() != ROOT) {
            throw refused(
                    path,
                    "belongs to user "
                            + status.ownerId()
                            + ", so root does not obey it; use chown root");
        }
        if ((status.mode() & WRITABLE_BY_OTHERS) != 0) {
            throw refused(
                    path,
                    "can be written by its group or by others (mode %04o), so root does not obey it; use chmod go-w"
                            .formatted(status.mode()));
        }
    }

    private static String decode(String path, byte[] bytes) throws VssException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new VssException(
                    HResult.E_INVALIDARG, "configuration " + path + " is not UTF-8 text", e);
        }
    }

    private static VssException refused(String path, String why) {
        return new VssException(HResult.E_INVALIDARG, "configuration " + path + " " + why);
    }
}
