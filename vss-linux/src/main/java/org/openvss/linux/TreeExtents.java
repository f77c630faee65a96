package org.openvss.linux;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Adds up what the files of a tree share with nobody outside it, by looking at every file: an
 * estimate, because metadata and files shared within the tree are not seen. Does not cross mounts
 * or subvolumes.
 */
public final class TreeExtents {
    private static final int STAY =
            ResolveFlags.NO_MOUNT_CROSSING | ResolveFlags.NO_SYMBOLIC_LINKS | ResolveFlags.BENEATH;

    private final Fd root;
    private final long device;
    private final long deadline;
    private final Set<Long> linked = new HashSet<>();
    private final Deque<String> folders = new ArrayDeque<>();
    private long sum;

    private TreeExtents(Fd root, Duration limit) throws LinuxException {
        this.root = root;
        DeviceNumber number = AttributeCalls.fstat(root).device();
        this.device = pack(number);
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    private static long pack(DeviceNumber number) {
        return ((long) number.major() << 32) | number.minor();
    }

    /**
     * Adds up.
     *
     * @param root folder at the top
     * @param limit when to give up
     * @return bytes, or nothing if the tree was too large for the limit
     */
    public static OptionalLong exclusiveBytes(Fd root, Duration limit) throws LinuxException {
        return new TreeExtents(root, limit).walk();
    }

    private OptionalLong walk() throws LinuxException {
        folders.push(".");
        while (!folders.isEmpty()) {
            String path = folders.pop();
            try (Fd folder = open(path, OpenFlags.DIRECTORY)) {
                for (DirectoryEntry entry : DirectoryCalls.list(folder)) {
                    if (System.nanoTime() > deadline) {
                        return OptionalLong.empty();
                    }
                    add(folder, path + "/" + entry.name(), entry.name());
                }
            }
        }
        return OptionalLong.of(sum);
    }

    private Fd open(String path, int flags) throws LinuxException {
        return FileCalls.openat2(
                root, path, OpenFlags.READ_ONLY | OpenFlags.NO_FOLLOW | flags, 0, STAY);
    }

    private void add(Fd folder, String path, String name) throws LinuxException {
        FileStatus status = AttributeCalls.statx(folder, name);
        if (pack(status.device()) != device) {
            return;
        }
        if (status.type() == FileType.DIRECTORY) {
            folders.push(path);
        } else if (status.type() == FileType.REGULAR
                && (status.linkCount() == 1 || linked.add(status.inode()))) {
            try (Fd file = open(path, OpenFlags.NON_BLOCKING)) {
                sum += FileExtents.exclusiveBytes(file);
            } catch (LinuxException e) {
                if (e.errno() != Errno.EOPNOTSUPP) {
                    throw e;
                }
                // A file system without extents shares none.
                sum += status.allocatedBytes();
            }
        }
    }
}
