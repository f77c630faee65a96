package org.openvss.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.openvss.linux.NativeConstants.BLKFLSBUF;
import static org.openvss.linux.NativeConstants.BLKGETSIZE64;
import static org.openvss.linux.NativeConstants.BLKSSZGET;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Questions and orders to an open block device of any kind. */
public final class BlockDevices {
    private BlockDevices() {}

    /** Returns the size in bytes (BLKGETSIZE64). */
    public static long size(Fd device) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(JAVA_LONG);
            order(device, BLKGETSIZE64, answer.address());
            return answer.get(JAVA_LONG, 0);
        }
    }

    /** Returns the logical block size in bytes (BLKSSZGET). */
    public static int logicalBlockSize(Fd device) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(JAVA_INT);
            order(device, BLKSSZGET, answer.address());
            return answer.get(JAVA_INT, 0);
        }
    }

    /** Writes out and forgets what the page cache holds of the device itself (BLKFLSBUF). */
    public static void flushBuffers(Fd device) throws LinuxException {
        order(device, BLKFLSBUF, 0);
    }

    private static void order(Fd device, NativeConstants request, long argument)
            throws LinuxException {
        Outcome.check(
                Kernel.call(SystemCall.IOCTL, device.number(), request.value(), argument),
                "ioctl " + request,
                device.toString());
    }
}
