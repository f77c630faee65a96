package org.openvss.coordinator.port;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openvss.CutTimes;
import org.openvss.ShadowCopyId;

/**
 * What happened between the first freeze call and the return of the last thaw.
 *
 * @param results one for each copy of the plan
 * @param closedAt UTC instant at which the last gate had closed, or of the first cut without gates
 * @param heldNanos from the first freeze call to the return of the last thaw; null without gates
 */
public record GateReport(List<CutResult> results, Instant closedAt, @Nullable Long heldNanos) {
    /** Copies the list. */
    public GateReport {
        results = List.copyOf(results);
    }

    /**
     * How one copy was cut.
     *
     * @param copy the copy
     * @param times when; instants of calls that were not made are 0
     * @param errno 0, or why its cut failed
     */
    public record CutResult(ShadowCopyId copy, CutTimes times, int errno) {}
}
