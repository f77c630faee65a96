package org.openvss.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.openvss.linux.NativeConstants.BLKFLSBUF;
import static org.openvss.linux.NativeConstants.BLKGETSIZE64;
import static org.openvss.linux.NativeConstants.BLKPG;
import static org.openvss.linux.NativeConstants.BLKPG_ADD_PARTITION;
import static org.openvss.linux.NativeConstants.BLKSSZGET;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

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

    /**
     * Makes a partition known to the kernel (BLKPG_ADD_PARTITION), as tools do where the kernel
     * does not read the partition table itself; nothing is written to the device.
     *
     * @param disk a whole disk; a loop device needs {@link LoopOptions#partitionScan}
     * @param number number of the partition, from 1
     * @param start where it starts on the disk, in bytes
     * @param length length in bytes
     * @throws LinuxException EBUSY if the number or the range is taken
     */
    public static void addPartition(Fd disk, int number, long start, long length)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            StructLayout layout = NativeLayouts.BLKPG_PARTITION;
            MemorySegment partition = arena.allocate(layout);
            NativeLayouts.setLong(partition, layout, start, "start");
            NativeLayouts.setLong(partition, layout, length, "length");
            NativeLayouts.setInt(partition, layout, number, "pno");
            StructLayout form = NativeLayouts.BLKPG_ARGUMENT;
            MemorySegment argument = arena.allocate(form);
            NativeLayouts.setInt(argument, form, (int) BLKPG_ADD_PARTITION.value(), "op");
            NativeLayouts.setInt(argument, form, (int) layout.byteSize(), "datalen");
            NativeLayouts.setLong(argument, form, partition.address(), "data");
            order(disk, BLKPG, argument.address());
        }
    }

    private static void order(Fd device, NativeConstants request, long argument)
            throws LinuxException {
        Outcome.check(
                Kernel.call(SystemCall.IOCTL, device.number(), request.value(), argument),
                "ioctl " + request,
                device.toString());
    }
}
