package org.openvss.gate;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openvss.ShadowCopySetId;
import org.openvss.writer.EmergencyThaw;

/**
 * What one creation may leave held if all of its processes die: written before anything is held,
 * removed when nothing is held any more. Which of its holds are closed at the moment is in the
 * {@link HoldPage} beside it.
 *
 * @param set the set that is being created
 * @param bootId boot of the kernel that holds the freezes; they do not survive it
 * @param stateFolder folder with the journal that knows the set
 * @param begunAt when the ledger was written
 * @param coordinator the process that creates the set
 * @param guard the process that opens the gates if the coordinator does not
 * @param rcuExpedited value of {@code /sys/kernel/rcu_expedited} to restore, or null if it is left
 *     alone
 * @param holds what may be held
 * @param thaws commands that thaw the writers
 */
record Ledger(
        ShadowCopySetId set,
        String bootId,
        String stateFolder,
        Instant begunAt,
        ProcessStamp coordinator,
        ProcessStamp guard,
        @Nullable Integer rcuExpedited,
        List<HoldTarget> holds,
        List<EmergencyThaw> thaws) {
    Ledger {
        holds = List.copyOf(holds);
        thaws = List.copyOf(thaws);
    }
}
