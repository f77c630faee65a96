package org.openvss.coordinator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.CutTimes;
import org.openvss.ShadowCopyId;
import org.openvss.coordinator.port.Gate.GateMember;
import org.openvss.coordinator.port.Gate.HoldKind;
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
     * @param hold how writes to the original had to be held
     */
    record Member(ShadowCopyId copy, String volume, Quiesce quiesce, HoldKind hold) {
        /** Returns what is to be judged of the members of a set. */
        static List<Member> of(List<SetMember> members) {
            List<GateMember> holds = HoldChoice.of(members);
            List<Member> judged = new ArrayList<>();
            for (int at = 0; at < members.size(); at++) {
                SetMember member = members.get(at);
                judged.add(
                        new Member(
                                member.copy(),
                                member.volume().mountPoint(),
                                member.quiesce(),
                                holds.get(at).hold()));
            }
            return judged;
        }
    }

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
        long withoutGate = members.stream().filter(m -> m.hold() == HoldKind.NONE).count();
        List<String> objections = new ArrayList<>();
        for (Member member : members) {
            CutTimes time = times.get(member.copy());
            String objection =
                    time == null
                            ? "nothing is recorded of its cut"
                            : switch (member.hold()) {
                                case FREEZE, SUSPEND -> gated(time, lastClosed);
                                case PROCESSES -> byProcesses(time, lastClosed, firstOpened);
                                case NONE -> ungated(time, lastClosed, firstOpened);
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
                ? new SimultaneityVerdict(
                        true, praise(members, withoutGate) + proved(members, proofs))
                : new SimultaneityVerdict(
                        false, "not one instant: " + String.join("; ", objections));
    }

    /** What the providers of atomic cuts found out is part of the verdict; each sentence once. */
    private static String proved(List<Member> members, List<CutProof> proofs) {
        Set<String> findings = new LinkedHashSet<>();
        for (Member member : members) {
            for (CutProof proof : proofs) {
                if (member.quiesce() == Quiesce.SELF && proof.copy().equals(member.copy())) {
                    findings.add("; " + proof.finding());
                }
            }
        }
        return String.join("", findings);
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

    /** Somebody whom the hold missed may have written, so the cut must suit the others as well. */
    private static @Nullable String byProcesses(CutTimes time, long lastClosed, long firstOpened) {
        String objection = gated(time, lastClosed);
        return objection == null ? ungated(time, lastClosed, firstOpened) : objection;
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

    /**
     * Without a gate, only one atomic cut can be trusted by itself, and a plain copy never; held
     * processes may not have been all who write.
     */
    private static @Nullable String unproved(
            Member member, @Nullable Boolean proved, long withoutGate) {
        if (proved != null) {
            return null;
        }
        String missing =
                switch (member.hold()) {
                    case FREEZE, SUSPEND -> null;
                    case PROCESSES -> "its processes were held, but";
                    case NONE ->
                            member.quiesce() == Quiesce.SELF && withoutGate == 1
                                    ? null
                                    : "its writes were not held and";
                };
        return missing == null ? null : missing + " nothing proves that it did not change";
    }

    private static String praise(List<Member> members, long withoutGate) {
        if (members.size() == 1) {
            return "one volume, cut once";
        }
        long byProcesses = members.stream().filter(m -> m.hold() == HoldKind.PROCESSES).count();
        String proof = ", as their providers ensured";
        if (withoutGate > 0) {
            return "all "
                    + members.size()
                    + " volumes show one instant: "
                    + withoutGate
                    + " of them without a gate"
                    + proof;
        }
        return "all "
                + members.size()
                + " volumes were cut while writes to every one were held"
                + (byProcesses == 0
                        ? ""
                        : ", to "
                                + byProcesses
                                + " of them by holding the processes, and nothing changed meanwhile"
                                + proof);
    }
}
