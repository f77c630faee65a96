package org.openvss.coordinator;

import java.util.Collection;
import org.openvss.Consistency;
import org.openvss.provider.Quiesce;

/** How much a set promises about its data. A pure function. */
final class ConsistencyLevel {
    private ConsistencyLevel() {}

    /**
     * Returns the level that a set has reached.
     *
     * @param askedFor how many writers were asked for
     * @param provedFrozen how many of them proved after the cut that they were still frozen
     * @param needsOneInstant whether one of them goes on writing and relies on the gate
     * @param cuts how each volume was cut
     * @param simultaneous whether all copies show one instant
     */
    static Consistency of(
            int askedFor,
            int provedFrozen,
            boolean needsOneInstant,
            Collection<Quiesce> cuts,
            boolean simultaneous) {
        boolean served = simultaneous || !needsOneInstant;
        if (askedFor > 0 && provedFrozen == askedFor && served) {
            return Consistency.APPLICATION;
        }
        return simultaneous && !cuts.contains(Quiesce.NONE) ? Consistency.CRASH : Consistency.NONE;
    }
}
