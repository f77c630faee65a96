package org.openvss.coordinator.port;

import java.time.Instant;

/** The clocks that the coordinator reads. */
public interface TimeSource {
    /** Returns CLOCK_MONOTONIC in nanoseconds. */
    long nanoTime();

    /** Returns the time of day, UTC. */
    Instant now();
}
