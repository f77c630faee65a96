package org.openvss.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.openvss.linux.NativeConstants.BTRFS_FIRST_FREE_OBJECTID;
import static org.openvss.linux.NativeConstants.BTRFS_IOC_GET_SUBVOL_INFO;
import static org.openvss.linux.NativeConstants.BTRFS_IOC_GET_SUBVOL_ROOTREF;
import static org.openvss.linux.NativeConstants.BTRFS_IOC_INO_LOOKUP_USER;
import static org.openvss.linux.NativeConstants.BTRFS_IOC_SNAP_CREATE_V2;
import static org.openvss.linux.NativeConstants.BTRFS_IOC_SNAP_DESTROY_V2;
import static org.openvss.linux.NativeConstants.BTRFS_IOC_SUBVOL_CREATE_V2;
import static org.openvss.linux.NativeConstants.BTRFS_IOC_SUBVOL_GETFLAGS;
import static org.openvss.linux.NativeConstants.BTRFS_IOC_SUBVOL_SETFLAGS;
import static org.openvss.linux.NativeConstants.BTRFS_IOC_SYNC;
import static org.openvss.linux.NativeConstants.BTRFS_SUBVOL_RDONLY;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Makes, removes and asks about subvolumes and snapshots of btrfs, by descriptor. */
public final class BtrfsSubvolumes {
    /**
     * A subvolume inside another one, in whose snapshots it is an empty folder.
     *
     * @param id its number
     * @param path its path from the root of the outer subvolume, without a leading slash
     */
    public record Nested(long id, String path) {}

    private BtrfsSubvolumes() {}

    /** Tells whether a folder of btrfs is the root of a subvolume. */
    public static boolean isRoot(FileStatus folder) {
        return folder.type() == FileType.DIRECTORY
                && folder.inode() == BTRFS_FIRST_FREE_OBJECTID.value();
    }

