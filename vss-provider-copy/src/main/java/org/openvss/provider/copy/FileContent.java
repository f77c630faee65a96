package org.openvss.provider.copy;

import java.nio.ByteBuffer;
import org.openvss.VssException;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.provider.TransactionOrder;

/**
 * Copies the content of one file after another: by reference where both file systems can share
 * blocks, else in the kernel, else byte by byte. Holes stay holes.
 */
final class FileContent {
    private static final long PIECE = 16L * 1024 * 1024;
    private static final int BUFFER = 1024 * 1024;

    private final TransactionOrder order;
    private boolean mayShare = true;
    private boolean kernelCopies = true;

    FileContent(TransactionOrder order) {
        this.order = order;
    }

    /**
     * Copies everything.
     *
     * @param source open for reading
     * @param target empty, open for writing
     * @param size length of the source
     */
    void copy(Fd source, Fd target, long size) throws LinuxException, VssException {
        if (size == 0 || share(source, target)) {
            return;
        }
        long at = FileCalls.seekData(source, 0);
        while (at >= 0) {
            long end = FileCalls.seekHole(source, at);
            if (end < 0) {
                break;
            }
            copyRange(source, target, at, end);
            at = FileCalls.seekData(source, end);
        }
        FileCalls.ftruncate(target, Math.max(size, FileCalls.lseek(target, 0, 2)));
    }

    /** Tells whether the file systems share blocks; tries once for each pair of them. */
    private boolean share(Fd source, Fd target) throws LinuxException {
        if (!mayShare) {
            return false;
        }
        try {
            FileCalls.cloneFile(target, source);
            return true;
        } catch (LinuxException e) {
            switch (e.errno()) {
                case Errno.EXDEV, Errno.EOPNOTSUPP, Errno.ENOTTY, Errno.EPERM -> mayShare = false;
                case Errno.EINVAL, Errno.ETXTBSY -> {
                    // This file cannot be shared, for instance because it has no checksums.
                }
                default -> throw e;
            }
            return false;
        }
    }

    private void copyRange(Fd source, Fd target, long from, long end)
            throws LinuxException, VssException {
        long at = from;
        while (at < end) {
            order.checkNotAborted();
            long copied = copyPiece(source, target, at, Math.min(PIECE, end - at));
            if (copied == 0) {
                return;
            }
            at += copied;
        }
    }

    private long copyPiece(Fd source, Fd target, long at, long length) throws LinuxException {
        if (kernelCopies) {
            try {
                return FileCalls.copyFileRange(source, at, target, at, length);
            } catch (LinuxException e) {
                if (!meansUseAnotherWay(e.errno())) {
                    throw e;
                }
                kernelCopies = false;
            }
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, length));
        int count = FileCalls.pread(source, buffer, at);
        buffer.flip();
        long to = at;
        while (buffer.hasRemaining()) {
            to += FileCalls.pwrite(target, buffer, to);
        }
        return count;
    }

    private static boolean meansUseAnotherWay(int errno) {
        return switch (errno) {
            case Errno.EXDEV, Errno.EOPNOTSUPP, Errno.ENOSYS, Errno.EINVAL, Errno.EPERM -> true;
            default -> false;
        };
    }
}
