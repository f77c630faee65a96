package org.openvss.linux;

import static org.openvss.linux.NativeConstants.FICLONE;
import static org.openvss.linux.NativeConstants.FIFREEZE;
import static org.openvss.linux.NativeConstants.FITHAW;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Makes the prepared calls of the gate and of the cuts.
 *
 * <p>Does not check what the descriptors lead to: freezing a descriptor whose path was not a mount
 * point freezes the file system around it, so callers compare mount id and device numbers before.
 */
public final class PreparedCalls {
    private PreparedCalls() {}

    /** Prepares FIFREEZE: EBUSY if frozen already, EOPNOTSUPP, EPERM. */
    public static PreparedCall freeze(Fd root) {
        return new Prepared(SystemCall.IOCTL.number(), root.number(), FIFREEZE.value(), 0);
    }

    /** Prepares FITHAW: EINVAL if not frozen. */
    public static PreparedCall thaw(Fd root) {
        return new Prepared(SystemCall.IOCTL.number(), root.number(), FITHAW.value(), 0);
    }

    /** Prepares FICLONE: the target shares all blocks of the source. */
    public static PreparedCall cloneFile(Fd target, Fd source) {
        return new Prepared(
                SystemCall.IOCTL.number(), target.number(), FICLONE.value(), source.number());
    }

    /** Prepares {@code syncfs(2)} of the file system that holds the file. */
    public static PreparedCall syncfs(Fd file) {
        return new Prepared(SystemCall.SYNCFS.number(), file.number(), 0, 0);
    }

    /** Prepares {@code fsync(2)}. */
    public static PreparedCall fsync(Fd file) {
        return new Prepared(SystemCall.FSYNC.number(), file.number(), 0, 0);
    }

    /**
     * Prepares writing bytes at the start of a file ({@code pwrite(2)}), as switches in sysfs want
     * it.
     */
    static PreparedCall overwrite(Fd file, byte[] bytes) {
        MemorySegment content = NativeMemory.bytes(Arena.ofAuto(), bytes);
        PreparedCall call =
                new Prepared(
                        SystemCall.PWRITE64.number(),
                        file.number(),
                        content.address(),
                        bytes.length);
        return () -> {
            try {
                return call.run();
            } finally {
                // The kernel knows only the address: the memory must outlive the call.
                Reference.reachabilityFence(content);
            }
        };
    }

    private static final class Prepared implements PreparedCall {
        // Made here, so that nothing is allocated on the thread that runs the call.
        private final MemorySegment capture = Kernel.newCapture();
        private final long call;
        private final long first;
        private final long second;
        private final long third;

        Prepared(long call, long first, long second, long third) {
            this.call = call;
            this.first = first;
            this.second = second;
            this.third = third;
        }

        @Override
        public int run() {
            long result = Kernel.repeat(capture, call, first, second, third, 0, 0, 0);
            return result < 0 ? (int) -result : 0;
        }
    }
}
