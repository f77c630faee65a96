package org.openvss.gate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openvss.coordinator.port.Gate.GateMember;
import org.openvss.coordinator.port.Gate.GatePlan;
import org.openvss.coordinator.port.Gate.HoldKind;

/**
 * Members that one hold serves: those on one file system or device, or all that are held by their
 * processes. Its number is its place in the list.
 *
 * @param kind how they are held
 * @param members the members, at least one
 */
record HoldSlot(HoldKind kind, List<GateMember> members) {
    HoldSlot {
        members = List.copyOf(members);
    }

    /** Returns the slots of a plan, in the order of their first members. */
    static List<HoldSlot> of(GatePlan plan) {
        Map<String, List<GateMember>> sharing = new LinkedHashMap<>();
        for (GateMember member : plan.members()) {
            if (member.held()) {
                sharing.computeIfAbsent(key(member), key -> new ArrayList<>()).add(member);
            }
        }
        return sharing.values().stream()
                .map(members -> new HoldSlot(members.getFirst().hold(), members))
                .toList();
    }

    /** Tells whether it closes before and opens after those of file systems and devices. */
    boolean closesFirst() {
        return kind == HoldKind.PROCESSES;
    }

    /** Returns the mount points of the members, for messages and names of threads. */
    String label() {
        return String.join(
                ", ", members.stream().map(member -> member.volume().mountPoint()).toList());
    }

    private static String key(GateMember member) {
        // Processes write to whatever they want: they are held together.
        return member.hold() == HoldKind.PROCESSES
                ? member.hold().name()
                : member.hold() + " " + member.volume().deviceNumbers();
    }
}
