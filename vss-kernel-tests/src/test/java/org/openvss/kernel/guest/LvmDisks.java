package org.openvss.kernel.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openvss.Volume;
import org.openvss.linux.DeviceMapper;
import org.openvss.linux.DeviceNumber;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mounts;
import org.openvss.linux.PreparedCall;

/**
 * Volume groups, logical volumes and file systems on the disks of a {@link Guest}, made by the
 * programs that an administrator uses; all of it is gone after close, in the opposite order.
 */
public final class LvmDisks implements AutoCloseable {
    /** Something to take back. */
    @FunctionalInterface
    public interface Step {
        /** Takes it back. */
        void run() throws Exception;
    }

    private static final int LIMIT_SECONDS = 60;

    private final Deque<Step> undo = new ArrayDeque<>();
    private final Deque<String> mounted = new ArrayDeque<>();
    private final Path folder;
    private int names;

    private LvmDisks(Path folder) {
        this.folder = folder;
    }

    /** Begins with nothing. */
    public static LvmDisks open() {
        try {
            return new LvmDisks(Files.createTempDirectory("lvm"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Suspends the devices of volumes as the gate does, until closed. */
    public static AutoCloseable suspend(List<Volume> volumes) throws LinuxException {
        DeviceMapper mapper = DeviceMapper.open();
        Deque<PreparedCall> resumes = new ArrayDeque<>();
        for (Volume volume : volumes) {
            DeviceNumber device = new DeviceNumber(volume.major(), volume.minor());
            resumes.push(mapper.prepareResume(device));
            if (mapper.prepareSuspend(device).run() != 0) {
                throw new AssertionError(volume.mountPoint() + " could not be suspended");
            }
        }
        return () -> {
            try (mapper) {
                for (PreparedCall resume : resumes) {
                    if (resume.run() != 0) {
                        throw new AssertionError("a device was not suspended any more");
                    }
                }
            }
        };
    }

    /** Adds something to take back. */
    public void push(Step step) {
        undo.push(step);
    }

    /** Makes a volume group of whole disks, for instance {@code ubda}, until the end. */
    public String group(String name, String... disks) throws Exception {
        List<String> command = new ArrayList<>(List.of("vgcreate", "-q", "-y", name));
        for (String disk : disks) {
            command.add("/dev/" + disk);
            push(() -> wipe("/dev/" + disk));
        }
        run(command.toArray(String[]::new));
        push(() -> run("vgremove", "-q", "-y", "-f", name));
        return name;
    }

    /** Makes a thin pool. */
    public void pool(String group, String name, String size) throws Exception {
        run("lvcreate", "-q", "-T", "-L", size, group + "/" + name);
    }

    /** Makes a thin volume and returns its device. */
    public String thin(String group, String pool, String name, String size) throws Exception {
        run("lvcreate", "-q", "-V", size, "-T", group + "/" + pool, "-n", name);
        return "/dev/" + group + "/" + name;
    }

    /** Makes an ordinary volume and returns its device. */
    public String thick(String group, String name, String size) throws Exception {
        run("lvcreate", "-q", "-y", "-L", size, "-n", name, group);
        return "/dev/" + group + "/" + name;
    }

    /** Makes a file system and mounts it at a new folder until the end; returns the folder. */
    public String mount(String type, String device) throws Exception {
        List<String> make = new ArrayList<>(List.of("mkfs." + type, "-q"));
        // A file system of its own size and a small log, so that tests are quick.
        make.addAll(type.equals("xfs") ? List.of("-f") : List.of("-F"));
        make.add(device);
        run(make.toArray(String[]::new));
        return mountMade(type, device);
    }

    /** Mounts a file system that is there at a new folder until the end; returns the folder. */
    public String mountMade(String type, String device) throws Exception {
        String where = newFolder().toString();
        Mounts.mount(type, device, where, List.of(), 0);
        mounted.push(where);
        push(() -> {
            if (mounted.remove(where)) {
                Mounts.umount(where, 0);
            }
        });
        return where;
    }

    /** Unmounts all that was mounted for writing. */
    public void unmountAll() throws Exception {
        while (!mounted.isEmpty()) {
            Mounts.umount(mounted.pop(), 0);
        }
    }

    /** Has LVM make an ordinary snapshot, active, until the end; returns its device. */
    public String snapshot(String group, String name) throws Exception {
        boolean thin =
                run("lvs", "--noheadings", "-o", "segtype", group + "/" + name).equals("thin");
        String snapshot = name + "-snapshot";
        List<String> command = new ArrayList<>(List.of("lvcreate", "-q", "-s", "-n", snapshot));
        command.addAll(thin ? List.of("-kn") : List.of("-L", "64M"));
        command.add(group + "/" + name);
        run(command.toArray(String[]::new));
        push(() -> run("lvremove", "-q", "-y", group + "/" + snapshot));
        return "/dev/" + group + "/" + snapshot;
    }

    /** Mounts a snapshot of ext4 or xfs at a new folder, read-only, until the end. */
    public String mountSnapshot(String device) throws Exception {
        String where = newFolder().toString();
        boolean xfs = run("blkid", "-p", "-s", "TYPE", "-o", "value", device).equals("xfs");
        List<String> options =
                xfs ? List.of("ro", "nouuid", "norecovery") : List.of("ro", "noload");
        Mounts.mount(xfs ? "xfs" : "ext4", device, where, options, 0);
        push(() -> Mounts.umount(where, 0));
        return where;
    }

    /** Runs a step where a checked exception is in the way. */
    static void unchecked(Step step) {
        try {
            step.run();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Makes an empty folder. */
    public Path newFolder() throws IOException {
        names++;
        return Files.createDirectory(folder.resolve("folder-" + names));
    }

    /** Runs a program, which must succeed; returns what it said on standard output. */
    public static String run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command);
        Path errors = Files.createTempFile("program", ".err");
        builder.redirectError(errors.toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(
                    Arrays.toString(command) + " failed: " + said + Files.readString(errors));
        }
        Files.delete(errors);
        return said.strip();
    }

    /** Forgets what LVM wrote at the start of a disk. */
    private static void wipe(String disk) throws Exception {
        run("dd", "if=/dev/zero", "of=" + disk, "bs=1M", "count=4", "conv=fsync", "status=none");
    }

    @Override
    public void close() {
        List<Exception> failures = new ArrayList<>();
        while (!undo.isEmpty()) {
            try {
                undo.pop().run();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            AssertionError error = new AssertionError("not everything could be taken back");
            failures.forEach(error::addSuppressed);
            throw error;
        }
    }
}
