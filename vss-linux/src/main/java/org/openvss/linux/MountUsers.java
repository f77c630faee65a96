package org.openvss.linux;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which processes use some mounts, from /proc alone: no file of theirs is touched, it may be on a
 * dead server. Processes that end meanwhile are passed over.
 *
 * @param readers processes that have files or their working folder there, for people
 * @param writers those of them that have a file open for writing
 */
public record MountUsers(List<String> readers, List<String> writers) {
    private static final Pattern MOUNT = Pattern.compile("^mnt_id:\\s*(\\d+)$", Pattern.MULTILINE);
    private static final Pattern FLAGS = Pattern.compile("^flags:\\s*([0-7]+)$", Pattern.MULTILINE);
    private static final int SMALL = 64 * 1024;

    /** Copies the lists. */
    public MountUsers {
        readers = List.copyOf(readers);
        writers = List.copyOf(writers);
    }

    /**
     * Finds them.
     *
     * @param mountIds ids of the mounts
     * @param mountPoints their mount points
     */
    public static MountUsers of(Set<Integer> mountIds, List<String> mountPoints)
            throws LinuxException {
        Set<String> readers = new TreeSet<>();
        Set<String> writers = new TreeSet<>();
        for (String pid : names("/proc")) {
            if (pid.matches("\\d+")) {
                lookIfAlive(pid, mountIds, mountPoints, readers, writers);
            }
        }
        return new MountUsers(new ArrayList<>(readers), new ArrayList<>(writers));
    }

    private static void lookIfAlive(
            String pid,
            Set<Integer> mountIds,
            List<String> mountPoints,
            Set<String> readers,
            Set<String> writers)
            throws LinuxException {
        try {
            look(pid, mountIds, mountPoints, readers, writers);
        } catch (LinuxException e) {
            switch (e.errno()) {
                case Errno.ENOENT, Errno.ESRCH, Errno.EACCES, Errno.EPERM, Errno.EINVAL -> {
                    // It ended, or is one that we may not look at.
                }
                default -> throw e;
            }
        }
    }

    private static void look(
            String pid,
            Set<Integer> mountIds,
            List<String> mountPoints,
            Set<String> readers,
            Set<String> writers)
            throws LinuxException {
        String folder = "/proc/" + pid;
        String process = pid + " (" + text(folder + "/comm").strip() + ")";
        String current = DirectoryCalls.readlink(folder + "/cwd");
        for (String mountPoint : mountPoints) {
            if (current.equals(mountPoint) || current.startsWith(mountPoint + "/")) {
                readers.add(process);
            }
        }
        for (String descriptor : names(folder + "/fdinfo")) {
            String info = text(folder + "/fdinfo/" + descriptor);
            Matcher mount = MOUNT.matcher(info);
            if (mount.find() && mountIds.contains(Integer.parseInt(mount.group(1)))) {
                readers.add(process);
                Matcher flags = FLAGS.matcher(info);
                if (flags.find() && (Integer.parseInt(flags.group(1), 8) & 3) != 0) {
                    writers.add(process);
                }
            }
        }
    }

    private static List<String> names(String path) throws LinuxException {
        try (Fd folder = FileCalls.open(path, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY)) {
            return DirectoryCalls.list(folder).stream().map(DirectoryEntry::name).toList();
        }
    }

    private static String text(String path) throws LinuxException {
        return new String(FileCalls.readFile(path, SMALL), StandardCharsets.ISO_8859_1);
    }
}
