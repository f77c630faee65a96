package org.openvss.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Reads many small files of /proc with the same memory, since a look at all processes reads
 * thousands of them. For one thread; every answer is overwritten by the next.
 */
final class ProcReader implements AutoCloseable {
    private static final int LONGEST_NAME = 256;
    private static final int PIECE = 64 * 1024;
    private static final int OWNER_WRITES = 0200;
    private static final int RECORD_LENGTH_AT = 16;
    private static final int NAME_AT = 19;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment name = arena.allocate(LONGEST_NAME);
    private final MemorySegment piece = arena.allocate(PIECE, Long.BYTES);
    private byte[] content = new byte[PIECE];
    private int length;

    /** Opens a folder or file below another; a descriptor or the negated error number. */
    int open(int folder, String path, int flags) {
        setName(path);
        return (int)
                Kernel.call(
                        SystemCall.OPENAT,
                        folder,
                        name.address(),
                        flags | OpenFlags.CLOSE_ON_EXEC,
                        0,
                        0,
                        0);
    }

    void close(int descriptor) {
        Kernel.callOnce(SystemCall.CLOSE, descriptor, 0, 0, 0, 0);
    }

    /**
     * Reads a file below a folder that the kernel makes in one piece; its length or the negated
     * error number.
     */
    int readShort(int folder, String path) {
        int file = open(folder, path, OpenFlags.READ_ONLY);
        if (file < 0) {
            return file;
        }
        int count = (int) Kernel.call(SystemCall.READ, file, piece.address(), PIECE);
        close(file);
        length = 0;
        if (count > 0) {
            keep(count);
        }
        return count;
    }

    /** Reads a whole file below a folder; its length or the negated error number. */
    int read(int folder, String path) {
        int file = open(folder, path, OpenFlags.READ_ONLY);
        if (file < 0) {
            return file;
        }
        try {
            length = 0;
            while (true) {
                int count = (int) Kernel.call(SystemCall.READ, file, piece.address(), PIECE);
                if (count <= 0) {
                    return count < 0 ? count : length;
                }
                keep(count);
            }
        } finally {
            close(file);
        }
    }

    /** Reads where a link below a folder points; the length or the negated error number. */
    int readLink(int folder, String path) {
        setName(path);
        int count =
                (int)
                        Kernel.call(
                                SystemCall.READLINKAT,
                                folder,
                                name.address(),
                                piece.address(),
                                PIECE,
                                0,
                                0);
        length = 0;
        if (count > 0) {
            keep(count);
        }
        return count;
    }

    /**
     * Tells whether a descriptor is open for writing: the permissions of its link in /proc/PID/fd
     * say so. False if it was closed meanwhile.
     */
    boolean isOpenForWriting(int folder, String descriptor) {
        setName(descriptor);
        long result =
                Kernel.call(
                        SystemCall.STATX,
                        folder,
                        name.address(),
                        NativeConstants.AT_SYMLINK_NOFOLLOW.value(),
                        NativeConstants.STATX_BASIC_STATS.value(),
                        piece.address(),
                        0);
        return result == 0
                && (NativeLayouts.getUnsignedShort(piece, NativeLayouts.STATX, "stx_mode")
                                & OWNER_WRITES)
                        != 0;
    }

    /**
     * Returns the numbers among the names of an open folder, as processes and descriptors have
     * them; empty if the folder went away.
     */
    int[] numbers(int folder) {
        IntStream.Builder numbers = IntStream.builder();
        while (true) {
            int count = (int) Kernel.call(SystemCall.GETDENTS64, folder, piece.address(), PIECE);
            if (count <= 0) {
                return numbers.build().toArray();
            }
            length = 0;
            keep(count);
            for (int at = 0; at < count; at += recordLength(at)) {
                int number = numberAt(at + NAME_AT);
                if (number >= 0) {
                    numbers.add(number);
                }
            }
        }
    }

    private int recordLength(int record) {
        // Both architectures are little-endian.
        return Byte.toUnsignedInt(content[record + RECORD_LENGTH_AT])
                | Byte.toUnsignedInt(content[record + RECORD_LENGTH_AT + 1]) << 8;
    }

    /** Returns the number that a name is, or -1. */
    private int numberAt(int name) {
        int number = 0;
        for (int at = name; content[at] != 0; at++) {
            if (content[at] < '0' || content[at] > '9') {
                return -1;
            }
            number = number * 10 + (content[at] - '0');
        }
        return number;
    }

    /** Returns the bytes of the last answer; only the first ones count. */
    byte[] content() {
        return content;
    }

    /** Returns the bytes of the last answer, copied. */
    byte[] contentOnly() {
        return Arrays.copyOf(content, length);
    }

    /** Returns the last answer as a text that carries bytes. */
    String text() {
        return PathBytes.decode(content, 0, length);
    }

    /** Tells whether the last answer begins with something. */
    boolean startsWith(String prefix) {
        if (length < prefix.length()) {
            return false;
        }
        for (int at = 0; at < prefix.length(); at++) {
            if (content[at] != prefix.charAt(at)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        arena.close();
    }

    private void keep(int count) {
        if (length + count > content.length) {
            content = Arrays.copyOf(content, Math.max(content.length * 2, length + count));
        }
        MemorySegment.copy(piece, JAVA_BYTE, 0, content, length, count);
        length += count;
    }

    private void setName(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length >= LONGEST_NAME) {
            throw new IllegalArgumentException("no name of /proc is that long: " + path);
        }
        MemorySegment.copy(bytes, 0, name, JAVA_BYTE, 0, bytes.length);
        name.set(JAVA_BYTE, bytes.length, (byte) 0);
    }
}
