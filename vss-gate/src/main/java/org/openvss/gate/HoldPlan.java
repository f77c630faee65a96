package org.openvss.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.VssException;
import org.openvss.coordinator.port.Gate.GateMember;
import org.openvss.coordinator.port.Gate.GatePlan;
import org.openvss.coordinator.port.Gate.HoldKind;
import org.openvss.provider.PreparedCut;

/**
 * Who does what while writes are held: which hold waits for which cuts, and which thread makes
 * them.
 *
 * @param slots the holds, in the order of the plan; slot numbers are indexes of this list
 * @param cuts the prepared cuts
 * @param cutsOfSlot for each slot, the indexes of the cuts that it waits for
 * @param threadOfCut for each cut, the thread that makes it: a slot, or a number from {@code
 *     slots.size()} on for a thread of its own
 * @param holdsAll for each cut, whether no file system or device may be let go before it has ended,
 *     since it has a member that is not held, or only by its processes
 * @param confirms for each cut, whether it is confirmed after all cuts have ended
 */
record HoldPlan(
        List<HoldSlot> slots,
        List<PreparedCut> cuts,
        List<List<Integer>> cutsOfSlot,
        List<Integer> threadOfCut,
        List<Boolean> holdsAll,
        List<Boolean> confirms) {
    HoldPlan {
        slots = List.copyOf(slots);
        cuts = List.copyOf(cuts);
        cutsOfSlot = List.copyOf(cutsOfSlot);
        threadOfCut = List.copyOf(threadOfCut);
        holdsAll = List.copyOf(holdsAll);
        confirms = List.copyOf(confirms);
    }

    /**
     * Tells for each cut whether a slot waits for it whose thread does not make it; usually a
     * volume waits for its own cut only, and nobody has to be woken.
     */
    boolean[] awaitedByOthers() {
        boolean[] awaited = new boolean[cuts.size()];
        for (int slot = 0; slot < slots.size(); slot++) {
            for (int cut : cutsOfSlot.get(slot)) {
                awaited[cut] |= threadOfCut.get(cut) != slot;
            }
        }
        return awaited;
    }

    /** Returns how many threads take part. */
    int threads() {
        int own = (int) threadOfCut.stream().filter(thread -> thread >= slots.size()).count();
        return slots.size() + own;
    }

    /** Returns the slot of each copy that is held. */
    Map<ShadowCopyId, Integer> slotOfCopy() {
        Map<ShadowCopyId, Integer> slotOf = new HashMap<>();
        for (int slot = 0; slot < slots.size(); slot++) {
            for (GateMember member : slots.get(slot).members()) {
                slotOf.put(member.copy(), slot);
            }
        }
        return slotOf;
    }

    /**
     * Matches cuts to members.
     *
     * @throws VssException {@code VSS_E_UNEXPECTED_PROVIDER_ERROR} if the cuts do not name every
     *     copy of the plan exactly once
     */
    static HoldPlan of(GatePlan plan, List<PreparedCut> cuts) throws VssException {
        Map<ShadowCopyId, Integer> cutOf = cutOfCopy(plan, cuts);
        List<HoldSlot> slots = HoldSlot.of(plan);
        @Nullable Integer[] thread = new Integer[cuts.size()];
        List<List<Integer>> cutsOfSlot = new ArrayList<>();
        for (int slot = 0; slot < slots.size(); slot++) {
            List<Integer> awaited = cutsOf(slots.get(slot), cutOf);
            cutsOfSlot.add(awaited);
            // Held processes wait for all cuts, so their thread makes none itself.
            if (!slots.get(slot).closesFirst() && thread[awaited.getFirst()] == null) {
                thread[awaited.getFirst()] = slot;
            }
        }
        List<Integer> threadOfCut = new ArrayList<>();
        int next = slots.size();
        for (@Nullable Integer owner : thread) {
            threadOfCut.add(owner == null ? next++ : owner);
        }
        List<Boolean> confirms = new ArrayList<>();
        List<Boolean> holdsAll = new ArrayList<>();
        for (PreparedCut cut : cuts) {
            boolean byProcesses = hasMember(plan, cut, HoldKind.PROCESSES);
            confirms.add(byProcesses);
            holdsAll.add(byProcesses || hasMember(plan, cut, HoldKind.NONE));
        }
        return new HoldPlan(slots, cuts, cutsOfSlot, threadOfCut, holdsAll, confirms);
    }

    private static List<Integer> cutsOf(HoldSlot slot, Map<ShadowCopyId, Integer> cutOf)
            throws VssException {
        Set<Integer> awaited = new LinkedHashSet<>();
        for (GateMember member : slot.members()) {
            Integer cut = cutOf.get(member.copy());
            if (cut == null) {
                throw misnamed("no prepared cut names the copy " + member.copy());
            }
            awaited.add(cut);
        }
        return List.copyOf(awaited);
    }

    private static boolean hasMember(GatePlan plan, PreparedCut cut, HoldKind kind) {
        return plan.members().stream()
                .anyMatch(m -> m.hold() == kind && cut.copies().contains(m.copy()));
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