    /** Makes an empty subvolume in a folder. */
    public static void create(Fd folder, String name) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = arguments(arena, "ioctl BTRFS_IOC_SUBVOL_CREATE_V2", name);
            order(folder, BTRFS_IOC_SUBVOL_CREATE_V2, arguments, name);
        }
    }

    /** Makes a snapshot of the subvolume that a descriptor is the root of, in a folder. */
    public static void snapshot(Fd folder, String name, Fd source, boolean readOnly)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = snapshotArguments(arena, name, source, readOnly);
            order(folder, BTRFS_IOC_SNAP_CREATE_V2, arguments, source.name() + " to " + name);
        }
    }

    static MemorySegment snapshotArguments(Arena arena, String name, Fd source, boolean readOnly)
            throws LinuxException {
        MemorySegment arguments = arguments(arena, "ioctl BTRFS_IOC_SNAP_CREATE_V2", name);
        arguments.set(
                JAVA_LONG, BtrfsLayouts.at(BtrfsLayouts.VOLUME_ARGUMENTS, "fd"), source.number());
        arguments.set(
                JAVA_LONG,
                BtrfsLayouts.at(BtrfsLayouts.VOLUME_ARGUMENTS, "flags"),
                readOnly ? BTRFS_SUBVOL_RDONLY.value() : 0);
        return arguments;
    }

    /** Removes a subvolume with all its files from a folder; ENOTEMPTY if one is inside it. */
    public static void destroy(Fd folder, String name) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = arguments(arena, "ioctl BTRFS_IOC_SNAP_DESTROY_V2", name);
            order(folder, BTRFS_IOC_SNAP_DESTROY_V2, arguments, name);
        }
    }

    /** Returns what is known of the subvolume that holds an open file. */
    public static BtrfsSubvolume of(Fd file) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(BtrfsLayouts.SUBVOLUME_INFORMATION);
            // Answers 1 for most subvolumes: everything but an error is success.
            order(file, BTRFS_IOC_GET_SUBVOL_INFO, answer, file.toString());
            return BtrfsSubvolume.read(answer);
        }
    }

    /** Tells whether nobody may change the subvolume of which a descriptor is the root. */
    public static boolean isReadOnly(Fd root) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment flags = arena.allocate(JAVA_LONG);
            order(root, BTRFS_IOC_SUBVOL_GETFLAGS, flags, root.toString());
            return (flags.get(JAVA_LONG, 0) & BTRFS_SUBVOL_RDONLY.value()) != 0;
        }
    }

    /** Lets nobody, or again everybody, change the subvolume of which a descriptor is the root. */
    public static void setReadOnly(Fd root, boolean readOnly) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment flags = arena.allocate(JAVA_LONG);
            order(root, BTRFS_IOC_SUBVOL_GETFLAGS, flags, root.toString());
            long others = flags.get(JAVA_LONG, 0) & ~BTRFS_SUBVOL_RDONLY.value();
            flags.set(JAVA_LONG, 0, others | (readOnly ? BTRFS_SUBVOL_RDONLY.value() : 0));
            order(root, BTRFS_IOC_SUBVOL_SETFLAGS, flags, root.toString());
        }
    }

    /** Writes everything of the file system out and ends its transaction. */
    public static void commit(Fd file) throws LinuxException {
        Outcome.check(
                Kernel.call(SystemCall.IOCTL, file.number(), BTRFS_IOC_SYNC.value(), 0),
                "ioctl BTRFS_IOC_SYNC",
                file.toString());
    }

    /**
     * Returns the subvolumes directly inside the subvolume of which a descriptor is the root; those
     * that go meanwhile, or lie in folders that cannot be looked into, are left out.
     */
    public static List<Nested> nested(Fd root) throws LinuxException {
        List<Nested> found = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(BtrfsLayouts.REFERENCES);
            boolean more = true;
            while (more) {
                long result =
                        Kernel.call(
                                SystemCall.IOCTL,
                                root.number(),
                                BTRFS_IOC_GET_SUBVOL_ROOTREF.value(),
                                answer.address());
                // The next number to begin with is then in the answer.
                more = result == -Errno.EOVERFLOW;
                if (!more) {
                    Outcome.check(result, "ioctl BTRFS_IOC_GET_SUBVOL_ROOTREF", root.toString());
                }
                long items =
                        answer.get(JAVA_BYTE, BtrfsLayouts.at(BtrfsLayouts.REFERENCES, "num_items"))
                                & 0xFF;
                long first = BtrfsLayouts.at(BtrfsLayouts.REFERENCES, "rootref");
                for (long item = 0; item < items; item++) {
                    long id = answer.get(JAVA_LONG, first + item * 16);
                    long folder = answer.get(JAVA_LONG, first + item * 16 + 8);
                    addNested(found, root, id, folder);
                }
            }
        }
        return found;
    }

    private static void addNested(List<Nested> found, Fd root, long id, long folder)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(BtrfsLayouts.LOOK_UP);
            answer.set(JAVA_LONG, BtrfsLayouts.at(BtrfsLayouts.LOOK_UP, "dirid"), folder);
            answer.set(JAVA_LONG, BtrfsLayouts.at(BtrfsLayouts.LOOK_UP, "treeid"), id);
            order(root, BTRFS_IOC_INO_LOOKUP_USER, answer, root + ", subvolume " + id);
            String path = text(answer, "path", 3824);
            found.add(new Nested(id, path + text(answer, "name", 256)));
        } catch (LinuxException e) {
            switch (e.errno()) {
                case Errno.ENOENT, Errno.EACCES -> {
                    // Gone, or hidden: nobody can miss it in a copy.
                }
                default -> throw e;
            }
        }
    }

    private static String text(MemorySegment answer, String field, long length) {
        return NativeMemory.text(
                answer.asSlice(BtrfsLayouts.at(BtrfsLayouts.LOOK_UP, field), length));
    }

    private static MemorySegment arguments(Arena arena, String call, String name)
            throws LinuxException {
        MemorySegment arguments = arena.allocate(BtrfsLayouts.VOLUME_ARGUMENTS);
        MemorySegment bytes = NativeMemory.path(arena, call, name);
        long at = BtrfsLayouts.at(BtrfsLayouts.VOLUME_ARGUMENTS, "name");
        if (bytes.byteSize() > arguments.byteSize() - at) {
            throw Outcome.failure(call, name, Errno.ENAMETOOLONG);
        }
        arguments.asSlice(at).copyFrom(bytes);
        return arguments;
    }

    private static void order(
            Fd file, NativeConstants request, MemorySegment argument, String subject)
            throws LinuxException {
        Outcome.check(
                Kernel.call(SystemCall.IOCTL, file.number(), request.value(), argument.address()),
                "ioctl " + request,
                subject);
    }
}
