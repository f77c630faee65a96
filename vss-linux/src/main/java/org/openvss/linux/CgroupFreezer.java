package org.openvss.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;

/**
 * The freezer of one control group, version 2, through descriptors of its files: no path is looked
 * up after it was opened.
 *
 * <p>What was asked for and what is so are two things: a group that is to be frozen is frozen once
 * all of its processes have left the kernel, and a group below a frozen one is frozen without
 * having been asked.
 */
public final class CgroupFreezer implements AutoCloseable {
    private static final byte[] FREEZE = {'1'};
    private static final byte[] THAW = {'0'};
    private static final byte[] FROZEN = "frozen 1".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 256;

    private final String folder;
    private final long id;
    private final Fd order;
    private final Fd events;

    private CgroupFreezer(String folder, long id, Fd order, Fd events) {
        this.folder = folder;
        this.id = id;
        this.order = order;
        this.events = events;
    }

    /**
     * Opens the freezer of a group.
     *
     * @param folder folder of the group
     * @throws LinuxException ENOENT if the group is gone or is the root, which has no freezer
     */
    public static CgroupFreezer open(String folder) throws LinuxException {
        long id = AttributeCalls.statx(folder).inode();
        Fd order = FileCalls.open(folder + "/cgroup.freeze", OpenFlags.READ_WRITE);
        try {
            Fd events = FileCalls.open(folder + "/cgroup.events", OpenFlags.READ_ONLY);
            return new CgroupFreezer(folder, id, order, events);
        } catch (LinuxException failure) {
            order.close();
            throw failure;
        }
    }

    /** Returns the folder of the group. */
    public String folder() {
        return folder;
    }

    /** Returns the number that the group keeps while it exists; a later one has another. */
    public long id() {
        return id;
    }

    /** Prepares the calls for one thread. */
    public Calls prepare() {
        return new Calls();
    }

    @Override
    public void close() {
        order.close();
        events.close();
    }

    /** Prepared calls on one group, for one thread at a time; they allocate nothing. */
    public final class Calls {
        private final PreparedCall freeze = PreparedCalls.overwrite(order, FREEZE);
        private final PreparedCall thaw = PreparedCalls.overwrite(order, THAW);
        private final MemorySegment capture = Kernel.newCapture();
        private final MemorySegment answer = Arena.ofAuto().allocate(LONGEST);

        private Calls() {}

        /** Asks for the group to be frozen; 0 or the errno, ENODEV if it is gone. */
        public int freeze() {
            return freeze.run();
        }

        /** Asks for the group to be thawed; 0 or the errno, ENODEV if it is gone. */
        public int thaw() {
            return thaw.run();
        }

        /**
         * Tells whether somebody asked for this group to be frozen; a group that is gone is not.
         */
        public boolean isAsked() {
            return read(order) > 0 && answer.get(JAVA_BYTE, 0) == FREEZE[0];
        }

        /** Tells whether the group does not exist any more. */
        public boolean isGone() {
            return read(order) == -Errno.ENODEV;
        }

        /** Tells whether every process of the group is frozen; a group that is gone is not. */
        public boolean isFrozen() {
            long length = read(events);
            for (long at = 0; at + FROZEN.length <= length; at++) {
                if (isFrozenAt(at)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isFrozenAt(long at) {
            for (int letter = 0; letter < FROZEN.length; letter++) {
                if (answer.get(JAVA_BYTE, at + letter) != FROZEN[letter]) {
                    return false;
                }
            }
            return true;
        }

        private long read(Fd file) {
            try {
                return Kernel.repeat(
                        capture,
                        SystemCall.PREAD64.number(),
                        file.number(),
                        answer.address(),
                        LONGEST,
                        0,
                        0,
                        0);
            } finally {
                // The kernel knows only the address: the memory must outlive the call.
                Reference.reachabilityFence(answer);
            }
        }
    }
}
