package org.openvss.provider.copy;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileType;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;

/**
 * Adds up what a tree takes on storage before anything is copied, and keeps one of its files open
 * with which sharing of blocks can be tried.
 */
final class TreeSizer implements TreeVisitor, AutoCloseable {
    /** Room for the metadata of one file or folder, in bytes. */
    private static final long OVERHEAD = 1024;

    private long bytes;
    private @Nullable Fd sample;

    /** Returns the room that a copy needs if nothing can be shared, in bytes. */
    long bytes() {
        return bytes;
    }

    /** Tells whether files of the tree can be copied into a folder without taking room. */
    boolean sharesBlocksWith(Fd target) throws LinuxException {
        Fd file = sample;
        if (file == null) {
            return false;
        }
        int nameless = OpenFlags.TEMPORARY | OpenFlags.WRITE_ONLY;
        try (Fd source = FileCalls.open(file.procPath(), OpenFlags.READ_ONLY);
                Fd trial = FileCalls.open(target.procPath(), nameless, 0x180)) {
            FileCalls.cloneFile(trial, source);
            return true;
        } catch (LinuxException e) {
            return switch (e.errno()) {
                case Errno.EXDEV,
                        Errno.EOPNOTSUPP,
                        Errno.ENOTTY,
                        Errno.EINVAL,
                        Errno.EISDIR,
                        Errno.EACCES,
                        Errno.EPERM ->
                        false;
                default -> throw e;
            };
        }
    }

    @Override
    public void close() {
        if (sample != null) {
            sample.close();
        }
    }

    @Override
    public void enterFolder(Node folder) {
        bytes += OVERHEAD;
    }

    @Override
    public void leaveFolder(Node folder, Set<String> names) {
        // Everything in it was counted already.
    }

    @Override
    public void visit(Node node) throws LinuxException {
        bytes += OVERHEAD;
        if (node.status().type() == FileType.REGULAR) {
            bytes += node.status().allocatedBytes() / Math.max(1, node.status().linkCount());
            if (sample == null && node.status().size() > 0) {
                sample = FileCalls.duplicate(node.handle());
            }
        }
    }

    @Override
    public void visitMountPoint(String path, String name) {
        bytes += OVERHEAD;
    }
}
