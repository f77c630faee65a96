package org.openvss.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static org.openvss.linux.NativeConstants.AT_REMOVEDIR;
import static org.openvss.linux.NativeConstants.AT_SYMLINK_FOLLOW;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Names in folders: making, removing, renaming, linking and listing them through descriptors.
 *
 * <p>A name may be a path relative to the folder; none of these calls follows a symbolic link in
 * its last part.
 */
public final class DirectoryCalls {
    /** Fail with EEXIST instead of replacing ({@code RENAME_NOREPLACE}). */
    public static final int RENAME_WITHOUT_REPLACING = 1;

    /** Swap both names ({@code RENAME_EXCHANGE}). */
    public static final int RENAME_EXCHANGE = 2;

    // linux_dirent64: inode, offset, record length, type, name.
    private static final int RECORD_LENGTH_AT = 16;
    private static final int TYPE_AT = 18;
    private static final int NAME_AT = 19;
    private static final int LISTING_BUFFER = 64 * 1024;
    private static final int LONGEST_LINK = 64 * 1024;

    private DirectoryCalls() {}

    /** Makes a folder ({@code mkdirat(2)}). */
    public static void mkdirat(Fd folder, String name, int mode) throws LinuxException {
        oneName(SystemCall.MKDIRAT, folder, name, mode, 0);
    }

    /**
     * Opens a folder below another, making those that are missing; symbolic links are refused.
     *
     * @param path names joined by {@code /}, relative
     * @param mode permissions of new folders, before the umask
     * @return descriptor of the last folder
     * @throws LinuxException ELOOP or ENOTDIR if a part is not a folder
     */
    public static Fd makeDirectories(Fd folder, String path, int mode) throws LinuxException {
        Fd current = FileCalls.duplicate(folder);
        for (String name : path.split("/", -1)) {
            if (name.isEmpty()) {
                continue;
            }
            try (Fd parent = current) {
                try {
                    mkdirat(parent, name, mode);
                } catch (LinuxException failure) {
                    if (failure.errno() != Errno.EEXIST) {
                        throw failure;
                    }
                }
                current =
                        FileCalls.openat(
                                parent,
                                name,
                                OpenFlags.READ_ONLY | OpenFlags.DIRECTORY | OpenFlags.NO_FOLLOW);
            }
        }
        return current;
    }

    /** Removes a name that is not a folder ({@code unlinkat(2)}). */
    public static void unlinkat(Fd folder, String name) throws LinuxException {
        oneName(SystemCall.UNLINKAT, folder, name, 0, 0);
    }

    /** Removes an empty folder ({@code unlinkat(2)} with AT_REMOVEDIR). */
    public static void rmdirat(Fd folder, String name) throws LinuxException {
        oneName(SystemCall.UNLINKAT, folder, name, AT_REMOVEDIR.value(), 0);
    }

    /** Renames, replacing the new name if it is there ({@code renameat2(2)}). */
    public static void renameat(Fd oldFolder, String oldName, Fd newFolder, String newName)
            throws LinuxException {
        renameat2(oldFolder, oldName, newFolder, newName, 0);
    }

    /**
     * Renames ({@code renameat2(2)}).
     *
     * @param flags 0, {@link #RENAME_WITHOUT_REPLACING} or {@link #RENAME_EXCHANGE}
     */
    public static void renameat2(
            Fd oldFolder, String oldName, Fd newFolder, String newName, int flags)
            throws LinuxException {
        twoNames(SystemCall.RENAMEAT2, oldFolder, oldName, newFolder, newName, flags);
    }

    /** Gives a file another name; a symbolic link itself gets it ({@code linkat(2)}). */
    public static void linkat(Fd oldFolder, String oldName, Fd newFolder, String newName)
            throws LinuxException {
        twoNames(SystemCall.LINKAT, oldFolder, oldName, newFolder, newName, 0);
    }

