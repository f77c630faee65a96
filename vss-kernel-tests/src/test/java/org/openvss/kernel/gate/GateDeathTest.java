package org.openvss.kernel.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.openvss.gate.RuntimeFolder;

/** Kills and stops the processes of a creation at every step between first freeze and last thaw. */
class GateDeathTest {
    private static final int VOLUMES = 3;
    private static final Duration HOLD = Duration.ofMillis(1500);

    private static ScratchVolumes volumes;
    private static RuntimeFolder folder;

    @TempDir private Path scratch;
    private int rcuBefore;

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
        DoomedChild child = start(Action.KILL_COORDINATOR, step, number);
        child.awaitAct();
        assertWritableWithinLimit(child, "coordinator killed " + step + " " + number);
        GateSetup.awaitGuardDone(folder);
        assertThat(thawed()).exists();
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
        // What the guard did is told once.
        assertThat(GateSetup.recover(folder).done()).isNotEmpty();
        assertThat(GateSetup.recover(folder).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void coordinatorOpensAfterTheGuardWasKilled(Step step) throws Exception {
        DoomedChild child = start(Action.KILL_GUARD, step, 2);
        child.awaitAct();
        assertWritableWithinLimit(child, "guard killed " + step);
        child.assertFailed("VSS_E_");
        GateSetup.recover(folder);
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void recoveryOpensAfterBothWereKilled(Step step) throws Exception {
        DoomedChild child = start(Action.KILL_BOTH, step, 2);
        child.awaitAct();
        child.awaitEnd();
        assertThat(GateSetup.recover(folder).sets()).hasSize(1);
        assertThat(thawed()).exists();
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void guardSurvivesTheDeathOfTheProcessGroup(Step step) throws Exception {
        DoomedChild child = start(Action.KILL_GROUP, step, 1);
        child.awaitAct();
        assertWritableWithinLimit(child, "group killed " + step);
        GateSetup.awaitGuardDone(folder);
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
        GateSetup.recover(folder);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void guardOpensAtTheLimitIfTheCoordinatorIsStopped(Step step) throws Exception {
        DoomedChild child = start(Action.STOP_COORDINATOR, step, 2);
        child.awaitAct();
        assertWritableWithinLimit(child, "coordinator stopped " + step);
        // Only a stop that is longer than the limit makes the set void.
        while (System.nanoTime() - child.actedAt() < HOLD.plusMillis(200).toNanos()) {
            LockSupport.parkNanos(10_000_000);
        }
        child.signal("CONT");
        child.assertFailed("VSS_E_HOLD_WRITES_TIMEOUT");
        GateSetup.recover(folder);
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    @Test
    void opensIfTheCoordinatorHangs() throws Exception {
        DoomedChild child = start(Action.HANG, Step.AFTER_CLOSE, 2);
        child.awaitAct();
        assertWritableWithinLimit(child, "coordinator hangs");
        child.assertFailed("VSS_E_FLUSH_WRITES_TIMEOUT");
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    @Test
    void opensBesideACutThatHangsWithoutAGuard() throws Exception {
        DoomedChild child = start(Action.HANG_WITHOUT_GUARD, Step.BEFORE_CUT, 2);
        child.awaitAct();
        assertWritableWithinLimit(child, "cut hangs without a guard");
        child.assertFailed("VSS_E_HOLD_WRITES_TIMEOUT");
        GateSetup.recover(folder);
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    private Path thawed() {
        return scratch.resolve("thawed");
    }

    private DoomedChild start(Action action, Step step, int number) throws Exception {
        return DoomedChild.start(
                action, step, number, HOLD, thawed().toString(), volumes.mountPoints());
    }

    private void assertWritableWithinLimit(DoomedChild child, String what) throws Exception {
        Duration limit = HOLD.plusSeconds(1);
        long passed = System.nanoTime() - child.actedAt();
        List<String> hanging = Probe.notWritable(volumes.mountPoints(), limit.minusNanos(passed));
        long millis = (System.nanoTime() - child.actedAt()) / 1_000_000;
        System.out.println(what + ": writable after " + millis + " ms");
        assertThat(hanging).isEmpty();
    }
}
