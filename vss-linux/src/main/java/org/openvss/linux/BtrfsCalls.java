package org.openvss.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.openvss.linux.NativeConstants.BTRFS_IOC_GET_SUBVOL_INFO;
import static org.openvss.linux.NativeConstants.BTRFS_IOC_SNAP_CREATE_V2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Prepared calls of btrfs that also keep an answer: the transaction of a snapshot, or of the last
 * change of a subvolume. As with {@link PreparedCalls}, running them allocates nothing, and the
 * descriptors must stay open until the last run.
 */
public final class BtrfsCalls {
    private static final long CREATED =
            BtrfsLayouts.at(BtrfsLayouts.SUBVOLUME_INFORMATION, "otransid");
    private static final long CHANGED =
            BtrfsLayouts.at(BtrfsLayouts.SUBVOLUME_INFORMATION, "ctransid");

    private BtrfsCalls() {}

    /**
     * Prepares a read-only snapshot.
     *
     * @param folder where it will be; two snapshots in one folder wait for each other
     * @param name its name there
     * @param source root of the subvolume
     */
    public static Snapshot snapshot(Fd folder, String name, Fd source) throws LinuxException {
        return new Snapshot(folder, name, source);
    }

    /** Prepares the question when a subvolume was last changed. */
    public static LastChange lastChange(Fd file) {
        return new LastChange(file);
    }

    /** A snapshot that will be made. The answer can be read by other threads after the run. */
    public static final class Snapshot implements PreparedCall {
        private final Arena arena = Arena.ofAuto();
        private final MemorySegment capture = Kernel.newCapture();
        private final MemorySegment arguments;
        private final MemorySegment path;
        private final MemorySegment answer = arena.allocate(BtrfsLayouts.SUBVOLUME_INFORMATION);
        private final long folder;
        private volatile long transaction;

        private Snapshot(Fd folder, String name, Fd source) throws LinuxException {
            this.folder = folder.number();
            this.arguments = BtrfsSubvolumes.snapshotArguments(arena, name, source, true);
            this.path = NativeMemory.path(arena, SystemCall.OPENAT, name);
        }

        /** Makes the snapshot and asks for its transaction; answers 0 or the error number. */
        @Override
        public int run() {
            long made =
                    ioctl(capture, folder, BTRFS_IOC_SNAP_CREATE_V2.value(), arguments.address());
            if (made < 0) {
                return (int) -made;
            }
            long flags = OpenFlags.READ_ONLY | OpenFlags.DIRECTORY | OpenFlags.CLOSE_ON_EXEC;
            long opened =
                    Kernel.repeat(
                            capture,
                            SystemCall.OPENAT.number(),
                            folder,
                            path.address(),
                            flags,
                            0,
                            0,
                            0);
            if (opened < 0) {
                return (int) -opened;
            }
            long told = ioctl(capture, opened, BTRFS_IOC_GET_SUBVOL_INFO.value(), answer.address());
            long _ = Kernel.repeat(capture, SystemCall.CLOSE.number(), opened, 0, 0, 0, 0, 0);
            if (told < 0) {
                return (int) -told;
            }
            transaction = answer.get(JAVA_LONG, CREATED);
            return 0;
        }

        /** Returns the transaction that the snapshot shows the end of; 0 before it was made. */
        public long transaction() {
            return transaction;
        }
    }

    /** A question for the last change of a subvolume. */
    public static final class LastChange implements PreparedCall {
        private final MemorySegment capture = Kernel.newCapture();
        private final MemorySegment answer =
                Arena.ofAuto().allocate(BtrfsLayouts.SUBVOLUME_INFORMATION);
        private final long file;

        private LastChange(Fd file) {
            this.file = file.number();
        }

        @Override
        public int run() {
            long told = ioctl(capture, file, BTRFS_IOC_GET_SUBVOL_INFO.value(), answer.address());
            return told < 0 ? (int) -told : 0;
        }

        /** Returns the transaction of the last change, as of the last run. */
        public long transaction() {
            return answer.get(JAVA_LONG, CHANGED);
        }
    }

    private static long ioctl(MemorySegment capture, long file, long request, long argument) {
        return Kernel.repeat(capture, SystemCall.IOCTL.number(), file, request, argument, 0, 0, 0);
    }
}
