package org.openvss;

/**
 * When one phase of a creation ran; CLOCK_MONOTONIC nanoseconds since {@code doSnapshotSet}.
 *
 * @param phase name of the phase, for instance {@code writers.freeze}
 * @param startedNanos when it began
 * @param tookNanos how long it took
 */
public record PhaseTime(String phase, long startedNanos, long tookNanos) {}
