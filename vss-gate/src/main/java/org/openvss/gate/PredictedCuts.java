package org.openvss.gate;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openvss.HResult;
import org.openvss.VssException;

/** How long the cuts are predicted to take: those that share storage wait for each other. */
final class PredictedCuts {
    private PredictedCuts() {}

    /**
     * Passes if no storage needs too long for its cuts.
     *
     * @throws VssException {@code VSS_E_FLUSH_WRITES_TIMEOUT} otherwise
     */
    static void refuseLong(HoldPlan plan, List<VolumeHold> holds, Duration limit)
            throws VssException {
        Map<String, Duration> perHost = new HashMap<>();
        for (int cut = 0; cut < plan.cuts().size(); cut++) {
            int thread = plan.threadOfCut().get(cut);
            String host = thread < holds.size() ? holds.get(thread).host() : "cut " + cut;
            perHost.merge(host, plan.cuts().get(cut).predicted(), Duration::plus);
        }
        for (Map.Entry<String, Duration> host : perHost.entrySet()) {
            if (host.getValue().compareTo(limit) >= 0) {
                throw new VssException(
                        HResult.VSS_E_FLUSH_WRITES_TIMEOUT,
                        "Making the shadow copies on "
                                + host.getKey()
                                + " is predicted to take "
                                + host.getValue().toMillis()
                                + " ms, longer than writes may be held for it ("
                                + limit.toMillis()
                                + " ms). Nothing was held. Defragment the image files, or make"
                                + " smaller sets.");
            }
        }
    }
}
