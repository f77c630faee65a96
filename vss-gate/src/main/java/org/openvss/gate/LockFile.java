package org.openvss.gate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.Flock;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;

/**
 * A lock file of the runtime folder, held until closed or until the process ends in any way; its
 * content says who holds it. It is never deleted, since deleting a lock file makes two locks.
 */
final class LockFile implements AutoCloseable {
    private static final int LIMIT = 4096;

    private final Fd file;

    private LockFile(Fd file) {
        this.file = file;
    }

    /**
     * Takes the lock if nobody holds it.
     *
     * @param path the file, made if it is missing
     * @param holder line for those who find it taken
     */
    static Optional<LockFile> tryTake(Path path, String holder) throws LinuxException {
        Fd file =
                FileCalls.open(
                        path.toString(),
                        OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.NO_FOLLOW,
                        0600);
        @Nullable LockFile taken = null;
        try {
            if (!Flock.tryExclusive(file)) {
                return Optional.empty();
            }
            byte[] line = (holder + "\n").getBytes(StandardCharsets.US_ASCII);
            FileCalls.ftruncate(file, 0);
            FileCalls.pwrite(file, ByteBuffer.wrap(line), 0);
            taken = new LockFile(file);
            return Optional.of(taken);
        } finally {
            if (taken == null) {
                file.close();
            }
        }
    }

    /** Returns the line of the holder; empty if there is none or it is just being written. */
    static String holder(Path path) throws LinuxException {
        byte[] bytes = FileCalls.readFile(path.toString(), LIMIT);
        return new String(bytes, StandardCharsets.US_ASCII).strip();
    }

    /** Gives the lock back; a second call does nothing. */
    @Override
    public void close() {
        file.close();
    }
}
