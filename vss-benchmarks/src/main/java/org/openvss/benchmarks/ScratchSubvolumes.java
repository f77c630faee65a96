package org.openvss.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openvss.linux.BtrfsSubvolumes;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;

/**
 * Real btrfs subvolumes to try things on: one or more file systems in sparse images in memory, each
 * with subvolumes that are mounted by themselves; all of it gone after {@link #close}.
 */
public final class ScratchSubvolumes implements AutoCloseable {
    private static final long IMAGE_BYTES = 1L << 30;

    private final UndoStack undo = new UndoStack();
    private final List<Path> tops = new ArrayList<>();
    private final List<Path> subvolumes = new ArrayList<>();
    private final List<String> devices = new ArrayList<>();
    private final Path folder;

    private ScratchSubvolumes(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes file systems.
     *
     * @param fileSystems how many
     * @param ofEach how many subvolumes on each
     * @throws ScratchException if a step fails; all earlier steps are undone
     */
    public static ScratchSubvolumes create(int fileSystems, int ofEach) throws ScratchException {
        return create(fileSystems, ofEach, IMAGE_BYTES);
    }

    /**
     * Makes file systems of a size.
     *
     * @param fileSystems how many
     * @param ofEach how many subvolumes on each
     * @param imageBytes size of each file system, sparse; at least 128 MiB
     * @throws ScratchException if a step fails; all earlier steps are undone
     */
    public static ScratchSubvolumes create(int fileSystems, int ofEach, long imageBytes)
            throws ScratchException {
        ScratchSubvolumes made;
        try {
            made = new ScratchSubvolumes(Files.createTempDirectory("openvss-btrfs-").toRealPath());
        } catch (IOException e) {
            throw new ScratchException("no temporary folder can be made: " + e.getMessage(), e);
        }
        try {
            made.undo.push("folder " + made.folder, () -> Files.delete(made.folder));
            String whole = made.folder.toString();
            // In memory, so that what is measured is btrfs and not the disk under it.
            LoopMount.mountTmpfs(whole, fileSystems * imageBytes + (1 << 20));
            made.undo.push("mount " + whole, () -> LoopMount.unmount(whole));
            for (int number = 0; number < fileSystems; number++) {
                made.add(number, ofEach, imageBytes);
            }
            return made;
        } catch (IOException | LinuxException e) {
            throw new ScratchException("subvolumes cannot be made: " + e.getMessage(), e)
                    .withResidue(made.undo.undoAll());
        } catch (ScratchException e) {
            throw e.withResidue(made.undo.undoAll());
        }
    }

    /** Tells why none can be made here, or nothing. */
    public static Optional<String> obstacle() {
        return ScratchVolumes.obstacle(ScratchPlan.of(GuestType.BTRFS, 1).on(HostType.FOLDER));
    }

    private void add(int number, int ofEach, long imageBytes)
            throws IOException, LinuxException, ScratchException {
        Path image = folder.resolve("image-" + number);
        undo.push("file " + image, () -> Files.delete(image));
        try (Fd file =
                FileCalls.open(
                        image.toString(),
                        OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.EXCLUSIVE,
                        0600)) {
            FileCalls.ftruncate(file, imageBytes);
        }
        Programs.run(GuestType.BTRFS.makeCommand(image.toString()));
        Path top = newFolder("top-" + number);
        String device = LoopMount.mount(image.toString(), top + "", GuestType.BTRFS, "", false);
        undo.push("mount " + top, () -> LoopMount.unmount(top.toString()));
        tops.add(top);
        devices.add(device);
        try (Fd root = FileCalls.open(top.toString(), OpenFlags.READ_ONLY | OpenFlags.DIRECTORY)) {
            for (int each = 0; each < ofEach; each++) {
                String name = "@" + each;
                BtrfsSubvolumes.create(root, name);
                subvolumes.add(mount(device, name, "volume-" + number + "-" + each));
            }
        }
    }

    /**
     * Mounts a subvolume at a new folder until the end.
     *
     * @param device device of its file system
     * @param subvolume its path from the top level
     * @param name name of the folder
     */
    public Path mount(String device, String subvolume, String name)
            throws IOException, LinuxException {
        Path where = newFolder(name);
        Mounts.mount("btrfs", device, where.toString(), List.of("subvol=" + subvolume), 0);
        undo.push("mount " + where, () -> LoopMount.unmount(where.toString()));
        return where;
    }

    /** Makes an empty folder that is there until the end. */
    public Path newFolder(String name) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        undo.push("folder " + made, () -> Files.delete(made));
        return made;
    }

    /** Returns where the top level of each file system is mounted. */
    public List<Path> tops() {
        return List.copyOf(tops);
    }

    /** Returns the device of each file system. */
    public List<String> devices() {
        return List.copyOf(devices);
    }

    /** Returns where the subvolumes are mounted: those of the first file system first. */
    public List<Path> paths() {
        return List.copyOf(subvolumes);
    }

    /**
     * Unmounts and deletes everything.
     *
     * @throws ScratchException naming all that is left behind
     */
    @Override
    public void close() throws ScratchException {
        List<String> left = undo.undoAll();
        if (!left.isEmpty()) {
            throw new ScratchException("subvolumes were not taken down completely", null)
                    .withResidue(left);
        }
    }
}
