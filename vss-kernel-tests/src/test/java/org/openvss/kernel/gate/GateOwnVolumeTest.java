package org.openvss.kernel.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.gate.GateChild.Action;
import org.openvss.gate.GateChild.Step;
import org.openvss.gate.GateRecovery;
import org.openvss.gate.RecoveryRight;
import org.openvss.gate.RuntimeFolder;

/** Everything that the processes run from lies on a member: Java runtime, classes, state, cwd. */
class GateOwnVolumeTest {
    private static final Duration HOLD = Duration.ofMillis(1500);

    private ScratchVolumes volumes;
    private Path own;
    private ChildCommand command;
    private RuntimeFolder folder;
    private int rcuBefore;

    @BeforeEach
    void copyOurselves() throws Exception {
        // Also skips where nothing can be mounted.
        volumes = GateSetup.volumes(1);
        folder = RuntimeFolder.establish();
        rcuBefore = GateSetup.rcuExpedited();
        Path image = volumes.folder().resolve("own.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(1L << 30);
        }
        own = Files.createDirectory(volumes.folder().resolve("own"));
        run("mkfs.ext4", "-q", image.toString());
        run("mount", "-o", "loop", image.toString(), own.toString());
        run("cp", "-a", Objects.requireNonNull(System.getProperty("java.home")), own + "/jdk");
        Files.createDirectory(own.resolve("classes"));
        List<String> entries = new ArrayList<>();
        for (String entry :
                ChildCommand.ofThisProcess().classPath().split(File.pathSeparator, -1)) {
            if (Files.exists(Path.of(entry))) {
                String copy =
                        own + "/classes/" + entries.size() + "-" + Path.of(entry).getFileName();
                run("cp", "-a", entry, copy);
                entries.add(copy);
            }
        }
        command = new ChildCommand(own + "/jdk", String.join(File.pathSeparator, entries));
    }

    @AfterEach
    void unmount() throws Exception {
        if (own != null) {
            new ProcessBuilder("fsfreeze", "-u", own.toString()).start().waitFor();
            new ProcessBuilder("umount", own.toString()).start().waitFor();
        }
        if (volumes != null) {
            volumes.close();
        }
    }

    @Test
    void holdsCompletelyAndWithoutHangingWhatItRunsFrom() throws Exception {
        // The step is never reached that often: the creation simply runs to its end.
        Process child = start(Action.HANG, Step.AFTER_OPEN, Integer.MAX_VALUE);
        assertThat(lines(child)).contains("held");
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        GateSetup.assertNothingHeld(folder, mountPoints(), rcuBefore);
    }

    @Test
    void guardOpensTheVolumeThatItRunsFrom() throws Exception {
        Process child = start(Action.KILL_COORDINATOR, Step.BEFORE_OPEN, 1);
        long killedAt = 0;
        for (String line : lines(child)) {
            if (line.startsWith("acting ")) {
                killedAt = Long.parseLong(line.substring("acting ".length()));
            }
        }
        assertThat(killedAt).isPositive();
        Duration left = HOLD.plusSeconds(1).minusNanos(System.nanoTime() - killedAt);
        assertThat(Probe.notWritable(mountPoints(), left)).isEmpty();
        recover();
        GateSetup.assertNothingHeld(folder, mountPoints(), rcuBefore);
    }

    private List<String> mountPoints() {
        return List.of(own.toString(), volumes.mountPoints().getFirst());
    }

    private Process start(Action action, Step step, int number) throws Exception {
        String thawed = own + "/thawed";
        ProcessBuilder builder =
                new ProcessBuilder(
                        command.words(action, step, number, HOLD, thawed, mountPoints()));
        return builder.directory(own.toFile()).redirectErrorStream(true).start();
    }

    /** Returns what the child says until it ends. */
    private static List<String> lines(Process child) throws Exception {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        }
    }

    private void recover() throws Exception {
        long begun = System.nanoTime();
        Optional<RecoveryRight> right = RecoveryRight.tryTake(folder);
        while (right.isEmpty() && System.nanoTime() - begun < Duration.ofSeconds(20).toNanos()) {
            LockSupport.parkNanos(10_000_000);
            right = RecoveryRight.tryTake(folder);
        }
        try (RecoveryRight taken = right.orElseThrow()) {
            assertThat(new GateRecovery(folder).recover(taken).problems()).isEmpty();
        }
    }

    private static void run(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", String.join(" ", words), output).isZero();
    }
}
