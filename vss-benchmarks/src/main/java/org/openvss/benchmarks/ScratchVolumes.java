package org.openvss.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;
import org.openvss.linux.OpenFlags;

/**
 * Real volumes to try things on: sparse images on a host file system of their own, mounted through
 * loop devices in a temporary folder, and all of it gone after {@link #close}.
 *
 * <p>Needs root, loop devices and the mkfs programs of the file systems. What was made before a
 * step failed is undone at once; what cannot be undone is named in the error. Mounts through {@link
 * LoopMount}; takes no shadow copies.
 */
public final class ScratchVolumes implements AutoCloseable {
    private static final int FOLDER_MODE = 0755;

    private final UndoStack undo = new UndoStack();
    private final List<ScratchVolume> volumes = new ArrayList<>();
    private final ScratchPlan plan;
    private final Path folder;
    private final Path imageFolder;

    private ScratchVolumes(ScratchPlan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
        this.imageFolder =
                plan.host() == HostType.FOLDER ? folder.resolve("images") : folder.resolve("host");
    }

    /**
     * Makes and mounts the volumes of a plan.
     *
     * @throws ScratchException if a step fails; all earlier steps are undone
     */
    public static ScratchVolumes create(ScratchPlan plan) throws ScratchException {
        ScratchVolumes made;
        try {
            Path folder = Files.createTempDirectory(Path.of(plan.parent()), "openvss-scratch-");
            made = new ScratchVolumes(plan, folder.toRealPath()); // as mountinfo will show it
        } catch (IOException e) {
            throw new ScratchException("no folder can be made in " + plan.parent() + ": " + e, e);
        }
        try {
            made.build();
            return made;
        } catch (IOException | LinuxException e) {
            throw new ScratchException("scratch volumes cannot be made: " + e.getMessage(), e)
                    .withResidue(made.undo.undoAll());
        } catch (ScratchException e) {
            throw e.withResidue(made.undo.undoAll());
        }
    }

    /**
     * Tells why the volumes of a plan cannot be made here; for tests that are to be skipped then.
     *
     * @return a sentence, or empty if privilege and programs are there
     */
    public static Optional<String> obstacle(ScratchPlan plan) {
        Set<GuestType> types = new LinkedHashSet<>(plan.guests());
        plan.host().fileSystem().ifPresent(types::add);
        for (GuestType type : types) {
            String program = type.makeCommand("").getFirst();
            if (!Programs.isInstalled(program)) {
                return Optional.of(program + " is not installed: install " + type.debianPackage());
            }
        }
        ScratchPlan smallest =
                new ScratchPlan(HostType.TMPFS, 1 << 20, List.of(), 0, "none", plan.parent());
        try {
            create(smallest).close();
            return Optional.empty();
        } catch (ScratchException e) {
            return Optional.of("nothing can be mounted here (is this root?): " + e.getMessage());
        }
    }

    private void build() throws ScratchException, IOException, LinuxException {
        undo.push("folder " + folder, () -> deleteTree(folder));
        Files.createDirectory(imageFolder);
        mountHost();
        for (int index = 0; index < plan.guests().size(); index++) {
            add(plan.guests().get(index), index);
        }
    }

    private void mountHost() throws ScratchException, IOException, LinuxException {
        String target = imageFolder.toString();
        if (plan.host() == HostType.TMPFS) {
            LoopMount.mountTmpfs(target, plan.hostBytes());
            undo.push("mount " + target, () -> LoopMount.unmount(target));
        } else if (plan.host().fileSystem().isPresent()) {
            GuestType type = plan.host().fileSystem().get();
            Path image = sparseFile(folder.resolve("host.img"), plan.hostBytes());
            Programs.run(type.makeCommand(image.toString()));
            String device = LoopMount.mount(image.toString(), target, type, "", false);
            undo.push("mount " + target + " of " + device, () -> LoopMount.unmount(target));
        }
    }

    private void add(GuestType type, int index)
            throws ScratchException, IOException, LinuxException {
        String number = String.format("%02d", index);
        long size = Math.max(type.sizeBytes(), plan.guestBytes());
        Path image = sparseFile(imageFolder.resolve(number + ".img"), size);
        Programs.run(type.makeCommand(image.toString()));
        String name = plan.namePrefix() + number;
        String mountPoint = folder + "/" + name;
        makeFolder(name);
        String device = LoopMount.mount(image.toString(), mountPoint, type, "", false);
        undo.push("mount " + mountPoint + " of " + device, () -> LoopMount.unmount(mountPoint));
        volumes.add(new ScratchVolume(type, mountPoint, image.toString(), device));
    }

    private void makeFolder(String name) throws LinuxException {
        try (Fd parent = openFolder(folder)) {
            DirectoryCalls.mkdirat(parent, name, FOLDER_MODE);
        }
        undo.push("folder " + folder + "/" + name, () -> removeFolder(name));
    }

    private void removeFolder(String name) throws LinuxException {
        try (Fd parent = openFolder(folder)) {
            DirectoryCalls.rmdirat(parent, name);
        }
    }

    private static Fd openFolder(Path path) throws LinuxException {
        return FileCalls.open(path.toString(), OpenFlags.READ_ONLY | OpenFlags.DIRECTORY);
    }

    private static Path sparseFile(Path path, long size) throws LinuxException {
        int flags = OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.EXCLUSIVE;
        try (Fd file = FileCalls.open(path.toString(), flags, 0600)) {
            FileCalls.ftruncate(file, size);
        }
        return path;
    }

    /** Deletes our folder, unless something is still mounted in it. */
    static void deleteTree(Path root) throws IOException, LinuxException {
        for (Mount mount : MountTable.read()) {
            if (mount.mountPoint().startsWith(root + "/")) {
                throw new IOException(mount.mountPoint() + " is still mounted");
            }
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(root)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }

    /** Returns the volumes in the order of the plan. */
    public List<ScratchVolume> volumes() {
        return List.copyOf(volumes);
    }

    /** Returns the mount points in the order of the plan. */
    public List<String> mountPoints() {
        return volumes.stream().map(ScratchVolume::mountPoint).toList();
    }

    /** Returns the mount points as paths; only for names that are text. */
    public List<Path> paths() {
        return volumes.stream().map(volume -> Path.of(volume.mountPoint())).toList();
    }

    /** Returns the temporary folder; what is put there goes with the volumes. */
    public Path folder() {
        return folder;
    }

    /** Returns the type of the host file system in small letters, for instance {@code xfs}. */
    String hostName() {
        return plan.host().name().toLowerCase(Locale.ROOT);
    }

    /** Returns the folder with the images: the root of the host file system if there is one. */
    public Path imageFolder() {
        return imageFolder;
    }

    /**
     * Unmounts and deletes everything, newest first, also when some of it fails. Volumes that
     * somebody froze are thawed first, because a frozen one would be left invisible and attached.
     * Can be repeated after a failure: then it tries what is left.
     *
     * @throws ScratchException naming all that is left behind
     */
    @Override
    public void close() throws ScratchException {
        List<String> left = new ArrayList<>(Freezing.thawAll(volumes));
        volumes.clear();
        left.addAll(undo.undoAll());
        if (!left.isEmpty()) {
            throw new ScratchException("scratch volumes were not taken down completely", null)
                    .withResidue(left);
        }
    }
}
