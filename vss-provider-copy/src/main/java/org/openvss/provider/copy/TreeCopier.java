package org.openvss.provider.copy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.VssException;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.DeviceNumber;
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
 * Makes a tree in the target what the walked tree is. On an empty target that copies everything;
 * with the index of an earlier walk it copies only what the earlier walk does not vouch for, and
 * removes what is gone. Records what it saw in a new index.
 */
final class TreeCopier implements TreeVisitor, AutoCloseable {
    private static final int PRIVATE_FOLDER = 0x1C0;
    private static final int PRIVATE_FILE = 0x180;

    /** Identifies a file with several names. */
    private record Identity(int major, int minor, long inode) {}

    private final @Nullable TreeIndex before;
    private final TreeIndex index;
    private final FileContent content;
    private final FileAttributes attributes;
    private final Fd root;
    private final Deque<Fd> folders = new ArrayDeque<>();
    private final Map<Identity, String> firstNames = new HashMap<>();

    /**
     * Creates a copier.
     *
     * @param root folder that becomes the copy of the tree's root; stays open
     * @param before what an earlier walk saw and copied into the same target, or null
     * @param index receives what this walk sees
     */
    TreeCopier(
            Fd root,
            @Nullable TreeIndex before,
            TreeIndex index,
            FileContent content,
            FileAttributes attributes) {
        this.root = root;
        this.before = before;
        this.index = index;
        this.content = content;
        this.attributes = attributes;
    }

    @Override
    public void enterFolder(Node folder) throws LinuxException {
        Fd parent = folders.peek();
        if (parent == null) {
            folders.push(FileCalls.duplicate(root));
        } else {
            folders.push(openTargetFolder(parent, folder.name()));
        }
        // Owner only until everything is in it; the original's permissions come at the end.
        AttributeCalls.fchmod(folders.element(), PRIVATE_FOLDER);
    }

    @Override
    public void leaveFolder(Node folder, Set<String> names) throws LinuxException {
        try (Fd target = folders.pop()) {
            if (before != null) {
                for (DirectoryEntry entry : DirectoryCalls.list(target)) {
                    if (!names.contains(entry.name())) {
                        TreeEraser.erase(target, entry.name());
                    }
                }
            }
            attributes.copyToOpen(folder.handle(), folder.status(), target);
        }
        index.add(folder.path(), folder.status());
    }

    @Override
    public void visitMountPoint(String path, String name) throws LinuxException {
        Fd parent = folders.element();
        openTargetFolder(parent, name).close();
    }

    @Override
    public void visit(Node node) throws LinuxException, VssException {
        index.add(node.path(), node.status());
        Fd parent = folders.element();
        if (node.status().linkCount() > 1) {
            Identity identity =
                    new Identity(
                            node.status().major(), node.status().minor(), node.status().inode());
            String first = firstNames.putIfAbsent(identity, node.path());
            if (first != null) {
                link(first, parent, node.name());
                return;
            }
        }
        if (before == null || !before.vouchesFor(node.path(), node.status())) {
            TreeEraser.erase(parent, node.name());
            make(node, parent);
        }
    }

    private void make(Node node, Fd parent) throws LinuxException, VssException {
        FileStatus status = node.status();
        switch (status.type()) {
            case REGULAR -> makeFile(node, parent);
            case SYMBOLIC_LINK -> {
                String target = DirectoryCalls.readlinkat(node.handle(), "");
                DirectoryCalls.symlinkat(target, parent, node.name());
                attributes.copyToName(node.handle(), status, parent, node.name());
            }
            case PIPE, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE -> makeSpecial(node, parent);
            case DIRECTORY, UNKNOWN -> throw new IllegalStateException("not a file: " + status);
        }
    }

    private void makeFile(Node node, Fd parent) throws LinuxException, VssException {
        int flags = OpenFlags.CREATE | OpenFlags.EXCLUSIVE | OpenFlags.WRITE_ONLY;
        try (Fd source = openForReading(node.handle());
                Fd target = FileCalls.openat(parent, node.name(), flags, PRIVATE_FILE)) {
            content.copy(source, target, node.status().size());
            attributes.copyToOpen(node.handle(), node.status(), target);
        }
    }

    private void makeSpecial(Node node, Fd parent) throws LinuxException {
        FileStatus status = node.status();
        try {
            DirectoryCalls.mknodat(
                    parent, node.name(), status.type(), PRIVATE_FILE, specialDevice(status));
        } catch (LinuxException e) {
            if (e.errno() != Errno.EPERM) {
                throw e;
            }
            attributes.lost().add("device files");
            return;
        }
        attributes.copyToName(node.handle(), status, parent, node.name());
    }

    private static DeviceNumber specialDevice(FileStatus status) {
        return new DeviceNumber(status.deviceMajor(), status.deviceMinor());
    }

    /** Does not change access times where that is allowed. */
    private static Fd openForReading(Fd handle) throws LinuxException {
        try {
            return FileCalls.open(
                    handle.procPath(), OpenFlags.READ_ONLY | OpenFlags.NO_ACCESS_TIME);
        } catch (LinuxException e) {
            if (e.errno() != Errno.EPERM) {
                throw e;
            }
            return FileCalls.open(handle.procPath(), OpenFlags.READ_ONLY);
        }
    }

    private static Fd openTargetFolder(Fd parent, String name) throws LinuxException {
        int flags = OpenFlags.READ_ONLY | OpenFlags.DIRECTORY | OpenFlags.NO_FOLLOW;
        try {
            AttributeCalls.statx(parent, name);
        } catch (LinuxException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
            DirectoryCalls.mkdirat(parent, name, PRIVATE_FOLDER);
        }
        if (AttributeCalls.statx(parent, name).type() != FileType.DIRECTORY) {
            TreeEraser.erase(parent, name);
            DirectoryCalls.mkdirat(parent, name, PRIVATE_FOLDER);
        }
        return FileCalls.openat(parent, name, flags);
    }

    /** Gives a file that was copied under its first name in this walk another name. */
    private void link(String first, Fd parent, String name) throws LinuxException {
        int slash = first.lastIndexOf('/');
        try (Fd folder = openBelowRoot(slash < 0 ? "" : first.substring(0, slash))) {
            String firstName = first.substring(slash + 1);
            FileStatus wanted = AttributeCalls.statx(folder, firstName);
            if (!isLinked(wanted, parent, name)) {
                TreeEraser.erase(parent, name);
                DirectoryCalls.linkat(folder, firstName, parent, name);
            }
        } catch (LinuxException e) {
            // The first name is a device that could not be made without privilege.
            if (e.errno() != Errno.ENOENT || attributes.lost().isEmpty()) {
                throw e;
            }
        }
    }

    private static boolean isLinked(FileStatus wanted, Fd parent, String name)
            throws LinuxException {
        try {
            return AttributeCalls.statx(parent, name).isSameFileAs(wanted);
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    /** One part after the other, so that paths of any length can be reached. */
    private Fd openBelowRoot(String path) throws LinuxException {
        int flags = OpenFlags.PATH | OpenFlags.DIRECTORY | OpenFlags.NO_FOLLOW;
        Fd folder = FileCalls.duplicate(root);
        if (path.isEmpty()) {
            return folder;
        }
        for (String part : path.split("/", -1)) {
            try (Fd outer = folder) {
                folder = FileCalls.openat(outer, part, flags);
            }
        }
        return folder;
    }

    /** Closes what a walk that failed left open. */
    @Override
    public void close() {
        while (!folders.isEmpty()) {
            folders.pop().close();
        }
    }
}
