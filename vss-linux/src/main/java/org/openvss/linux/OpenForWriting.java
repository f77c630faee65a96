package org.openvss.linux;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which processes can write to some file systems without opening anything: they have a file open
 * for writing, or a writable shared mapping of one.
 *
 * <p>Files are matched by the mount through which they were opened, over all mount namespaces. Does
 * not see processes that are closed to us, kernel threads that write (loop devices, servers of
 * network file systems) nor processes that are about to open a file. Reading the mappings of a
 * process can wait for a lock of that process, so nobody looks while a file system is frozen.
 */
public final class OpenForWriting {
    private static final int FOLDER = OpenFlags.READ_ONLY | OpenFlags.DIRECTORY;

    private final List<DeviceNumber> superblocks;

    /**
     * Prepares to look.
     *
     * @param superblocks device numbers as in mountinfo
     */
    public OpenForWriting(Collection<DeviceNumber> superblocks) {
        this.superblocks = List.copyOf(superblocks);
    }

    /**
     * A process.
     *
     * @param pid its id
     * @param name its name, for people; empty unless it can write
     * @param cgroup its control group as in {@code /proc/PID/cgroup}, empty without version 2
     * @param file one of the files that it can write to, or null if there is none, or nobody looked
     */
    public record Seen(int pid, String name, String cgroup, @Nullable String file) {
        /** Tells whether it can write. */
        public boolean isWriter() {
            return file != null;
        }
    }

    /**
     * Looks at all processes of this machine that we see, but for kernel threads.
     *
     * @param known control groups whose processes' files nobody needs to look at
     * @throws LinuxException if /proc cannot be read; a process that we may not look at, although
     *     privileged, is as one that cannot write
     */
    public List<Seen> look(Predicate<String> known) throws LinuxException {
        try (ProcReader reader = new ProcReader();
                Fd proc = FileCalls.open("/proc", FOLDER)) {
            Look look = new Look(reader, proc, new MountedSuperblocks(superblocks));
            List<Integer> pids = new ArrayList<>();
            for (int pid : reader.numbers(proc.number())) {
                if (look.hasProgram(pid)) {
                    pids.add(pid);
                    look.learnMounts(pid);
                }
            }
            List<Seen> seen = new ArrayList<>();
            for (int pid : pids) {
                look.at(pid, known).ifPresent(seen::add);
            }
            return seen;
        }
    }

    /** One look at all processes, one after another. */
    private record Look(ProcReader reader, Fd proc, MountedSuperblocks mounts) {
        /** Kernel threads, often the most, run no program. */
        boolean hasProgram(int pid) {
            return reader.readLink(proc.number(), pid + "/exe") != -Errno.ENOENT;
        }

        void learnMounts(int pid) {
            if (reader.readLink(proc.number(), pid + "/ns/mnt") > 0) {
                mounts.learn(pid, reader.text());
            }
        }

        Optional<Seen> at(int pid, Predicate<String> known) throws LinuxException {
            if (isGone(reader.readShort(proc.number(), pid + "/cgroup"), pid)) {
                return Optional.empty();
            }
            String cgroup = CgroupTree.groupIn(reader.contentOnly()).orElse("");
            @Nullable String file = known.test(cgroup) ? null : writableFile(pid);
            if (file == null) {
                return Optional.of(new Seen(pid, "", cgroup, null));
            }
            return isGone(reader.readShort(proc.number(), pid + "/comm"), pid)
                    ? Optional.empty()
                    : Optional.of(new Seen(pid, reader.text().strip(), cgroup, file));
        }

        private @Nullable String writableFile(int pid) throws LinuxException {
            @Nullable String open = openFile(pid);
            return open == null ? mappedFile(pid) : open;
        }

        private @Nullable String openFile(int pid) throws LinuxException {
            int folder = reader.open(proc.number(), pid + "/fd", FOLDER);
            if (isClosedToUs(folder, pid)) {
                return null;
            }
            try {
                for (int file : reader.numbers(folder)) {
                    String name = Integer.toString(file);
                    if (reader.isOpenForWriting(folder, name)
                            && reader.readLink(folder, name) > 0
                            && mayBeAFile()) {
                        String path = reader.text();
                        if (liesThere(pid, file)) {
                            return path;
                        }
                    }
                }
                return null;
            } finally {
                reader.close(folder);
            }
        }

        /** Most descriptors are sockets, pipes and the like, which lie on no file system. */
        private boolean mayBeAFile() {
            return reader.startsWith("/")
                    && !reader.startsWith("/dev/")
                    && !reader.startsWith("/memfd:")
                    && !reader.startsWith("/SYSV");
        }

        private boolean liesThere(int pid, int descriptor) {
            if (reader.readShort(proc.number(), pid + "/fdinfo/" + descriptor) < 0) {
                // Closed meanwhile, or the process is gone.
                return false;
            }
            int mountId = ProcText.number(reader.text(), "mnt_id:", 10);
            return switch (mounts.of(mountId, pid)) {
                case WANTED -> true;
                case OTHER -> false;
                case UNKNOWN -> mayLieThere("/proc/" + pid + "/fd/" + descriptor);
            };
        }

        /** The mount was detached: what remains is the file's own number. */
        private boolean mayLieThere(String link) {
            try {
                return mounts.mayBeWanted(AttributeCalls.statxAsKnown(link).device());
            } catch (LinuxException gone) {
                return false;
            }
        }

        private @Nullable String mappedFile(int pid) throws LinuxException {
            int length = reader.read(proc.number(), pid + "/maps");
            if (isClosedToUs(length, pid)) {
                return null;
            }
            for (ProcText.Mapping mapping : ProcText.sharedWritable(reader.content(), length)) {
                if (mounts.isWanted(mapping.device())
                        || (mounts.mayBeWanted(mapping.device()) && leadsThere(pid, mapping))) {
                    return mapping.file();
                }
            }
            return null;
        }

        private boolean leadsThere(int pid, ProcText.Mapping mapping) {
            if (mapping.file().startsWith("/memfd:") || mapping.file().startsWith("/SYSV")) {
                return false;
            }
            String link = "/proc/" + pid + "/map_files/" + mapping.range();
            try {
                FileStatus status = AttributeCalls.statxAsKnown(link);
                return switch (mounts.of((int) status.mountId(), pid)) {
                    case WANTED -> true;
                    case OTHER -> false;
                    case UNKNOWN -> mounts.mayBeWanted(status.device());
                };
            } catch (LinuxException gone) {
                return false;
            }
        }

        /** Processes with more privileges than ours, or of another user namespace, are. */
        private static boolean isClosedToUs(int result, int pid) throws LinuxException {
            return result == -Errno.EACCES || result == -Errno.EPERM || isGone(result, pid);
        }

        private static boolean isGone(int result, int pid) throws LinuxException {
            if (result == -Errno.ENOENT || result == -Errno.ESRCH) {
                return true;
            }
            Outcome.check(result, "open", "/proc/" + pid);
            return false;
        }
    }
}
