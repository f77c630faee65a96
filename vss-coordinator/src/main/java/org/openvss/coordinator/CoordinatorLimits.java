package org.openvss.coordinator;

import java.time.Duration;
import org.openvss.coordinator.port.Gate;

/**
 * How long the coordinator waits for others.
 *
 * @param identify for a writer to describe itself, for a provider to look at a volume or to list
 *     its copies
 * @param prepareWriters for a writer to prepare for a backup or a set, and to clean up after it
 * @param endPrepare for a provider to do its slow work; a requester can cancel it at any time
 * @param writers from the first freeze of a writer to the end of thaw; at most 60 s
 * @param hold for which the gate may be closed; at most 10 s
 * @param release for a writer to thaw or abort, even when its time is up
 * @param finish for a provider to finish, undo or delete its part of a set once the writers are
 *     thawed
 */
public record CoordinatorLimits(
        Duration identify,
        Duration prepareWriters,
        Duration endPrepare,
        Duration writers,
        Duration hold,
        Duration release,
        Duration finish) {
    /** Refuses limits of writers and gate that are longer than the fixed ones. */
    public CoordinatorLimits {
        new Gate.GateLimits(writers, hold);
    }

    /** Returns the usual limits. */
    public static CoordinatorLimits usual() {
        return new CoordinatorLimits(
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofHours(24),
                Gate.WRITER_LIMIT,
                Gate.HOLD_LIMIT,
                Duration.ofSeconds(10),
                Duration.ofMinutes(10));
    }

    /** Returns the limits that the guard enforces. */
    Gate.GateLimits ofGate() {
        return new Gate.GateLimits(writers, hold);
    }
}
