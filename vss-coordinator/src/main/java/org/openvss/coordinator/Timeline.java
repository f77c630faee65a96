package org.openvss.coordinator;

import java.util.ArrayList;
import java.util.List;
import org.openvss.PhaseTime;
import org.openvss.coordinator.port.TimeSource;

/** When each phase of a creation ran, measured from its own making. */
final class Timeline {
    private final TimeSource time;
    private final long origin;
    private final List<PhaseTime> phases = new ArrayList<>(32);

    Timeline(TimeSource time) {
        this.time = time;
        this.origin = time.nanoTime();
    }

    /** Notes a phase that ends now. */
    void ended(String phase, long startedAt) {
        phases.add(new PhaseTime(phase, startedAt - origin, time.nanoTime() - startedAt));
    }

    /** Returns the phases that have ended. */
    List<PhaseTime> phases() {
        return List.copyOf(phases);
    }
}
