package org.openvss.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.openvss.linux.NativeConstants.AT_EMPTY_PATH;
import static org.openvss.linux.NativeConstants.AT_STATX_DONT_SYNC;
import static org.openvss.linux.NativeConstants.AT_SYMLINK_NOFOLLOW;
import static org.openvss.linux.NativeConstants.STATX_ATTR_MOUNT_ROOT;
import static org.openvss.linux.NativeConstants.STATX_BASIC_STATS;
import static org.openvss.linux.NativeConstants.STATX_BTIME;
import static org.openvss.linux.NativeConstants.STATX_MNT_ID;
import static org.openvss.linux.NativeConstants.UTIME_OMIT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Reading and setting what a file system keeps about a file besides its content.
 *
 * <p>Names in folders are taken themselves: a symbolic link is not followed unless a method says
 * so.
 */
public final class AttributeCalls {
    private AttributeCalls() {}

    /** Asks about an open file ({@code statx(2)}); works on handles (O_PATH) too. */
    public static FileStatus fstat(Fd file) throws LinuxException {
        return statx(file.number(), "", AT_EMPTY_PATH.value(), file.toString());
    }

    /** Asks about a name in a folder; a symbolic link is not followed. */
    public static FileStatus statx(Fd folder, String name) throws LinuxException {
        return statx(folder.number(), name, AT_SYMLINK_NOFOLLOW.value(), name);
    }

    /** Asks about a path; symbolic links are followed. */
    public static FileStatus statx(String path) throws LinuxException {
        return statx(Kernel.WORKING_FOLDER, path, 0, path);
    }

