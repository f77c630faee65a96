package org.openvss.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Extended attributes, ACLs among them, of open files and of paths.
 *
 * <p>Paths are not followed in their last part, and handles (O_PATH) need the methods that go
 * through {@code /proc/self/fd}: the descriptor calls refuse them with EBADF.
 */
public final class XattrCalls {
    private static final int LARGEST = 64 * 1024;

    private XattrCalls() {}

    /** Returns the names of the attributes of an open file ({@code flistxattr(2)}). */
    public static List<String> list(Fd file) throws LinuxException {
        return list(SystemCall.FLISTXATTR, file.number(), file.toString());
    }

    /**
     * Returns the names of the attributes of a path, a symbolic link itself ({@code
     * llistxattr(2)}).
     */
    public static List<String> list(String path) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativeMemory.path(arena, SystemCall.LLISTXATTR, path);
            return list(SystemCall.LLISTXATTR, name.address(), path);
        }
    }

    /** Returns the names of the attributes of what a descriptor, perhaps a handle, leads to. */
    public static List<String> listThroughProc(Fd file) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativeMemory.path(arena, SystemCall.LISTXATTR, file.procPath());
            return list(SystemCall.LISTXATTR, name.address(), file.toString());
        }
    }

    /** Returns the value of an attribute, or null if there is none ({@code fgetxattr(2)}). */
    public static byte @Nullable [] get(Fd file, String attribute) throws LinuxException {
        return get(SystemCall.FGETXATTR, file.number(), attribute, file.toString());
    }

    /** Returns the value of an attribute of a path, or null ({@code lgetxattr(2)}). */
    public static byte @Nullable [] get(String path, String attribute) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativeMemory.path(arena, SystemCall.LGETXATTR, path);
            return get(SystemCall.LGETXATTR, name.address(), attribute, path);
        }
    }

    /** Returns the value of an attribute of what a descriptor, perhaps a handle, leads to. */
    public static byte @Nullable [] getThroughProc(Fd file, String attribute)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativeMemory.path(arena, SystemCall.GETXATTR, file.procPath());
            return get(SystemCall.GETXATTR, name.address(), attribute, file.toString());
        }
    }

    /** Sets an attribute ({@code fsetxattr(2)}). */
    public static void set(Fd file, String attribute, byte[] value) throws LinuxException {
        set(SystemCall.FSETXATTR, file.number(), attribute, value, file.toString());
    }

    /** Sets an attribute of a path, a symbolic link itself ({@code lsetxattr(2)}). */
    public static void set(String path, String attribute, byte[] value) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativeMemory.path(arena, SystemCall.LSETXATTR, path);
            set(SystemCall.LSETXATTR, name.address(), attribute, value, path);
        }
    }

    /** Sets an attribute of what a descriptor, perhaps a handle, leads to. */
    public static void setThroughProc(Fd file, String attribute, byte[] value)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativeMemory.path(arena, SystemCall.SETXATTR, file.procPath());
            set(SystemCall.SETXATTR, name.address(), attribute, value, file.toString());
        }
    }

    /** Removes an attribute; one that is not there is no error ({@code fremovexattr(2)}). */
    public static void remove(Fd file, String attribute) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = NativeMemory.path(arena, SystemCall.FREMOVEXATTR, attribute);
            long result = Kernel.call(SystemCall.FREMOVEXATTR, file.number(), key.address(), 0);
            if (result != -Errno.ENODATA) {
                Outcome.check(result, SystemCall.FREMOVEXATTR, file);
            }
        }
    }

    private static List<String> list(SystemCall call, long target, String subject)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(LARGEST);
            long result = Kernel.call(call, target, buffer.address(), LARGEST);
            byte[] names = NativeMemory.toArray(buffer, Outcome.check(result, call, subject));
            List<String> list = new ArrayList<>();
            int from = 0;
            for (int at = 0; at < names.length; at++) {
                if (names[at] == 0) {
                    list.add(PathBytes.decode(names, from, at));
                    from = at + 1;
                }
            }
            return list;
        }
    }

    private static byte @Nullable [] get(
            SystemCall call, long target, String attribute, String subject) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = NativeMemory.path(arena, call, attribute);
            MemorySegment buffer = arena.allocate(LARGEST);
            long result = Kernel.call(call, target, key.address(), buffer.address(), LARGEST, 0, 0);
            if (result == -Errno.ENODATA) {
                return null;
            }
            return NativeMemory.toArray(
                    buffer, Outcome.check(result, call, subject + " " + attribute));
        }
    }

    private static void set(
            SystemCall call, long target, String attribute, byte[] value, String subject)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = NativeMemory.path(arena, call, attribute);
            MemorySegment content = NativeMemory.bytes(arena, value);
            long result =
                    Kernel.call(call, target, key.address(), content.address(), value.length, 0, 0);
            Outcome.check(result, call, subject + " " + attribute);
        }
    }
}
