package org.openvss.coordinator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.openvss.coordinator.port.Gate.GateMember;
import org.openvss.coordinator.port.Gate.HoldKind;
import org.openvss.provider.Quiesce;

/**
 * How writes to each member of a set are held. A pure function of what the providers need.
 *
 * <p>One file system that is cut atomically by itself is cut while all others are held, so nothing
 * needs to hold it. Two of them have two instants: then the processes that write to them are held.
 */
final class HoldChoice {
    private HoldChoice() {}

    /**
     * What a member needs.
     *
     * @param quiesce what its provider needs
     * @param deviceNumbers numbers of its file system
     */
    record Need(Quiesce quiesce, String deviceNumbers) {}

    /** Returns the members as the gate sees them, in the same order. */
    static List<GateMember> of(List<SetMember> members) {
        List<HoldKind> kinds =
                kinds(
                        members.stream()
                                .map(m -> new Need(m.quiesce(), m.volume().deviceNumbers()))
                                .toList());
        List<GateMember> chosen = new ArrayList<>();
        for (int at = 0; at < members.size(); at++) {
            SetMember member = members.get(at);
            chosen.add(new GateMember(member.copy(), member.volume(), kinds.get(at)));
        }
        return chosen;
    }

    /** Returns the kind of hold for each need. */
    static List<HoldKind> kinds(List<Need> needs) {
        Set<String> atomic = new HashSet<>();
        for (Need need : needs) {
            if (need.quiesce() == Quiesce.SELF) {
                atomic.add(need.deviceNumbers());
            }
        }
        boolean several = atomic.size() > 1;
        return needs.stream()
                .map(need ->
                        switch (need.quiesce()) {
                            case GATE -> HoldKind.FREEZE;
                            case DEVICE -> HoldKind.SUSPEND;
                            case SELF -> several ? HoldKind.PROCESSES : HoldKind.NONE;
                            case NONE -> HoldKind.NONE;
                        })
                .toList();
    }
}