    /** Gives an open, perhaps nameless file a name ({@code linkat(2)} of its proc path). */
    public static void linkOpenFile(Fd file, Fd newFolder, String newName) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = NativeMemory.path(arena, SystemCall.LINKAT, file.procPath());
            MemorySegment to = NativeMemory.path(arena, SystemCall.LINKAT, newName);
            long result =
                    Kernel.call(
                            SystemCall.LINKAT,
                            Kernel.WORKING_FOLDER,
                            from.address(),
                            newFolder.number(),
                            to.address(),
                            AT_SYMLINK_FOLLOW.value(),
                            0);
            Outcome.check(result, SystemCall.LINKAT, file.name() + " to " + newName);
        }
    }

    /** Makes a symbolic link in a folder ({@code symlinkat(2)}). */
    public static void symlinkat(String target, Fd folder, String name) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment content = NativeMemory.path(arena, SystemCall.SYMLINKAT, target);
            MemorySegment path = NativeMemory.path(arena, SystemCall.SYMLINKAT, name);
            Outcome.check(
                    Kernel.call(
                            SystemCall.SYMLINKAT,
                            content.address(),
                            folder.number(),
                            path.address()),
                    SystemCall.SYMLINKAT,
                    name);
        }
    }

    /** Returns where a symbolic link in a folder points ({@code readlinkat(2)}). */
    public static String readlinkat(Fd folder, String name) throws LinuxException {
        return readLink(folder.number(), name);
    }

    /** Returns where a symbolic link points ({@code readlink(2)}). */
    public static String readlink(String path) throws LinuxException {
        return readLink(Kernel.WORKING_FOLDER, path);
    }

    /**
     * Makes a device file, pipe, socket or empty file ({@code mknodat(2)}).
     *
     * @param mode permissions, before the umask
     * @param device what a device file stands for; 0:0 for everything else
     */
    public static void mknodat(Fd folder, String name, FileType type, int mode, DeviceNumber device)
            throws LinuxException {
        oneName(SystemCall.MKNODAT, folder, name, mode | type.modeBits(), device.pack());
    }

    /**
     * Reads the next piece of a folder ({@code getdents64(2)}), so that a folder of any size takes
     * bounded memory.
     *
     * @return some entries in the file system's order, empty only at the end
     */
    public static List<DirectoryEntry> getdents(Fd folder) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(LISTING_BUFFER, Long.BYTES);
            while (true) {
                long length =
                        Outcome.check(
                                Kernel.call(
                                        SystemCall.GETDENTS64,
                                        folder.number(),
                                        buffer.address(),
                                        LISTING_BUFFER),
                                SystemCall.GETDENTS64,
                                folder);
                List<DirectoryEntry> entries = parse(buffer.asSlice(0, length));
                // A piece may hold nothing but "." and "..": that is not the end yet.
                if (length == 0 || !entries.isEmpty()) {
                    return entries;
                }
            }
        }
    }

    /** Reads a folder from its start to its end, in the file system's order. */
    public static List<DirectoryEntry> list(Fd folder) throws LinuxException {
        FileCalls.lseek(folder, 0, 0);
        List<DirectoryEntry> all = new ArrayList<>();
        List<DirectoryEntry> piece = getdents(folder);
        while (!piece.isEmpty()) {
            all.addAll(piece);
            piece = getdents(folder);
        }
        return all;
    }

    private static List<DirectoryEntry> parse(MemorySegment records) {
        List<DirectoryEntry> entries = new ArrayList<>();
        long at = 0;
        while (at < records.byteSize()) {
            int length =
                    Short.toUnsignedInt(records.get(JAVA_SHORT_UNALIGNED, at + RECORD_LENGTH_AT));
            String name = NativeMemory.text(records.asSlice(at + NAME_AT, length - NAME_AT));
            if (!name.equals(".") && !name.equals("..")) {
                long inode = records.get(JAVA_LONG_UNALIGNED, at);
                int type = records.get(JAVA_BYTE, at + TYPE_AT);
                entries.add(new DirectoryEntry(name, inode, FileType.ofEntry(type)));
            }
            at += length;
        }
        return entries;
    }

    private static String readLink(int folder, String path) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativeMemory.path(arena, SystemCall.READLINKAT, path);
            MemorySegment buffer = arena.allocate(LONGEST_LINK);
            long length =
                    Outcome.check(
                            Kernel.call(
                                    SystemCall.READLINKAT,
                                    folder,
                                    name.address(),
                                    buffer.address(),
                                    LONGEST_LINK,
                                    0,
                                    0),
                            SystemCall.READLINKAT,
                            path);
            return PathBytes.decode(NativeMemory.toArray(buffer, length));
        }
    }

    private static void oneName(SystemCall call, Fd folder, String name, long third, long fourth)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = NativeMemory.path(arena, call, name);
            Outcome.check(
                    Kernel.call(call, folder.number(), path.address(), third, fourth, 0, 0),
                    call,
                    name);
        }
    }

    private static void twoNames(
            SystemCall call, Fd oldFolder, String oldName, Fd newFolder, String newName, long flags)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = NativeMemory.path(arena, call, oldName);
            MemorySegment to = NativeMemory.path(arena, call, newName);
            long result =
                    Kernel.call(
                            call,
                            oldFolder.number(),
                            from.address(),
                            newFolder.number(),
                            to.address(),
                            flags,
                            0);
            Outcome.check(result, call, oldName + " to " + newName);
        }
    }
}
