package org.openvss.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * The way into the kernel: {@code syscall(2)} with the error number captured per thread.
 *
 * <p>Results are a value of zero or more, or the negated error number; {@link Outcome} turns the
 * latter into an exception. EINTR is repeated here and nowhere else. Call from platform threads
 * only: a virtual thread pins its carrier for the whole call and the scheduler does not make up for
 * it.
 */
@SuppressWarnings("restricted")
final class Kernel {
    /** Stands for the working folder where a call takes a folder's descriptor. */
    static final int WORKING_FOLDER = (int) NativeConstants.AT_FDCWD.value();

    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final long ERRNO =
            CAPTURED.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SYSCALL = link();

    // Never one segment for all: two threads would read each other's error.
    private static final ThreadLocal<MemorySegment> CAPTURE =
            ThreadLocal.withInitial(Kernel::newCapture);

    private Kernel() {}

    /** Makes a segment for the captured error number; it lives as long as it is reachable. */
    static MemorySegment newCapture() {
        return Arena.ofAuto().allocate(CAPTURED);
    }

    /** Calls with up to three arguments, repeating EINTR. */
    static long call(SystemCall call, long first, long second, long third) {
        return call(call, first, second, third, 0, 0, 0);
    }

    /** Calls with up to six arguments, repeating EINTR. */
    static long call(
            SystemCall call,
            long first,
            long second,
            long third,
            long fourth,
            long fifth,
            long sixth) {
        return repeat(CAPTURE.get(), call.number(), first, second, third, fourth, fifth, sixth);
    }

    /** Calls once: for close and for waits with a limit, which must not simply start over. */
    static long callOnce(
            SystemCall call, long first, long second, long third, long fourth, long fifth) {
        return once(CAPTURE.get(), call.number(), first, second, third, fourth, fifth, 0);
    }

    /** Calls with a capture segment that the caller owns, repeating EINTR; allocates nothing. */
    static long repeat(
            MemorySegment capture,
            long number,
            long first,
            long second,
            long third,
            long fourth,
            long fifth,
            long sixth) {
        long result;
        do {
            result = once(capture, number, first, second, third, fourth, fifth, sixth);
        } while (result == -Errno.EINTR);
        return result;
    }

    private static long once(
            MemorySegment capture,
            long number,
            long first,
            long second,
            long third,
            long fourth,
            long fifth,
            long sixth) {
        try {
            long result =
                    (long)
                            SYSCALL.invokeExact(
                                    capture, number, first, second, third, fourth, fifth, sixth);
            return result == -1 ? -capture.get(JAVA_INT, ERRNO) : result;
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("A downcall threw what it cannot throw", failure);
        }
    }

    private static MethodHandle link() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(
                        JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                        JAVA_LONG),
                Linker.Option.firstVariadicArg(1),
                Linker.Option.captureCallState("errno"));
    }
}
