package org.openvss.kernel.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.gate.GateChild;
import org.openvss.gate.GateChild.Action;
import org.openvss.gate.GateChild.Step;
import org.openvss.gate.GateRecovery;
import org.openvss.gate.RuntimeFolder;

/**
 * Kills and stops the processes of a creation that holds the processes of two volumes and the file
 * system of a third, at every step.
 */
class ProcessDeathTest {
    private static final int VOLUMES = 3;

    /** The hold of processes and the hold of the file system. */
    private static final int HOLDS = 2;

    private static final Duration HOLD = Duration.ofMillis(1500);

    private static ScratchVolumes volumes;
    private static RuntimeFolder folder;

    @TempDir private Path scratch;
    private ControlGroups groups;
    private Writers writers;
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
    void startWriters() throws Exception {
        rcuBefore = GateSetup.rcuExpedited();
        groups = ControlGroups.make();
        writers = new Writers(groups);
        for (int at = 0; at < 6; at++) {
            String file = volumes.mountPoints().get(at % VOLUMES) + "/f" + at;
            // The last group writes only to the volume whose file system is frozen.
            writers.append(at % VOLUMES == 2 ? "/other" : "/g" + at, Path.of(file));
        }
        writers.awaitProgress();
    }

    @AfterEach
    void stopWriters() throws Exception {
        if (groups != null) {
            groups.close();
        }
    }

    static Stream<Arguments> everyStep() {
        List<Arguments> steps = new ArrayList<>();
        for (Step step : Step.values()) {
            for (int number = 1; number <= HOLDS; number++) {
                steps.add(Arguments.of(step, number));
            }
        }
        return steps.stream();
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void guardThawsAfterTheCoordinatorWasKilled(Step step, int number) throws Exception {
        DoomedChild child = start(Action.KILL_COORDINATOR, step, number);
        child.awaitAct();
        assertEverybodyWrites(child, "coordinator killed " + step + " " + number);
        GateSetup.awaitGuardDone(folder);
        assertNothingHeld();
        assertThat(GateSetup.recover(folder).done()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void coordinatorThawsAfterTheGuardWasKilled(Step step) throws Exception {
        DoomedChild child = start(Action.KILL_GUARD, step, 1);
        child.awaitAct();
        assertEverybodyWrites(child, "guard killed " + step);
        child.assertFailed("VSS_E_");
        GateSetup.recover(folder);
        assertNothingHeld();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void recoveryThawsAfterBothWereKilled(Step step) throws Exception {
        DoomedChild child = start(Action.KILL_BOTH, step, 1);
        child.awaitAct();
        child.awaitEnd();
        assertThat(GateSetup.recover(folder).sets()).hasSize(1);
        assertNothingHeld();
        writers.awaitProgress();
    }

    @Test
    void vssThawThawsAfterBothWereKilled() throws Exception {
        DoomedChild child = start(Action.KILL_BOTH, Step.AFTER_CLOSE, 1);
        child.awaitAct();
        child.awaitEnd();
        assertThat(groups.frozen()).hasSize(4);
        GateSetup.awaitGuardDone(folder);
        assertThat(new GateRecovery(folder).thawNow().problems()).isEmpty();
        assertNothingHeld();
        writers.awaitProgress();
    }

    @Test
    void recoveryLeavesALaterGroupAtTheSamePlaceAlone() throws Exception {
        DoomedChild child = start(Action.KILL_BOTH, Step.AFTER_CLOSE, 1);
        child.awaitAct();
        child.awaitEnd();
        groups.close();
        groups = ControlGroups.make();
        groups.folder("/g0");
        groups.freeze("/g0", true);
        assertThat(GateSetup.recover(folder).problems()).isEmpty();
        assertThat(groups.isAsked("/g0")).isTrue();
        assertThat(GateSetup.ledgers(folder)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void guardThawsAtTheLimitIfTheCoordinatorIsStopped(Step step) throws Exception {
        DoomedChild child = start(Action.STOP_COORDINATOR, step, 1);
        child.awaitAct();
        assertEverybodyWrites(child, "coordinator stopped " + step);
        while (System.nanoTime() - child.actedAt() < HOLD.plusMillis(200).toNanos()) {
            LockSupport.parkNanos(10_000_000);
        }
        child.signal("CONT");
        child.assertFailed("VSS_E_HOLD_WRITES_TIMEOUT");
        GateSetup.recover(folder);
        assertNothingHeld();
        writers.awaitProgress();
    }

    private DoomedChild start(Action action, Step step, int number) throws Exception {
        List<String> mounts = volumes.mountPoints();
        return DoomedChild.start(
                action,
                step,
                number,
                HOLD,
                scratch.resolve("thawed").toString(),
                List.of(
                        GateChild.BY_PROCESSES + mounts.get(0),
                        GateChild.BY_PROCESSES + mounts.get(1),
                        mounts.get(2)));
    }

    private void assertEverybodyWrites(DoomedChild child, String what) throws Exception {
        Duration limit = HOLD.plusSeconds(1);
        List<String> before = writers.state();
        while (!writers.allDifferFrom(before)) {
            assertThat(System.nanoTime() - child.actedAt()).as(what).isLessThan(limit.toNanos());
            LockSupport.parkNanos(2_000_000);
        }
        long millis = (System.nanoTime() - child.actedAt()) / 1_000_000;
        System.out.println(what + ": all write after " + millis + " ms");
    }

    private void assertNothingHeld() throws Exception {
        assertThat(groups.frozen()).isEmpty();
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }
}
