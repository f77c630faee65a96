package org.openvss.provider.copy;

import java.util.HashSet;
import java.util.Set;
import org.openvss.VssException;
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
import org.openvss.linux.ResolveFlags;
import org.openvss.provider.TransactionOrder;

/**
 * Walks a tree of folders through descriptors: no path is ever resolved twice, no symbolic link
 * followed, no mount entered (also not touched, it may be dead). What vanishes meanwhile is passed
 * over. Changes nothing.
 */
final class TreeWalk {
    private static final int STAY =
            ResolveFlags.NO_MOUNT_CROSSING
                    | ResolveFlags.NO_SYMBOLIC_LINKS
                    | ResolveFlags.NO_MAGIC_LINKS
                    | ResolveFlags.BENEATH;

    private final FileStatus excluded;
    private final TransactionOrder order;
    private final TreeVisitor visitor;

    /**
     * Creates a walk.
     *
     * @param excluded folder that is passed over: where the copies are kept
     * @param order tells whether to stop
     * @param visitor what to do
     */
    TreeWalk(FileStatus excluded, TransactionOrder order, TreeVisitor visitor) {
        this.excluded = excluded;
        this.order = order;
        this.visitor = visitor;
    }

    /**
     * Walks everything below and including a folder.
     *
     * @param root descriptor of the folder
     * @param where path of the folder, for messages
     */
    void run(Fd root, String where) throws VssException {
        try {
            walk(new TreeVisitor.Node("", "", root, AttributeCalls.fstat(root)), where);
        } catch (LinuxException e) {
            throw CopyErrors.ofTree("cannot copy " + where, e);
        }
    }

    private void walk(TreeVisitor.Node folder, String where) throws LinuxException, VssException {
        visitor.enterFolder(folder);
        Set<String> names = new HashSet<>();
        try (Fd opened = openFolder(folder.handle())) {
            for (DirectoryEntry entry : DirectoryCalls.list(opened)) {
                order.checkNotAborted();
                String path =
                        folder.path().isEmpty() ? entry.name() : folder.path() + "/" + entry.name();
                try {
                    if (visitEntry(opened, entry, path, where)) {
                        names.add(entry.name());
                    }
                } catch (LinuxException e) {
                    throw CopyErrors.ofTree("cannot copy " + where + "/" + path, e);
                }
            }
        }
        visitor.leaveFolder(folder, names);
    }

    private boolean visitEntry(Fd parent, DirectoryEntry entry, String path, String where)
            throws LinuxException, VssException {
        try (Fd handle = openHandle(parent, entry.name())) {
            FileStatus status = AttributeCalls.fstat(handle);
            TreeVisitor.Node node = new TreeVisitor.Node(path, entry.name(), handle, status);
            if (status.type() != FileType.DIRECTORY) {
                visitor.visit(node);
            } else if (!status.isSameFileAs(excluded)) {
                walk(node, where);
            } else {
                return false;
            }
            return true;
        } catch (Unreachable e) {
            if (e.isMountPoint && entry.type() == FileType.DIRECTORY) {
                visitor.visitMountPoint(path, entry.name());
                return true;
            }
            return false;
        }
    }

    private static Fd openHandle(Fd parent, String name) throws LinuxException, Unreachable {
        try {
            return FileCalls.openat2(parent, name, OpenFlags.PATH | OpenFlags.NO_FOLLOW, 0, STAY);
        } catch (LinuxException e) {
            switch (e.errno()) {
                case Errno.EXDEV -> throw new Unreachable(true, e);
                case Errno.ENOENT, Errno.ESTALE -> throw new Unreachable(false, e);
                default -> throw e;
            }
        }
    }

    private static Fd openFolder(Fd handle) throws LinuxException {
        return FileCalls.openat(handle, ".", OpenFlags.READ_ONLY | OpenFlags.DIRECTORY);
    }

    /** An entry that cannot be visited, which is no error. */
    private static final class Unreachable extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean isMountPoint;

        Unreachable(boolean isMountPoint, LinuxException cause) {
            super(cause);
            this.isMountPoint = isMountPoint;
        }
    }
}
