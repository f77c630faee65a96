package org.openvss.embedded;

import java.util.ArrayList;
import java.util.List;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.coordinator.port.Gate;
import org.openvss.coordinator.port.GateReport;
import org.openvss.coordinator.port.GateSession;
import org.openvss.coordinator.port.TimeSource;
import org.openvss.provider.PreparedCut;
import org.openvss.writer.EmergencyThaw;

/**
 * The gate of a process that may not hold writes: it runs cuts that need no gate, and refuses every
 * plan that needs one before anything is touched.
 *
 * <p>There is no guard either, so it refuses writers that would have to be thawed from outside.
 */
final class UnprivilegedGate implements Gate {
    private final TimeSource time;

    UnprivilegedGate(TimeSource time) {
        this.time = time;
    }

    @Override
    public GateSession open(ShadowCopySetId set, GateLimits limits) {
        return new Session();
    }

    private final class Session implements GateSession {
        @Override
        public void prepare(GatePlan plan) throws VssException {
            for (GateMember member : plan.members()) {
                if (member.held()) {
                    throw new VssException(
                            HResult.E_ACCESSDENIED,
                            "writes to "
                                    + member.volume().mountPoint()
                                    + " cannot be held without privilege; run vss as root, or use"
                                    + " --provider copy");
                }
            }
        }

        @Override
        public void preFlush() {}

        @Override
        public void arm(List<EmergencyThaw> thaws) throws VssException {
            if (!thaws.isEmpty()) {
                throw new VssException(
                        HResult.E_ACCESSDENIED,
                        "without privilege no guard can thaw "
                                + thaws.getFirst().command().getFirst()
                                + " if this process dies; run vss as root, or use --no-writers");
            }
        }

        @Override
        public GateReport holdAndCut(List<PreparedCut> cuts) {
            long start = time.nanoTime();
            var closedAt = time.now();
            List<GateReport.CutResult> results = new ArrayList<>();
            for (PreparedCut cut : cuts) {
                long started = time.nanoTime() - start;
                int errno = cut.cut();
                long finished = time.nanoTime() - start;
                for (ShadowCopyId copy : cut.copies()) {
                    results.add(
                            new GateReport.CutResult(
                                    copy,
                                    new CutTimes(null, started, finished, null, true),
                                    errno));
                }
            }
            return new GateReport(results, closedAt, null);
        }

        @Override
        public void disarm() {}

        @Override
        public List<String> end() {
            return List.of();
        }
    }
}
