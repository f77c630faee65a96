package org.openvss.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.openvss.linux.NativeConstants.CLOSE_RANGE_CLOEXEC;
import static org.openvss.linux.NativeConstants.POSIX_SPAWN_SETSID;
import static org.openvss.linux.NativeConstants.POSIX_SPAWN_SETSIGDEF;
import static org.openvss.linux.NativeConstants.POSIX_SPAWN_SETSIGMASK;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code posix_spawn(3)}: the one thing that needs the C library, as a running virtual machine must
 * not fork itself.
 *
 * <p>The child starts with all signals at their defaults and none blocked, and with no descriptor
 * but its standard streams. It is in the mount namespace of the calling thread.
 */
@SuppressWarnings("restricted")
final class SpawnLibrary {
    // Larger than in any C library: 336 and 80 bytes in glibc, 336 and 64 in musl.
    private static final long ATTRIBUTES_SIZE = 1024;
    private static final long ACTIONS_SIZE = 512;
    private static final long SIGNAL_SET_SIZE = 128;

    // Signals 1 to 31 but SIGKILL (9) and SIGSTOP (19), whose action nobody can set.
    private static final long ORDINARY_SIGNALS = 0x7FFFFFFFL & ~(1L << 8) & ~(1L << 18);

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle ATTRIBUTES_INIT = link("posix_spawnattr_init", 1);
    private static final MethodHandle ATTRIBUTES_DESTROY = link("posix_spawnattr_destroy", 1);
    private static final MethodHandle ATTRIBUTES_MASK = link("posix_spawnattr_setsigmask", 2);
    private static final MethodHandle ATTRIBUTES_DEFAULT = link("posix_spawnattr_setsigdefault", 2);
    private static final MethodHandle ATTRIBUTES_FLAGS =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("posix_spawnattr_setflags"),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
    private static final MethodHandle ACTIONS_INIT = link("posix_spawn_file_actions_init", 1);
    private static final MethodHandle ACTIONS_DESTROY = link("posix_spawn_file_actions_destroy", 1);
    private static final MethodHandle ACTIONS_DUP =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("posix_spawn_file_actions_adddup2"),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle ACTIONS_CHDIR =
            link("posix_spawn_file_actions_addchdir_np", 2);
    private static final MethodHandle SPAWN = link("posix_spawn", 6);
    private static final MethodHandle SPAWN_BY_PATH = link("posix_spawnp", 6);

    private SpawnLibrary() {}

    /** Starts a process and returns its pid once the program has replaced it. */
    static int spawn(Command command) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES_SIZE, Long.BYTES);
            MemorySegment actions = arena.allocate(ACTIONS_SIZE, Long.BYTES);
            check((int) ATTRIBUTES_INIT.invokeExact(attributes), command);
            check((int) ACTIONS_INIT.invokeExact(actions), command);
            try {
                return spawn(arena, attributes, actions, command);
            } finally {
                int _ = (int) ACTIONS_DESTROY.invokeExact(actions);
                int _ = (int) ATTRIBUTES_DESTROY.invokeExact(attributes);
            }
        } catch (LinuxException | RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("A downcall threw what it cannot throw", failure);
        }
    }

    private static int spawn(
            Arena arena, MemorySegment attributes, MemorySegment actions, Command command)
            throws Throwable {
        MemorySegment none = arena.allocate(SIGNAL_SET_SIZE, Long.BYTES);
        MemorySegment ordinary = arena.allocate(SIGNAL_SET_SIZE, Long.BYTES);
        ordinary.set(JAVA_LONG, 0, ORDINARY_SIGNALS);
        long flags = POSIX_SPAWN_SETSIGDEF.value() | POSIX_SPAWN_SETSIGMASK.value();
        if (command.newSession()) {
            flags |= POSIX_SPAWN_SETSID.value();
        }
        check((int) ATTRIBUTES_MASK.invokeExact(attributes, none), command);
        check((int) ATTRIBUTES_DEFAULT.invokeExact(attributes, ordinary), command);
        check((int) ATTRIBUTES_FLAGS.invokeExact(attributes, (short) flags), command);
        connect(actions, command.input(), 0, command);
        connect(actions, command.output(), 1, command);
        connect(actions, command.error(), 2, command);
        if (command.folder() != null) {
            MemorySegment folder = NativeMemory.path(arena, "posix_spawn", command.folder());
            check((int) ACTIONS_CHDIR.invokeExact(actions, folder), command);
        }
        keepOurDescriptorsHere();

        MemorySegment pid = arena.allocate(JAVA_INT);
        MemorySegment program = NativeMemory.path(arena, "posix_spawn", command.program());
        MemorySegment arguments = strings(arena, command.arguments());
        MemorySegment environment = strings(arena, command.environment());
        check(
                command.searchPath()
                        ? (int)
                                SPAWN_BY_PATH.invokeExact(
                                        pid, program, actions, attributes, arguments, environment)
                        : (int)
                                SPAWN.invokeExact(
                                        pid, program, actions, attributes, arguments, environment),
                command);
        return pid.get(JAVA_INT, 0);
    }

    private static void connect(
            MemorySegment actions, @Nullable Fd stream, int number, Command command)
            throws Throwable {
        if (stream != null) {
            check((int) ACTIONS_DUP.invokeExact(actions, stream.number(), number), command);
        }
    }

    /** The virtual machine's own descriptors are not all close-on-exec; ours are. */
    private static void keepOurDescriptorsHere() throws LinuxException {
        long last = 0xFFFF_FFFFL;
        Outcome.check(
                Kernel.call(SystemCall.CLOSE_RANGE, 3, last, CLOSE_RANGE_CLOEXEC.value()),
                SystemCall.CLOSE_RANGE,
                "3 to last");
    }

    private static MemorySegment strings(Arena arena, List<String> texts) throws LinuxException {
        MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
        for (int index = 0; index < texts.size(); index++) {
            MemorySegment text = NativeMemory.path(arena, "posix_spawn", texts.get(index));
            array.setAtIndex(ADDRESS, index, text);
        }
        array.setAtIndex(ADDRESS, texts.size(), MemorySegment.NULL);
        return array;
    }

    private static void check(int error, Command command) throws LinuxException {
        Outcome.check(-error, "posix_spawn", command.program());
    }

    private static MethodHandle link(String name, int pointers) {
        FunctionDescriptor signature = FunctionDescriptor.of(JAVA_INT);
        for (int index = 0; index < pointers; index++) {
            signature = signature.appendArgumentLayouts(ADDRESS);
        }
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), signature);
    }
}
