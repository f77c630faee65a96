package org.openvss.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.openvss.Consistency;
import org.openvss.HResult;
import org.openvss.ShadowCopySet;

/** Every fault at every call of a small creation: none of them breaks an invariant. */
final class EveryFaultTest {
    @Test
    void withoutFaultsTheSetIsMadeAtTheHighestLevel() {
        World world = new World(1);
        History history = new History(world, Scenario.small());
        history.run(false);
        assertThat(world.violations).isEmpty();
        assertThat(history.ending).isEqualTo(HResult.VSS_S_ASYNC_FINISHED);
        ShadowCopySet made = Objects.requireNonNull(history.made);
        assertThat(made.consistency()).isEqualTo(Consistency.APPLICATION);
        assertThat(made.simultaneous()).isTrue();
        assertThat(world.catalog).hasSize(1);
    }

    @Test
    void persistentSetOfThreeVolumesTwoProvidersTwoWriters() {
        tryEveryFault(Scenario::small);
    }

    @Test
    void setOfChosenComponents() {
        tryEveryFault(Scenario::smallByComponents);
    }

    @Test
    void autoReleaseSetWithAVolumeThatIsNotHeld() {
        tryEveryFault(Scenario::smallAutoRelease);
    }

    @Test
    void setWithEveryKindOfHold() {
        World world = new World(1);
        History history = new History(world, Scenario.smallWithEveryHold());
        history.run(false);
        assertThat(world.violations).isEmpty();
        ShadowCopySet made = Objects.requireNonNull(history.made);
        assertThat(made.simultaneous()).isTrue();
        assertThat(made.verdict()).contains("2 of them by holding the processes");
        tryEveryFault(Scenario::smallWithEveryHold);
    }

    private static void tryEveryFault(Supplier<Scenario> scenario) {
        World quiet = new World(7);
        new History(quiet, scenario.get()).run(false);
        int calls = quiet.calls;
        assertThat(calls).as("calls of a history without faults").isGreaterThan(50);
        List<String> broken = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            for (int at = 0; at < calls && broken.size() < 20; at++) {
                World world = new World(7);
                world.script = FaultScript.once(at, fault);
                new History(world, scenario.get()).run(true);
                if (!world.violations.isEmpty()) {
                    broken.add(fault + " at call " + at + ": " + describe(world, at));
                }
            }
        }
        if (!broken.isEmpty()) {
            fail(broken.size() + " histories broke:\n" + String.join("\n", broken));
        }
    }

    private static String describe(World world, int at) {
        String site =
                world.trace.stream().filter(t -> t.startsWith(at + " ")).findFirst().orElse("?");
        return site + " -> " + world.violations;
    }
}
