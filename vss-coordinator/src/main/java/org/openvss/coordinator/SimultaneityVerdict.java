package org.openvss.coordinator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openvss.CutTimes;
import org.openvss.ShadowCopyId;
import org.openvss.coordinator.port.GateReport;
import org.openvss.coordinator.port.GateReport.CutResult;
import org.openvss.provider.ProviderTransaction.CutProof;
import org.openvss.provider.Quiesce;

/**
 * Whether the copies of a set show one instant, judged from the recorded instants alone. A pure
 * function: it asks nobody and trusts no intention.
 *
 * @param simultaneous whether they do
 * @param sentence why, for people
 */
record SimultaneityVerdict(boolean simultaneous, String sentence) {
    /**
     * A copy to be judged.
     *
     * @param copy the copy
     * @param volume mount point of the original, for the sentence
     * @param quiesce what its provider needed
     */
    record Member(ShadowCopyId copy, String volume, Quiesce quiesce) {}

    /**
     * Judges a set.
     *
     * @param members its copies
     * @param report what the gate recorded
     * @param proofs what the providers found out
     */
    static SimultaneityVerdict judge(
            List<Member> members, GateReport report, List<CutProof> proofs) {
        Map<ShadowCopyId, CutTimes> times = new HashMap<>();
        for (CutResult result : report.results()) {
            times.put(result.copy(), result.times());
        }
        Map<ShadowCopyId, Boolean> proved = new HashMap<>();
        for (CutProof proof : proofs) {
            proved.merge(proof.copy(), proof.holds(), Boolean::logicalAnd);
        }
        long lastClosed = Long.MIN_VALUE;
        long firstOpened = Long.MAX_VALUE;
        for (CutTimes time : times.values()) {
            if (time.gateClosedNanos() != null && time.gateOpenedNanos() != null) {
                lastClosed = Math.max(lastClosed, time.gateClosedNanos());
                firstOpened = Math.min(firstOpened, time.gateOpenedNanos());
            }
        }
        long withoutGate = members.stream().filter(m -> m.quiesce() != Quiesce.GATE).count();
        List<String> objections = new ArrayList<>();
        for (Member member : members) {
            CutTimes time = times.get(member.copy());
            String objection =
                    time == null
                            ? "nothing is recorded of its cut"
                            : switch (member.quiesce()) {
                                case GATE -> gated(time, lastClosed);
                                case SELF, NONE -> ungated(time, lastClosed, firstOpened);
                            };
            if (objection == null) {
                objection = unproved(member, proved.get(member.copy()), withoutGate);
            }
            if (objection != null) {
                objections.add(member.volume() + ": " + objection);
            }
        }
        for (CutProof proof : proofs) {
            if (!proof.holds()) {
                objections.add(proof.finding());
            }
        }
        return objections.isEmpty()
                ? new SimultaneityVerdict(true, praise(members, withoutGate))
                : new SimultaneityVerdict(
                        false, "not one instant: " + String.join("; ", objections));
    }

    private static @Nullable String gated(CutTimes time, long lastClosed) {
        if (time.gateClosedNanos() == null || time.gateOpenedNanos() == null) {
            return "it was cut without its gate";
        }
        if (!time.openedByUs()) {
            return "something else opened its gate before us";
        }
        if (time.cutStartedNanos() < lastClosed) {
            return "its cut began before every gate was closed";
        }
        if (time.cutFinishedNanos() > time.gateOpenedNanos()) {
            return "its cut ended after its gate had begun to open";
        }
        return ended(time);
    }

    private static @Nullable String ungated(CutTimes time, long lastClosed, long firstOpened) {
        if (time.cutStartedNanos() < lastClosed) {
            return "its cut began before every gate was closed";
        }
        if (time.cutFinishedNanos() > firstOpened) {
            return "its cut ended after a gate had begun to open";
        }
        return ended(time);
    }

    private static @Nullable String ended(CutTimes time) {
        return time.cutFinishedNanos() < time.cutStartedNanos()
                ? "the end of its cut is not recorded"
                : null;
    }

    /** Without a gate, only one atomic cut can be trusted by itself; a plain copy never. */
    private static @Nullable String unproved(
            Member member, @Nullable Boolean proved, long withoutGate) {
        boolean needsProof =
                switch (member.quiesce()) {
                    case GATE -> false;
                    case SELF -> withoutGate > 1;
                    case NONE -> true;
                };
        return needsProof && proved == null
                ? "its writes were not held and nothing proves that it did not change"
                : null;
    }

    private static String praise(List<Member> members, long withoutGate) {
        if (members.size() == 1) {
            return "one volume, cut once";
        }
        return withoutGate == 0
                ? "all " + members.size() + " volumes were cut while writes to every one were held"
                : "all "
                        + members.size()
                        + " volumes show one instant: "
                        + withoutGate
                        + " of them without a gate, as their providers ensured";
    }
}
