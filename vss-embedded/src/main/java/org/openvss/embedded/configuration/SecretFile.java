package org.openvss.embedded.configuration;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.openvss.HResult;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.FileType;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.writer.Secret;
import org.openvss.writer.WriterException;

/**
 * A secret that is the only line of a file which nobody but root or its owner, us, can read.
 *
 * <p>Opened, checked and read anew each time it is needed, so that a changed password counts at
 * once. Which settings name such files is the business of the readers of tables.
 *
 * @param path absolute path of the file
 */
record SecretFile(String path) implements Secret {
    private static final int LARGEST_BYTES = 4096;
    private static final int ROOT = 0;
    private static final int OF_OTHERS = 0077;

    @Override
    public Optional<String> read() throws WriterException {
        // Without waiting: opening a named pipe would wait for a writer.
        try (Fd file = FileCalls.open(path, OpenFlags.READ_ONLY | OpenFlags.NON_BLOCKING)) {
            requireSafe(AttributeCalls.fstat(file));
            return Optional.of(line(FileCalls.readAll(file, LARGEST_BYTES)));
        } catch (LinuxException e) {
            throw refused("cannot be read: " + e.getMessage());
        }
    }

    private void requireSafe(FileStatus status) throws WriterException, LinuxException {
        if (status.type() != FileType.REGULAR) {
            throw refused("is not a regular file");
        }
        // The kernel makes the effective user of this process the owner of its folder in /proc.
        int user = AttributeCalls.statx("/proc/self").ownerId();
        if (status.ownerId() != ROOT && status.ownerId() != user) {
            throw refused("belongs to user " + status.ownerId() + "; use chown root to trust it");
        }
        if ((status.mode() & OF_OTHERS) != 0) {
            throw refused(
                    "can be used by its group or by others (mode %04o); use chmod 600"
                            .formatted(status.mode()));
        }
    }

    private String line(byte[] bytes) throws WriterException {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            // Without the cause, whose message may quote the content.
            throw refused("is not UTF-8 text");
        }
        String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        if (line.isEmpty() || line.chars().anyMatch(Character::isISOControl)) {
            throw refused("must hold the password as its only line, without control characters");
        }
        return line;
    }

    private WriterException refused(String why) {
        return new WriterException(
                HResult.VSS_E_WRITERERROR_NONRETRYABLE, "the password file " + path + " " + why);
    }
}
