package org.openvss.coordinator.port;

import java.time.Duration;
import java.util.List;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;

/** The write gate over several volumes: flush, hold, cut, release. */
public interface Gate {
    /** Longest time for which writers may be frozen. */
    Duration WRITER_LIMIT = Duration.ofSeconds(60);

    /** Longest time for which the gate may be closed. */
    Duration HOLD_LIMIT = Duration.ofSeconds(10);

    /**
     * Starts the guard of one creation; closes nothing.
     *
     * @param set the set, as it will stand in the ledger
     * @param limits the limits, which can only be shorter than the constants above
     * @throws VssException {@code E_ACCESSDENIED}, {@code VSS_E_UNEXPECTED} if no guard can be
     *     started or the process may not close gates safely
     */
    GateSession open(ShadowCopySetId set, GateLimits limits) throws VssException;

    /**
     * Limits that the guard enforces from outside the process.
     *
     * @param writers from the first freeze of a writer to the end of thaw
     * @param hold from the first closing to the last opening
     */
    record GateLimits(Duration writers, Duration hold) {
        /** Refuses longer limits than the fixed ones. */
        public GateLimits {
            if (writers.compareTo(WRITER_LIMIT) > 0
                    || hold.compareTo(HOLD_LIMIT) > 0
                    || !writers.isPositive()
                    || !hold.isPositive()) {
                throw new IllegalArgumentException(
                        "limits are adjustable downward only: writers "
                                + writers
                                + ", hold "
                                + hold);
            }
        }

        /** Returns the longest limits. */
        public static GateLimits longest() {
            return new GateLimits(WRITER_LIMIT, HOLD_LIMIT);
        }
    }

    /** How writes to a member are held while it is cut. */
    enum HoldKind {
        /** Its file system is frozen. */
        FREEZE,
        /** Its block device is suspended, which freezes the file system as well. */
        SUSPEND,
        /** The processes that write to it are frozen. */
        PROCESSES,
        /** Not at all: its copy is atomic by itself, or is checked afterwards. */
        NONE
    }

    /**
     * A member of the set as the gate sees it. Members with the same kind of hold and the same
     * device numbers share one hold.
     *
     * @param copy the copy to be made
     * @param volume the volume
     * @param hold how writes to it are held while it is cut
     */
    record GateMember(ShadowCopyId copy, Volume volume, HoldKind hold) {
        /** Tells whether writes to it are held at all. */
        public boolean held() {
            return hold != HoldKind.NONE;
        }
    }

    /** The members of a set, in a fixed order. */
    record GatePlan(List<GateMember> members) {
        /** Copies the list. */
        public GatePlan {
            members = List.copyOf(members);
        }
    }
}
