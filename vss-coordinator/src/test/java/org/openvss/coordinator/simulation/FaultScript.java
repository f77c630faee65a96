package org.openvss.coordinator.simulation;

import java.util.Random;

/** Says what goes wrong at each call, counted from the beginning of a history. */
@FunctionalInterface
interface FaultScript {
    /** Nothing goes wrong. */
    FaultScript NONE = (index, site) -> Fault.NONE;

    /** Returns the fault of one call. */
    Fault at(int index, String site);

    /** One fault at one call. */
    static FaultScript once(int at, Fault fault) {
        return (index, site) -> index == at ? fault : Fault.NONE;
    }

    /** Each call fails with a probability. */
    static FaultScript random(Random random, double probability) {
        Fault[] faults = Fault.values();
        return (index, site) ->
                random.nextDouble() < probability
                        ? faults[1 + random.nextInt(faults.length - 1)]
                        : Fault.NONE;
    }
}
