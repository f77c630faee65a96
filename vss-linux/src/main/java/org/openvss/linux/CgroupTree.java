package org.openvss.linux;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The hierarchy of control groups, version 2, as it is mounted in our namespace: alone, or beside
 * version 1 ("hybrid").
 *
 * <p>Groups are named as {@code /proc/PID/cgroup} names them, beginning with a slash.
 */
public final class CgroupTree {
    private static final String TYPE = "cgroup2";
    private static final String THREADED = "threaded";
    private static final int LIMIT = 64 * 1024;

    private final String mountPoint;
    private final String root;

    private CgroupTree(String mountPoint, String root) {
        this.mountPoint = mountPoint;
        this.root = root;
    }

    /** Finds the hierarchy; nothing if it is not mounted. */
    public static Optional<CgroupTree> find() throws LinuxException {
        return find(MountTable.read());
    }

    /** Finds the hierarchy among some mounts, the one that shows most of it. */
    static Optional<CgroupTree> find(List<Mount> mounts) {
        return mounts.stream()
                .filter(mount -> mount.fileSystemType().equals(TYPE))
                .min((one, other) -> Integer.compare(one.root().length(), other.root().length()))
                .map(mount -> new CgroupTree(mount.mountPoint(), mount.root()));
    }

    /** Returns the folder of a group; nothing if it lies outside of what is mounted. */
    public Optional<String> folder(String group) {
        if (root.equals("/")) {
            return group.startsWith("/..")
                    ? Optional.empty()
                    : Optional.of(group.equals("/") ? mountPoint : mountPoint + group);
        }
        return group.equals(root) || group.startsWith(root + "/")
                ? Optional.of(mountPoint + group.substring(root.length()))
                : Optional.empty();
    }

    /**
     * Returns the group that is frozen with all threads of its processes: the group itself, or
     * above groups that hold single threads the one that holds the processes.
     *
     * @throws LinuxException ENOENT or ENODEV if the group is gone
     */
    public String withWholeProcesses(String group) throws LinuxException {
        String whole = group;
        while (!whole.equals("/") && isThreaded(whole)) {
            whole = parent(whole);
        }
        return whole;
    }

    private boolean isThreaded(String group) throws LinuxException {
        Optional<String> folder = folder(group);
        return folder.isPresent() && text(folder.get() + "/cgroup.type").equals(THREADED);
    }

    /** Returns the group of a process; nothing if the process is gone. */
    public static Optional<String> ofProcess(long pid) throws LinuxException {
        try {
            return groupIn(FileCalls.readFile("/proc/" + pid + "/cgroup", LIMIT));
        } catch (LinuxException failure) {
            if (failure.errno() == Errno.ENOENT || failure.errno() == Errno.ESRCH) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Reads a file of the form of {@code /proc/PID/cgroup}: the line {@code 0::GROUP}. */
    static Optional<String> groupIn(byte[] content) {
        int from = 0;
        for (int at = 0; at <= content.length; at++) {
            if (at == content.length || content[at] == '\n') {
                if (at - from > 3
                        && content[from] == '0'
                        && content[from + 1] == ':'
                        && content[from + 2] == ':') {
                    return Optional.of(PathBytes.decode(content, from + 3, at));
                }
                from = at + 1;
            }
        }
        return Optional.empty();
    }

    private static String parent(String group) {
        int slash = group.lastIndexOf('/');
        return slash <= 0 ? "/" : group.substring(0, slash);
    }

    private static String text(String file) throws LinuxException {
        return new String(FileCalls.readFile(file, LIMIT), StandardCharsets.US_ASCII).strip();
    }
}
