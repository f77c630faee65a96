package org.openvss.coordinator.simulation;

/** The process is dead: whatever it still does has no effect. */
final class SimulatedCrash extends Error {
    private static final long serialVersionUID = 1L;

    SimulatedCrash() {
        super("the process is dead", null, false, false);
    }
}
