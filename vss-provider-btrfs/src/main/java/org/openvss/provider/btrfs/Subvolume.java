package org.openvss.provider.btrfs;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.openvss.Volume;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.BtrfsSubvolumes;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;
import org.openvss.linux.PathBytes;

/**
 * The subvolume that a volume is, open at its root; refuses with reason and remedy whatever a
 * snapshot cannot be a copy of. Changes nothing.
 *
 * @param root its root, through the volume's own mount
 * @param path its path from the top level, {@code /} for the top level itself
 */
record Subvolume(Fd root, String path) implements AutoCloseable {
    private static final int LARGEST_TABLE = 1 << 20;

    /** Opens and checks the subvolume of a volume. */
    static Subvolume open(Volume volume) throws LinuxException, NotTakenException {
        if (!volume.fileSystemType().equals("btrfs")) {
            throw new NotTakenException(
                    "it is " + volume.fileSystemType() + " and not btrfs", convert(volume));
        }
        if (volume.readOnly()) {
            throw new NotTakenException(
                    "it is mounted read-only",
                    "nothing changes in it: back it up as it is, or mount it writable");
        }
        Fd root = FileCalls.open(volume.mountPoint(), TopLevel.FOLDER);
        try {
            FileStatus status = AttributeCalls.fstat(root);
            String path = pathOf(volume, status);
            requireNoSwapFile(volume, status);
            return new Subvolume(root, path);
        } catch (LinuxException | NotTakenException e) {
            root.close();
            throw e;
        }
    }

    private static String convert(Volume volume) {
        return volume.fileSystemType().matches("ext[234]")
                ? "convert it while it is not mounted ('btrfs-convert " + volume.source() + "')"
                : "";
    }

    private static String pathOf(Volume volume, FileStatus root)
            throws LinuxException, NotTakenException {
        if (root.mountId() != volume.mountId()) {
            throw new NotTakenException(
                    "its mount is covered by another one at " + volume.mountPoint(),
                    "name it by a mount point where it can be seen");
        }
        Optional<String> path =
                MountTable.read().stream()
                        .filter(mount -> mount.id() == root.mountId())
                        .findFirst()
                        .flatMap(Mount::btrfsSubvolume);
        if (path.isEmpty()) {
            throw new NotTakenException(
                    "its subvolume was deleted", "mount a subvolume that is there");
        }
        if (!BtrfsSubvolumes.isRoot(root)) {
            throw new NotTakenException(
                    "its mount shows a folder inside the subvolume "
                            + path.get()
                            + ", and only whole subvolumes have snapshots",
                    "name a mount of the whole subvolume, or use '--provider copy'");
        }
        return path.get();
    }

    /** The kernel makes no snapshot of a subvolume while it swaps to a file in it. */
    private static void requireNoSwapFile(Volume volume, FileStatus root)
            throws LinuxException, NotTakenException {
        String table = new String(readSwaps(), StandardCharsets.ISO_8859_1);
        for (String line : table.lines().skip(1).toList()) {
            String[] fields = line.split("\\s+", 3);
            if (fields.length > 1 && fields[1].equals("file")) {
                String file = unescape(fields[0]);
                if (isIn(file, root)) {
                    throw new NotTakenException(
                            "the active swap file " + file + " is in it",
                            "'swapoff "
                                    + file
                                    + "', or keep it in a subvolume of its own that is no part of "
                                    + volume.mountPoint());
                }
            }
        }
    }

    private static byte[] readSwaps() throws LinuxException {
        try {
            return FileCalls.readFile("/proc/swaps", LARGEST_TABLE);
        } catch (LinuxException e) {
            // A kernel without swapping.
            if (e.errno() == Errno.ENOENT) {
                return new byte[0];
            }
            throw e;
        }
    }

    private static boolean isIn(String file, FileStatus root) throws LinuxException {
        try {
            return AttributeCalls.statx(file).device().equals(root.device());
        } catch (LinuxException e) {
            // Not visible from here: the cut will tell.
            return false;
        }
    }

    private static String unescape(String name) {
        StringBuilder plain = new StringBuilder();
        for (int at = 0; at < name.length(); at++) {
            boolean escaped =
                    name.charAt(at) == '\\'
                            && at + 3 < name.length()
                            && name.substring(at + 1, at + 4).matches("[0-7]{3}");
            plain.append(
                    escaped
                            ? (char) Integer.parseInt(name.substring(at + 1, at + 4), 8)
                            : name.charAt(at));
            at += escaped ? 3 : 0;
        }
        return PathBytes.decode(plain.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        root.close();
    }
}
