package org.openvss.kernel.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.gate.GateChild.Action;
import org.openvss.gate.GateChild.Step;
import org.openvss.gate.GateRecovery;
import org.openvss.gate.RecoveryReport;
import org.openvss.gate.RecoveryRight;
import org.openvss.gate.RuntimeFolder;

/** Kills and stops the processes of a creation at every step between first freeze and last thaw. */
class GateDeathTest {
    private static final int VOLUMES = 3;
    private static final Duration HOLD = Duration.ofMillis(1500);

    private static ScratchVolumes volumes;
    private static RuntimeFolder folder;

    @TempDir private Path scratch;
    private int rcuBefore;
    private long actedAt;
    private volatile String outcome = "";
    private Thread rest;

    @BeforeAll
    static void mount() throws Exception {
        volumes = GateSetup.volumes(VOLUMES);
        folder = RuntimeFolder.establish();
    }

    @AfterAll
    static void unmount() throws Exception {
        if (volumes != null) {
            volumes.close();
        }
    }

    @BeforeEach
    void note() throws Exception {
        rcuBefore = GateSetup.rcuExpedited();
    }

    static Stream<Arguments> everyStep() {
        List<Arguments> steps = new ArrayList<>();
        for (Step step : Step.values()) {
            for (int number = 1; number <= VOLUMES; number++) {
                steps.add(Arguments.of(step, number));
            }
        }
        return steps.stream();
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void guardOpensAfterTheCoordinatorWasKilled(Step step, int number) throws Exception {
        Process child = start(Action.KILL_COORDINATOR, step, number);
        awaitAct(child);
        assertWritableWithinLimit("coordinator killed " + step + " " + number);
        awaitGuardDone();
        assertThat(thawed()).exists();
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
        // What the guard did is told once.
        assertThat(recover().done()).isNotEmpty();
        assertThat(recover().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void coordinatorOpensAfterTheGuardWasKilled(Step step) throws Exception {
        Process child = start(Action.KILL_GUARD, step, 2);
        awaitAct(child);
        assertWritableWithinLimit("guard killed " + step);
        assertFailed(child, "VSS_E_");
        recover();
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void recoveryOpensAfterBothWereKilled(Step step) throws Exception {
        Process child = start(Action.KILL_BOTH, step, 2);
        awaitAct(child);
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(recover().sets()).hasSize(1);
        assertThat(thawed()).exists();
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void guardSurvivesTheDeathOfTheProcessGroup(Step step) throws Exception {
        Process child = start(Action.KILL_GROUP, step, 1);
        awaitAct(child);
        assertWritableWithinLimit("group killed " + step);
        awaitGuardDone();
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
        recover();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void guardOpensAtTheLimitIfTheCoordinatorIsStopped(Step step) throws Exception {
        Process child = start(Action.STOP_COORDINATOR, step, 2);
        awaitAct(child);
        assertWritableWithinLimit("coordinator stopped " + step);
        // Only a stop that is longer than the limit makes the set void.
        while (System.nanoTime() - actedAt < HOLD.plusMillis(200).toNanos()) {
            LockSupport.parkNanos(10_000_000);
        }
        signal(child, "CONT");
        assertFailed(child, "VSS_E_HOLD_WRITES_TIMEOUT");
        recover();
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    @Test
    void opensIfTheCoordinatorHangs() throws Exception {
        Process child = start(Action.HANG, Step.AFTER_CLOSE, 2);
        awaitAct(child);
        assertWritableWithinLimit("coordinator hangs");
        assertFailed(child, "VSS_E_FLUSH_WRITES_TIMEOUT");
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    @Test
    void opensBesideACutThatHangsWithoutAGuard() throws Exception {
        Process child = start(Action.HANG_WITHOUT_GUARD, Step.BEFORE_CUT, 2);
        awaitAct(child);
        assertWritableWithinLimit("cut hangs without a guard");
        assertFailed(child, "VSS_E_HOLD_WRITES_TIMEOUT");
        recover();
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    private void assertFailed(Process child, String code) throws Exception {
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        rest.join();
        assertThat(outcome).startsWith("failed " + code);
    }

    private Path thawed() {
        return scratch.resolve("thawed");
    }

    private Process start(Action action, Step step, int number) throws Exception {
        List<String> command =
                ChildCommand.ofThisProcess()
                        .words(
                                action,
                                step,
                                number,
                                HOLD,
                                thawed().toString(),
                                volumes.mountPoints());
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Reads what the child says until it acts; the rest is read beside. */
    private void awaitAct(Process child) throws Exception {
        BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder before = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("acting ")) {
                actedAt = Long.parseLong(line.substring("acting ".length()));
                rest = Thread.ofPlatform().daemon().start(() -> readRest(lines));
                return;
            }
            before.append(line).append('\n');
        }
        throw new AssertionError("the child ended before it acted:\n" + before);
    }

    private void readRest(BufferedReader lines) {
        lines.lines()
                .filter(line -> line.startsWith("failed ") || line.equals("held"))
                .forEach(line -> outcome = line);
    }

    private void assertWritableWithinLimit(String what) throws Exception {
        Duration limit = HOLD.plusSeconds(1);
        long passed = System.nanoTime() - actedAt;
        List<String> hanging = Probe.notWritable(volumes.mountPoints(), limit.minusNanos(passed));
        long millis = (System.nanoTime() - actedAt) / 1_000_000;
        System.out.println(what + ": writable after " + millis + " ms");
        assertThat(hanging).isEmpty();
    }

    private static void signal(Process child, String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid())).start().waitFor();
    }

    /** The guard's lock is free as soon as it has done everything. */
    private static void awaitGuardDone() throws Exception {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < Duration.ofSeconds(20).toNanos()) {
            Optional<RecoveryRight> right = RecoveryRight.tryTake(folder);
            if (right.isPresent()) {
                right.get().close();
                return;
            }
            LockSupport.parkNanos(10_000_000);
        }
        throw new AssertionError("the guard has not ended");
    }

    private static RecoveryReport recover() throws Exception {
        awaitGuardDone();
        try (RecoveryRight right = RecoveryRight.tryTake(folder).orElseThrow()) {
            RecoveryReport report = new GateRecovery(folder).recover(right);
            assertThat(report.problems()).isEmpty();
            return report;
        }
    }
}
