package org.openvss.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An anonymous pipe ({@code pipe2(2)}); both ends are close-on-exec.
 *
 * @param reader where it comes out; reading answers 0 once every writer is closed
 * @param writer where it goes in
 */
public record Pipe(Fd reader, Fd writer) implements AutoCloseable {
    /** Makes a pipe. */
    public static Pipe open() throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            Outcome.check(
                    Kernel.call(SystemCall.PIPE2, ends.address(), OpenFlags.CLOSE_ON_EXEC, 0),
                    SystemCall.PIPE2,
                    "pipe");
            return new Pipe(
                    Fd.adopt(ends.getAtIndex(JAVA_INT, 0), "pipe"),
                    Fd.adopt(ends.getAtIndex(JAVA_INT, 1), "pipe"));
        }
    }

    @Override
    public void close() {
        writer.close();
        reader.close();
    }
}
