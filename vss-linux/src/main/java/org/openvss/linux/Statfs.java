package org.openvss.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What {@code statfs(2)} says about a file system.
 *
 * @param typeMagic magic number of the type, see the constants
 * @param blockSize unit of its space, in bytes
 * @param totalBytes size
 * @param freeBytes space that nobody uses, including what is reserved for root
 * @param availableBytes space that unprivileged users may still take
 * @param totalInodes number of files it can hold, 0 if there is no fixed number
 * @param freeInodes number of files that it can still take
 */
public record Statfs(
        long typeMagic,
        long blockSize,
        long totalBytes,
        long freeBytes,
        long availableBytes,
        long totalInodes,
        long freeInodes) {
    /** Magic number of ext2, ext3 and ext4. */
    public static final long EXT = 0xEF53;

    /** Magic number of xfs. */
    public static final long XFS = 0x58465342;

    /** Magic number of btrfs. */
    public static final long BTRFS = 0x9123683EL;

    /** Magic number of tmpfs. */
    public static final long TMPFS = 0x01021994;

    /** Magic number of overlayfs. */
    public static final long OVERLAYFS = 0x794C7630;

    /** Asks by descriptor ({@code fstatfs(2)}). */
    public static Statfs of(Fd file) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(NativeLayouts.STATFS);
            Outcome.check(
                    Kernel.call(SystemCall.FSTATFS, file.number(), answer.address(), 0),
                    SystemCall.FSTATFS,
                    file);
            return read(answer);
        }
    }

    /** Asks by path ({@code statfs(2)}). */
    public static Statfs of(String path) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativeMemory.path(arena, SystemCall.STATFS, path);
            MemorySegment answer = arena.allocate(NativeLayouts.STATFS);
            Outcome.check(
                    Kernel.call(SystemCall.STATFS, name.address(), answer.address(), 0),
                    SystemCall.STATFS,
                    path);
            return read(answer);
        }
    }

    private static Statfs read(MemorySegment answer) {
        long unit = field(answer, "f_frsize");
        return new Statfs(
                // Some architectures sign-extend the 32-bit magic number of btrfs.
                field(answer, "f_type") & 0xFFFF_FFFFL,
                field(answer, "f_bsize"),
                field(answer, "f_blocks") * unit,
                field(answer, "f_bfree") * unit,
                field(answer, "f_bavail") * unit,
                field(answer, "f_files"),
                field(answer, "f_ffree"));
    }

    private static long field(MemorySegment answer, String name) {
        return NativeLayouts.getLong(answer, NativeLayouts.STATFS, name);
    }
}
