package org.openvss.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Moves names and bytes between the Java heap and memory that the kernel can read. */
final class NativeMemory {
    private NativeMemory() {}

    /**
     * Copies a path into native memory as a NUL-terminated string.
     *
     * @throws LinuxException EINVAL if the path holds a NUL or cannot be turned into bytes
     */
    static MemorySegment path(Arena arena, SystemCall call, String path) throws LinuxException {
        return path(arena, call.callName(), path);
    }

    /** Copies a path for a call that is known by another name than its number. */
    static MemorySegment path(Arena arena, String call, String path) throws LinuxException {
        byte[] bytes;
        try {
            bytes = PathBytes.encode(path);
        } catch (IllegalArgumentException notBytes) {
            throw Outcome.failure(call, path, Errno.EINVAL, String.valueOf(notBytes.getMessage()));
        }
        for (byte one : bytes) {
            if (one == 0) {
                throw Outcome.failure(call, path, Errno.EINVAL, "The path holds a NUL character");
            }
        }
        MemorySegment segment = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    /** Copies bytes into native memory. */
    static MemorySegment bytes(Arena arena, byte[] bytes) {
        MemorySegment segment = arena.allocate(Math.max(1, bytes.length));
        MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    /** Copies the first bytes of native memory to the heap. */
    static byte[] toArray(MemorySegment segment, long length) {
        return segment.asSlice(0, length).toArray(JAVA_BYTE);
    }

    /** Decodes a fixed field that ends at its first NUL or at its end. */
    static String text(MemorySegment field) {
        byte[] bytes = field.toArray(JAVA_BYTE);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return PathBytes.decode(bytes, 0, end);
    }
}
