package org.openvss.kernel.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.ScratchException;
import org.openvss.benchmarks.ScratchFiles;
import org.openvss.benchmarks.ScratchPlan;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.linux.LinuxException;

/**
 * Scratch volumes and the command line that works on them. Closing it requires that every volume
 * accepts writes and that nothing was left behind.
 */
final class Stage implements AutoCloseable {
    private final ScratchVolumes volumes;
    private final CommandLine vss;
    private final Belongings before;

    private Stage(ScratchVolumes volumes, CommandLine vss) {
        this.volumes = volumes;
        this.vss = vss;
        this.before = Belongings.of(volumes, vss.state());
    }

    /** Makes volumes, each with a file {@code hello}; skips the test where that is impossible. */
    static Stage with(Path temp, GuestType... guests) throws ScratchException, LinuxException {
        return with(temp, ScratchPlan.of(List.of(guests)));
    }

    /** Makes the volumes of a plan; skips the test where that is impossible. */
    static Stage with(Path temp, ScratchPlan plan) throws ScratchException, LinuxException {
        Optional<String> obstacle = CommandLine.obstacle().or(() -> ScratchVolumes.obstacle(plan));
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        ScratchVolumes volumes = ScratchVolumes.create(plan.in(temp.toString()));
        for (String mountPoint : volumes.mountPoints()) {
            ScratchFiles.write(mountPoint, "hello", "hello");
        }
        return new Stage(volumes, CommandLine.in(temp));
    }

    CommandLine vss() {
        return vss;
    }

    ScratchVolumes volumes() {
        return volumes;
    }

    /** Returns the mount point of a volume. */
    String volume(int index) {
        return volumes.mountPoints().get(index);
    }

    /** Tells whether nothing was left behind so far. */
    boolean isClean() {
        return Belongings.of(volumes, vss.state()).equals(before);
    }

    /** Requires that nothing was left behind so far and every volume accepts writes. */
    void assertClean() throws LinuxException {
        for (String mountPoint : volumes.mountPoints()) {
            ScratchFiles.write(mountPoint, "after", "it accepts writes");
        }
        before.assertUnchanged(volumes, vss.state());
    }

    @Override
    public void close() throws ScratchException, LinuxException {
        try (volumes) {
            vss.run("delete", "--all", "--force");
            assertClean();
        }
    }
}
