package org.openvss.coordinator.simulation;

/** A call that never returns, as far as its caller can tell. */
final class Overrun extends Error {
    private static final long serialVersionUID = 1L;

    Overrun() {
        super("overrun", null, false, false);
    }
}
