package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.linux.BlockTopology;
import org.openvss.linux.DeviceNumber;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;

/**
 * What a call could leave behind: mounts, loop devices, clones beside the images, records, claims;
 * compared before and after. Whether a volume still accepts writes is asked by writing.
 *
 * @param things one line for each
 */
record Belongings(TreeSet<String> things) {
    private static final int LOOP_MAJOR = 7;

    /** Looks at everything that belongs to some scratch volumes and a state folder. */
    static Belongings of(ScratchVolumes volumes, Path state) {
        TreeSet<String> things = new TreeSet<>();
        try {
            for (Mount mount : MountTable.read()) {
                things.add("mount " + mount.mountPoint() + " of " + mount.source());
            }
            // By text: the name of a volume may be no UTF-8, which Path refuses.
            String volume = volumes.mountPoints().getFirst();
            String scratch = volume.substring(0, volume.lastIndexOf('/'));
            for (DeviceNumber loop : loops()) {
                BlockTopology.loopBackingFile(loop)
                        .filter(file -> file.startsWith(scratch))
                        .ifPresent(file -> things.add("loop device of " + file));
            }
            things.addAll(clones(Path.of(scratch)));
        } catch (LinuxException e) {
            throw new AssertionError(e);
        }
        for (String kind : List.of("sets", "journal", "copies", "exec")) {
            files(state.resolve(kind)).forEach(file -> things.add("file " + file));
        }
        return new Belongings(things);
    }

    private static List<DeviceNumber> loops() throws LinuxException {
        List<DeviceNumber> loops = new ArrayList<>();
        try (Stream<Path> devices = Files.list(Path.of("/sys/block"))) {
            for (Path device : devices.toList()) {
                if (device.getFileName().toString().startsWith("loop")) {
                    BlockTopology.deviceNamed(device.getFileName().toString())
                            .filter(number -> number.major() == LOOP_MAJOR)
                            .ifPresent(loops::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return loops;
    }

    /** The folder of the clones itself may stay: it holds nothing. */
    private static List<String> clones(Path scratch) {
        List<String> clones = new ArrayList<>();
        for (Path host : List.of(scratch.resolve("host"), scratch)) {
            files(host.resolve(".openvss")).forEach(file -> clones.add("clone " + file));
        }
        return clones;
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Requires that nothing was left behind or taken away since. */
    void assertUnchanged(ScratchVolumes volumes, Path state) {
        assertThat(of(volumes, state).things).as("what is left behind").isEqualTo(things);
    }
}