    /**
     * Tells whether there may be something at a path, cheaply and without an error: false only if
     * the kernel says that there is nothing. Symbolic links are followed.
     */
    public static boolean mayExist(String path) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativeMemory.path(arena, SystemCall.STATX, path);
            MemorySegment answer = arena.allocate(NativeLayouts.STATX);
            long result =
                    Kernel.call(
                            SystemCall.STATX,
                            Kernel.WORKING_FOLDER,
                            name.address(),
                            0,
                            0,
                            answer.address(),
                            0);
            return result != -Errno.ENOENT && result != -Errno.ENOTDIR;
        }
    }

    /**
     * Asks about a path, following links, but for no more than is known already: no server is asked
     * (AT_STATX_DONT_SYNC), so that a dead one does not keep us waiting.
     */
    static FileStatus statxAsKnown(String path) throws LinuxException {
        return statx(Kernel.WORKING_FOLDER, path, AT_STATX_DONT_SYNC.value(), path);
    }

    /** Asks about a path; if the last part is a symbolic link, it is not followed. */
    public static FileStatus lstat(String path) throws LinuxException {
        return statx(Kernel.WORKING_FOLDER, path, AT_SYMLINK_NOFOLLOW.value(), path);
    }

    /** Sets permission bits ({@code fchmod(2)}). */
    public static void fchmod(Fd file, int mode) throws LinuxException {
        Outcome.check(
                Kernel.call(SystemCall.FCHMOD, file.number(), mode, 0), SystemCall.FCHMOD, file);
    }

    /**
     * Sets permission bits of a name in a folder ({@code fchmodat(2)}); follows a symbolic link.
     */
    public static void fchmodat(Fd folder, String name, int mode) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = NativeMemory.path(arena, SystemCall.FCHMODAT, name);
            Outcome.check(
                    Kernel.call(SystemCall.FCHMODAT, folder.number(), path.address(), mode),
                    SystemCall.FCHMODAT,
                    name);
        }
    }

    /** Sets owner and group of an open file, -1 keeps one ({@code fchownat(2)}). */
    public static void fchown(Fd file, int ownerId, int groupId) throws LinuxException {
        fchownat(file, "", ownerId, groupId, AT_EMPTY_PATH);
    }

    /** Sets owner and group of a name in a folder, -1 keeps one; does not follow a link. */
    public static void fchownat(Fd folder, String name, int ownerId, int groupId)
            throws LinuxException {
        fchownat(folder, name, ownerId, groupId, AT_SYMLINK_NOFOLLOW);
    }

    /**
     * Sets the times of an open file ({@code utimensat(2)}).
     *
     * @param accessed last access, null keeps it
     * @param modified last change of the content, null keeps it
     */
    public static void futimens(Fd file, @Nullable Timestamp accessed, @Nullable Timestamp modified)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment times = times(arena, accessed, modified);
            Outcome.check(
                    Kernel.call(SystemCall.UTIMENSAT, file.number(), 0, times.address(), 0, 0, 0),
                    SystemCall.UTIMENSAT,
                    file);
        }
    }

    /** Sets the times of a name in a folder, null keeps one; does not follow a link. */
    public static void utimensat(
            Fd folder, String name, @Nullable Timestamp accessed, @Nullable Timestamp modified)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = NativeMemory.path(arena, SystemCall.UTIMENSAT, name);
            MemorySegment times = times(arena, accessed, modified);
            Outcome.check(
                    Kernel.call(
                            SystemCall.UTIMENSAT,
                            folder.number(),
                            path.address(),
                            times.address(),
                            AT_SYMLINK_NOFOLLOW.value(),
                            0,
                            0),
                    SystemCall.UTIMENSAT,
                    name);
        }
    }

    private static void fchownat(
            Fd folder, String name, int ownerId, int groupId, NativeConstants flag)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = NativeMemory.path(arena, SystemCall.FCHOWNAT, name);
            Outcome.check(
                    Kernel.call(
                            SystemCall.FCHOWNAT,
                            folder.number(),
                            path.address(),
                            ownerId,
                            groupId,
                            flag.value(),
                            0),
                    SystemCall.FCHOWNAT,
                    name.isEmpty() ? folder.toString() : name);
        }
    }

    private static MemorySegment times(
            Arena arena, @Nullable Timestamp accessed, @Nullable Timestamp modified) {
        MemorySegment times = arena.allocate(NativeLayouts.TIMESPEC, 2);
        put(times.asSlice(0, NativeLayouts.TIMESPEC), accessed);
        put(times.asSlice(NativeLayouts.TIMESPEC.byteSize(), NativeLayouts.TIMESPEC), modified);
        return times;
    }

    private static void put(MemorySegment time, @Nullable Timestamp value) {
        long seconds = value == null ? 0 : value.seconds();
        long nanos = value == null ? UTIME_OMIT.value() : value.nanos();
        NativeLayouts.setLong(time, NativeLayouts.TIMESPEC, seconds, "tv_sec");
        NativeLayouts.setLong(time, NativeLayouts.TIMESPEC, nanos, "tv_nsec");
    }

    private static FileStatus statx(int folder, String path, long flags, String subject)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativeMemory.path(arena, SystemCall.STATX, path);
            MemorySegment answer = arena.allocate(NativeLayouts.STATX);
            long mask = STATX_BASIC_STATS.value() | STATX_BTIME.value() | STATX_MNT_ID.value();
            Outcome.check(
                    Kernel.call(
                            SystemCall.STATX,
                            folder,
                            name.address(),
                            flags,
                            mask,
                            answer.address(),
                            0),
                    SystemCall.STATX,
                    subject);
            return read(answer);
        }
    }

    private static FileStatus read(MemorySegment answer) {
        int mode = NativeLayouts.getUnsignedShort(answer, NativeLayouts.STATX, "stx_mode");
        long attributes = longField(answer, "stx_attributes");
        boolean hasMountId = (intField(answer, "stx_mask") & STATX_MNT_ID.value()) != 0;
        return new FileStatus(
                FileType.ofMode(mode),
                mode & 0xFFF,
                intField(answer, "stx_nlink"),
                intField(answer, "stx_uid"),
                intField(answer, "stx_gid"),
                longField(answer, "stx_ino"),
                longField(answer, "stx_size"),
                longField(answer, "stx_blocks") * 512,
                intField(answer, "stx_dev_major"),
                intField(answer, "stx_dev_minor"),
                intField(answer, "stx_rdev_major"),
                intField(answer, "stx_rdev_minor"),
                hasMountId ? longField(answer, "stx_mnt_id") : 0,
                (attributes & STATX_ATTR_MOUNT_ROOT.value()) != 0,
                time(answer, "stx_atime"),
                time(answer, "stx_mtime"),
                time(answer, "stx_ctime"));
    }

    private static Timestamp time(MemorySegment answer, String field) {
        long at = NativeLayouts.offset(NativeLayouts.STATX, field);
        return new Timestamp(
                answer.get(JAVA_LONG, at),
                NativeLayouts.getInt(answer, NativeLayouts.STATX, field, "tv_nsec"));
    }

    private static int intField(MemorySegment answer, String name) {
        return NativeLayouts.getInt(answer, NativeLayouts.STATX, name);
    }

    private static long longField(MemorySegment answer, String name) {
        return NativeLayouts.getLong(answer, NativeLayouts.STATX, name);
    }
}
