package org.openvss.linux;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The mounts of this mount namespace, from {@code /proc/self/mountinfo} or one like it. */
public final class MountTable {
    private static final int LIMIT = 64 * 1024 * 1024;
    private static final int SHORTEST_LINE = 10;

    private MountTable() {}

    /** Returns the mounts that the calling thread's namespace has, in the kernel's order. */
    public static List<Mount> read() throws LinuxException {
        // The thread's own file: a thread that left the namespace of its process sees its own
        // mounts.
        return parse(FileCalls.readFile("/proc/thread-self/mountinfo", LIMIT));
    }

    /** Returns the mounts of another process; ESRCH or ENOENT if it is gone. */
    public static List<Mount> read(long pid) throws LinuxException {
        return parse(FileCalls.readFile("/proc/" + pid + "/mountinfo", LIMIT));
    }

    /**
     * Returns the mounts of all other mount namespaces in which there are processes that we may
     * look at, each namespace once.
     */
    public static List<Mount> readOthers() throws LinuxException {
        Set<String> seen = new HashSet<>();
        seen.add(DirectoryCalls.readlink("/proc/thread-self/ns/mnt"));
        List<Mount> mounts = new ArrayList<>();
        try (Fd processes = FileCalls.open("/proc", OpenFlags.READ_ONLY | OpenFlags.DIRECTORY)) {
            for (DirectoryEntry entry : DirectoryCalls.list(processes)) {
                if (entry.name().matches("\\d+")) {
                    addOthers(Long.parseLong(entry.name()), seen, mounts);
                }
            }
        }
        return mounts;
    }

    private static void addOthers(long pid, Set<String> seen, List<Mount> mounts)
            throws LinuxException {
        try {
            if (seen.add(DirectoryCalls.readlink("/proc/" + pid + "/ns/mnt"))) {
                mounts.addAll(read(pid));
            }
        } catch (LinuxException e) {
            switch (e.errno()) {
                case Errno.ENOENT, Errno.ESRCH, Errno.EACCES, Errno.EPERM, Errno.EINVAL -> {
                    // It ended, or is one that we may not look at.
                }
                default -> throw e;
            }
        }
    }

    /** Returns the mount that an open file was reached through, or nothing if it is not ours. */
    public static Optional<Mount> of(Fd file) throws LinuxException {
        long id = AttributeCalls.fstat(file).mountId();
        return read().stream().filter(mount -> mount.id() == id).findFirst();
    }

    /** Returns the mount that a file or folder is on, or nothing; symbolic links are followed. */
    public static Optional<Mount> of(String path) throws LinuxException {
        long id = AttributeCalls.statx(path).mountId();
        return read().stream().filter(mount -> mount.id() == id).findFirst();
    }

    /**
     * Reads lines of mountinfo.
     *
     * @param bytes content of the file
     * @throws IllegalArgumentException if a line is not of the documented form
     */
    public static List<Mount> parse(byte[] bytes) {
        List<Mount> mounts = new ArrayList<>();
        int from = 0;
        for (int at = 0; at <= bytes.length; at++) {
            if (at == bytes.length || bytes[at] == '\n') {
                if (at > from) {
                    mounts.add(parseLine(fields(bytes, from, at)));
                }
                from = at + 1;
            }
        }
        return mounts;
    }

    private static Mount parseLine(List<String> fields) {
        int separator = 6;
        while (separator < fields.size() && !fields.get(separator).equals("-")) {
            separator++;
        }
        if (fields.size() < SHORTEST_LINE || separator + 3 >= fields.size()) {
            throw new IllegalArgumentException("Not a line of mountinfo: " + fields);
        }
        String[] numbers = fields.get(2).split(":", 2);
        return new Mount(
                Integer.parseInt(fields.get(0)),
                Integer.parseInt(fields.get(1)),
                Integer.parseInt(numbers[0]),
                Integer.parseInt(numbers[1]),
                fields.get(3),
                fields.get(4),
                List.of(fields.get(5).split(",", -1)),
                List.copyOf(fields.subList(6, separator)),
                fields.get(separator + 1),
                fields.get(separator + 2),
                List.of(fields.get(separator + 3).split(",", -1)));
    }

    private static List<String> fields(byte[] bytes, int from, int to) {
        List<String> fields = new ArrayList<>();
        int start = from;
        for (int at = from; at <= to; at++) {
            if (at == to || bytes[at] == ' ') {
                fields.add(unescape(bytes, start, at));
                start = at + 1;
            }
        }
        return fields;
    }

    /** Undoes the kernel's octal escapes: space, tab, newline, backslash and hash. */
    private static String unescape(byte[] bytes, int from, int to) {
        if (isPlain(bytes, from, to)) {
            return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        }
        ByteArrayOutputStream plain = new ByteArrayOutputStream(to - from);
        int at = from;
        while (at < to) {
            if (bytes[at] == '\\' && at + 3 < to && isOctal(bytes, at + 1)) {
                plain.write(
                        (bytes[at + 1] - '0') * 64
                                + (bytes[at + 2] - '0') * 8
                                + bytes[at + 3]
                                - '0');
                at += 4;
            } else {
                plain.write(bytes[at]);
                at++;
            }
        }
        return PathBytes.decode(plain.toByteArray());
    }

    /** Nearly every field is plain, and a machine with many copies has many lines. */
    private static boolean isPlain(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\\' || bytes[at] < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOctal(byte[] bytes, int from) {
        for (int at = from; at < from + 3; at++) {
            if (bytes[at] < '0' || bytes[at] > '7') {
                return false;
            }
        }
        return true;
    }
}
