package org.openvss.linux;

import static org.openvss.linux.NativeConstants.BTRFS_IOC_FORGET_DEV;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Orders to the btrfs driver as a whole. */
public final class Btrfs {
    private static final String CONTROL = "/dev/btrfs-control";
    private static final int ARGUMENT_SIZE = 4096;
    private static final int NAME_AT = 8;

    private Btrfs() {}

    /**
     * Lets the driver forget what it remembers of a device that is not mounted
     * (BTRFS_IOC_FORGET_DEV). Loop devices are used for one file after another, and a memory of an
     * earlier one makes a mount fail with EEXIST. Nothing to forget is no error.
     *
     * @param device path of the device
     */
    public static void forgetDevice(String device) throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd control = FileCalls.open(CONTROL, OpenFlags.READ_WRITE)) {
            MemorySegment argument = arena.allocate(ARGUMENT_SIZE, Long.BYTES);
            MemorySegment path = MemorySegment.ofArray(PathBytes.encode(device));
            if (path.byteSize() >= ARGUMENT_SIZE - NAME_AT) {
                throw Outcome.failure("ioctl BTRFS_IOC_FORGET_DEV", device, Errno.ENAMETOOLONG);
            }
            argument.asSlice(NAME_AT).copyFrom(path);
            long result =
                    Kernel.call(
                            SystemCall.IOCTL,
                            control.number(),
                            BTRFS_IOC_FORGET_DEV.value(),
                            argument.address());
            if (result != -Errno.ENOENT) {
                Outcome.check(result, "ioctl BTRFS_IOC_FORGET_DEV", device);
            }
        }
    }
}
