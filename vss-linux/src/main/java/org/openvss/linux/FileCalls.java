package org.openvss.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.openvss.linux.NativeConstants.FICLONE;
import static org.openvss.linux.NativeConstants.F_DUPFD_CLOEXEC;
import static org.openvss.linux.NativeConstants.SEEK_DATA;
import static org.openvss.linux.NativeConstants.SEEK_HOLE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Opening, reading, writing and flushing files through descriptors.
 *
 * <p>Works with {@link Fd}; folders are in {@link DirectoryCalls}, owners and times in {@link
 * AttributeCalls}, extended attributes in {@link XattrCalls}. Every method throws {@link
 * LinuxException} if the kernel refuses. Offsets and lengths are bytes. Paths carry bytes, see
 * {@link PathBytes}. Call from platform threads only.
 */
public final class FileCalls {
    /** Keep the file's length ({@code FALLOC_FL_KEEP_SIZE}). */
    public static final int KEEP_SIZE = 1;

    /** Make a hole; needs {@link #KEEP_SIZE} too ({@code FALLOC_FL_PUNCH_HOLE}). */
    public static final int PUNCH_HOLE = 2;

    private static final int COPY_PIECE = 128 * 1024;

    private FileCalls() {}

    /**
     * Opens a path ({@code openat(2)} from the working folder).
     *
     * @param flags see {@link OpenFlags}
     */
    public static Fd open(String path, int flags) throws LinuxException {
        return open(path, flags, 0);
    }

    /**
     * Opens or makes a file.
     *
     * @param flags see {@link OpenFlags}
     * @param mode permissions of a new file, before the umask
     */
    public static Fd open(String path, int flags, int mode) throws LinuxException {
        return open(Kernel.WORKING_FOLDER, "open", path, flags, mode);
    }

    /** Opens a name in a folder ({@code openat(2)}). */
    public static Fd openat(Fd folder, String name, int flags) throws LinuxException {
        return openat(folder, name, flags, 0);
    }

    /** Opens or makes a file in a folder ({@code openat(2)}). */
    public static Fd openat(Fd folder, String name, int flags, int mode) throws LinuxException {
        return open(folder.number(), "openat", name, flags, mode);
    }

