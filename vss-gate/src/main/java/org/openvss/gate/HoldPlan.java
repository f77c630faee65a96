package org.openvss.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.VssException;
import org.openvss.coordinator.port.Gate.GateMember;
import org.openvss.coordinator.port.Gate.GatePlan;
import org.openvss.provider.PreparedCut;

/**
 * Who does what while writes are held: which gate waits for which cut, and which thread makes it.
 *
 * @param gated members with a gate, in the order of the plan; slot numbers are indexes of this list
 * @param cuts the prepared cuts
 * @param cutOfSlot for each gated slot, the index of the cut that it waits for
 * @param threadOfCut for each cut, the thread that makes it: a gated slot, or a number from {@code
 *     gated.size()} on for a thread of its own
 * @param holdsAll for each cut, whether no gate may open before it has ended, since it has a member
 *     without a gate
 */
record HoldPlan(
        List<GateMember> gated,
        List<PreparedCut> cuts,
        List<Integer> cutOfSlot,
        List<Integer> threadOfCut,
        List<Boolean> holdsAll) {
    HoldPlan {
        gated = List.copyOf(gated);
        cuts = List.copyOf(cuts);
        cutOfSlot = List.copyOf(cutOfSlot);
        threadOfCut = List.copyOf(threadOfCut);
        holdsAll = List.copyOf(holdsAll);
    }

    /** Returns how many threads take part. */
    int threads() {
        int own = (int) threadOfCut.stream().filter(thread -> thread >= gated.size()).count();
        return gated.size() + own;
    }

    /**
     * Matches cuts to members.
     *
     * @throws VssException {@code VSS_E_UNEXPECTED_PROVIDER_ERROR} if the cuts do not name every
     *     copy of the plan exactly once
     */
    static HoldPlan of(GatePlan plan, List<PreparedCut> cuts) throws VssException {
        Map<ShadowCopyId, Integer> cutOf = cutOfCopy(plan, cuts);
        List<GateMember> gated = plan.members().stream().filter(GateMember::gated).toList();
        @Nullable Integer[] thread = new Integer[cuts.size()];
        List<Integer> cutOfSlot = new ArrayList<>();
        for (int slot = 0; slot < gated.size(); slot++) {
            Integer cut = cutOf.get(gated.get(slot).copy());
            if (cut == null) {
                throw misnamed("no prepared cut names the copy " + gated.get(slot).copy());
            }
            cutOfSlot.add(cut);
            if (thread[cut] == null) {
                thread[cut] = slot;
            }
        }
        Set<ShadowCopyId> open = new HashSet<>();
        plan.members().stream()
                .filter(member -> !member.gated())
                .forEach(member -> open.add(member.copy()));
        List<Integer> threadOfCut = new ArrayList<>();
        List<Boolean> holdsAll = new ArrayList<>();
        int next = gated.size();
        for (int cut = 0; cut < cuts.size(); cut++) {
            Integer owner = thread[cut];
            threadOfCut.add(owner == null ? next++ : owner);
            holdsAll.add(cuts.get(cut).copies().stream().anyMatch(open::contains));
        }
        return new HoldPlan(gated, cuts, cutOfSlot, threadOfCut, holdsAll);
    }

    private static Map<ShadowCopyId, Integer> cutOfCopy(GatePlan plan, List<PreparedCut> cuts)
            throws VssException {
        Map<ShadowCopyId, Integer> cutOf = new HashMap<>();
        for (int cut = 0; cut < cuts.size(); cut++) {
            for (ShadowCopyId copy : cuts.get(cut).copies()) {
                if (cutOf.put(copy, cut) != null) {
                    throw misnamed("two prepared cuts name the copy " + copy);
                }
            }
        }
        Set<ShadowCopyId> planned = new HashSet<>();
        plan.members().forEach(member -> planned.add(member.copy()));
        if (!planned.equals(cutOf.keySet())) {
            throw misnamed(
                    "the prepared cuts name the copies "
                            + cutOf.keySet()
                            + ", the set has "
                            + planned);
        }
        return cutOf;
    }

    private static VssException misnamed(String why) {
        return new VssException(
                HResult.VSS_E_UNEXPECTED_PROVIDER_ERROR,
                "The providers' cuts do not match the set: " + why + ". Report this error.");
    }
}
