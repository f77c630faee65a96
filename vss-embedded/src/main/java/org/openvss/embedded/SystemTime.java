package org.openvss.embedded;

import java.time.Instant;
import org.openvss.coordinator.port.TimeSource;

/** The clocks of this machine. */
final class SystemTime implements TimeSource {
    /** {@inheritDoc} On Linux {@link System#nanoTime} is CLOCK_MONOTONIC. */
    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }
}