    /**
     * Opens a name in a folder with limits on how it may be followed ({@code openat2(2)}).
     *
     * @param resolve see {@link ResolveFlags}
     */
    public static Fd openat2(Fd folder, String name, int flags, int mode, int resolve)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = NativeMemory.path(arena, SystemCall.OPENAT2, name);
            MemorySegment how = arena.allocate(NativeLayouts.OPEN_HOW);
            long all = Integer.toUnsignedLong(flags | OpenFlags.CLOSE_ON_EXEC);
            NativeLayouts.setLong(how, NativeLayouts.OPEN_HOW, all, "flags");
            NativeLayouts.setLong(how, NativeLayouts.OPEN_HOW, mode, "mode");
            NativeLayouts.setLong(how, NativeLayouts.OPEN_HOW, resolve, "resolve");
            long result =
                    Kernel.call(
                            SystemCall.OPENAT2,
                            folder.number(),
                            path.address(),
                            how.address(),
                            NativeLayouts.OPEN_HOW.byteSize(),
                            0,
                            0);
            return Fd.adopt(Outcome.check(result, SystemCall.OPENAT2, name), name);
        }
    }

    /** Makes another descriptor of the same open file ({@code fcntl(2)} F_DUPFD_CLOEXEC). */
    public static Fd duplicate(Fd file) throws LinuxException {
        long result = Kernel.call(SystemCall.FCNTL, file.number(), F_DUPFD_CLOEXEC.value(), 0);
        return Fd.adopt(Outcome.check(result, SystemCall.FCNTL, file), file.name());
    }

    /**
     * Reads at the file's position into the buffer ({@code read(2)}).
     *
     * @return bytes read; 0 at the end of the file or if the buffer is full
     */
    public static int read(Fd file, ByteBuffer into) throws LinuxException {
        return transferIn(SystemCall.READ, file, into, 0);
    }

    /** Reads at an offset without moving the file's position ({@code pread(2)}). */
    public static int pread(Fd file, ByteBuffer into, long offset) throws LinuxException {
        return transferIn(SystemCall.PREAD64, file, into, offset);
    }

    /**
     * Writes at the file's position ({@code write(2)}); may write less than the buffer holds.
     *
     * @return bytes written
     */
    public static int write(Fd file, ByteBuffer from) throws LinuxException {
        return transferOut(SystemCall.WRITE, file, from, 0);
    }

    /** Writes at an offset without moving the file's position ({@code pwrite(2)}). */
    public static int pwrite(Fd file, ByteBuffer from, long offset) throws LinuxException {
        return transferOut(SystemCall.PWRITE64, file, from, offset);
    }

    /** Writes all bytes of the array at the file's position. */
    public static void writeAll(Fd file, byte[] bytes) throws LinuxException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            write(file, buffer);
        }
    }

    /**
     * Reads from the file's position to its end.
     *
     * @param limit largest number of bytes to accept
     * @throws LinuxException EFBIG if there is more than the limit
     */
    public static byte[] readAll(Fd file, int limit) throws LinuxException {
        byte[] bytes = new byte[Math.min(limit, 8192)];
        int filled = 0;
        while (true) {
            if (filled == bytes.length) {
                if (filled >= limit) {
                    if (read(file, ByteBuffer.allocate(1)) == 0) {
                        return bytes;
                    }
                    throw Outcome.failure(
                            "read",
                            file.name(),
                            Errno.EFBIG,
                            "The file is larger than the " + limit + " bytes accepted");
                }
                bytes = Arrays.copyOf(bytes, (int) Math.min(limit, bytes.length * 2L));
            }
            int count = read(file, ByteBuffer.wrap(bytes, filled, bytes.length - filled));
            if (count == 0) {
                return Arrays.copyOf(bytes, filled);
            }
            filled += count;
        }
    }

    /** Opens a file, reads it to its end and closes it; see {@link #readAll(Fd, int)}. */
    public static byte[] readFile(String path, int limit) throws LinuxException {
        try (Fd file = open(path, OpenFlags.READ_ONLY)) {
            return readAll(file, limit);
        }
    }

    /** Sets the file's length ({@code ftruncate(2)}). */
    public static void ftruncate(Fd file, long length) throws LinuxException {
        Outcome.check(
                Kernel.call(SystemCall.FTRUNCATE, file.number(), length, 0),
                SystemCall.FTRUNCATE,
                file);
    }

    /**
     * Reserves space or makes a hole ({@code fallocate(2)}).
     *
     * @param mode 0, {@link #KEEP_SIZE}, or with {@link #PUNCH_HOLE}
     */
    public static void fallocate(Fd file, int mode, long offset, long length)
            throws LinuxException {
        Outcome.check(
                Kernel.call(SystemCall.FALLOCATE, file.number(), mode, offset, length, 0, 0),
                SystemCall.FALLOCATE,
                file);
    }

    /** Writes data and metadata of the file to storage ({@code fsync(2)}). */
    public static void fsync(Fd file) throws LinuxException {
        plain(SystemCall.FSYNC, file);
    }

    /** Writes data of the file to storage ({@code fdatasync(2)}). */
    public static void fdatasync(Fd file) throws LinuxException {
        plain(SystemCall.FDATASYNC, file);
    }

    /** Writes everything of the file's file system to storage ({@code syncfs(2)}). */
    public static void syncfs(Fd file) throws LinuxException {
        plain(SystemCall.SYNCFS, file);
    }

    /**
     * Sets or asks for the file's position ({@code lseek(2)}).
     *
     * @param from 0 from the start, 1 from the position, 2 from the end
     */
    public static long lseek(Fd file, long offset, int from) throws LinuxException {
        return Outcome.check(
                Kernel.call(SystemCall.LSEEK, file.number(), offset, from), SystemCall.LSEEK, file);
    }

    /**
     * Finds the next data at or after an offset and moves the position there (SEEK_DATA).
     *
     * @return its offset, or -1 if only a hole follows (ENXIO)
     */
    public static long seekData(Fd file, long offset) throws LinuxException {
        return seek(file, offset, SEEK_DATA);
    }

    /**
     * Finds the next hole at or after an offset and moves the position there (SEEK_HOLE).
     *
     * @return its offset (the end of the file counts as one), or -1 if the offset is past the end
     */
    public static long seekHole(Fd file, long offset) throws LinuxException {
        return seek(file, offset, SEEK_HOLE);
    }

    /**
     * Copies a range inside the kernel without moving positions ({@code copy_file_range(2)}).
     *
     * @return bytes copied, fewer than asked for are possible; 0 at the end of the source
     */
    public static long copyFileRange(
            Fd source, long sourceOffset, Fd target, long targetOffset, long length)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocateFrom(JAVA_LONG, sourceOffset);
            MemorySegment to = arena.allocateFrom(JAVA_LONG, targetOffset);
            long result =
                    Kernel.call(
                            SystemCall.COPY_FILE_RANGE,
                            source.number(),
                            from.address(),
                            target.number(),
                            to.address(),
                            length,
                            0);
            return Outcome.check(
                    result, SystemCall.COPY_FILE_RANGE, source.name() + " to " + target.name());
        }
    }

    /** Makes the target share all blocks of the source ({@code ioctl} FICLONE, a reflink). */
    public static void cloneFile(Fd target, Fd source) throws LinuxException {
        Outcome.check(
                Kernel.call(SystemCall.IOCTL, target.number(), FICLONE.value(), source.number()),
                "ioctl FICLONE",
                source.name() + " to " + target.name());
    }

    private static Fd open(int folder, String call, String path, int flags, int mode)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativeMemory.path(arena, call, path);
            long result =
                    Kernel.call(
                            SystemCall.OPENAT,
                            folder,
                            name.address(),
                            flags | OpenFlags.CLOSE_ON_EXEC,
                            mode,
                            0,
                            0);
            return Fd.adopt(Outcome.check(result, call, path), path);
        }
    }

    private static void plain(SystemCall call, Fd file) throws LinuxException {
        Outcome.check(Kernel.call(call, file.number(), 0, 0), call, file);
    }

    private static long seek(Fd file, long offset, NativeConstants what) throws LinuxException {
        long result = Kernel.call(SystemCall.LSEEK, file.number(), offset, what.value());
        return result == -Errno.ENXIO ? -1 : Outcome.check(result, SystemCall.LSEEK, file);
    }

    private static int transferIn(SystemCall call, Fd file, ByteBuffer into, long offset)
            throws LinuxException {
        if (!into.hasRemaining()) {
            return 0;
        }
        if (into.isDirect()) {
            MemorySegment memory = MemorySegment.ofBuffer(into);
            int count = transfer(call, file, memory, memory.byteSize(), offset);
            into.position(into.position() + count);
            return count;
        }
        int length = Math.min(into.remaining(), COPY_PIECE);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(length);
            int count = transfer(call, file, memory, length, offset);
            into.put(memory.asSlice(0, count).asByteBuffer());
            return count;
        }
    }

    private static int transferOut(SystemCall call, Fd file, ByteBuffer from, long offset)
            throws LinuxException {
        if (from.isDirect()) {
            MemorySegment memory = MemorySegment.ofBuffer(from);
            int count = transfer(call, file, memory, memory.byteSize(), offset);
            from.position(from.position() + count);
            return count;
        }
        int length = Math.min(from.remaining(), COPY_PIECE);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(Math.max(1, length));
            memory.asByteBuffer().put(from.slice(from.position(), length));
            int count = transfer(call, file, memory, length, offset);
            from.position(from.position() + count);
            return count;
        }
    }

    private static int transfer(
            SystemCall call, Fd file, MemorySegment memory, long length, long offset)
            throws LinuxException {
        long result = Kernel.call(call, file.number(), memory.address(), length, offset, 0, 0);
        return (int) Outcome.check(result, call, file);
    }
}
