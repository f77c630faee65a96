package org.openvss.coordinator;

import java.util.List;
import org.openvss.ShadowCopySetId;

/**
 * What a recovery has done.
 *
 * @param finished sets whose creation had succeeded but for its journal entry
 * @param undone sets whose creation had not succeeded; nothing is left of them
 * @param released auto-release sets that were deleted because their requester is gone
 * @param notUndone what could not be undone, one sentence each; its records stay, so that the next
 *     recovery tries again
 * @param orphans what lies on storage without a record
 */
public record RecoveryReport(
        List<ShadowCopySetId> finished,
        List<ShadowCopySetId> undone,
        List<ShadowCopySetId> released,
        List<String> notUndone,
        OrphanReport orphans) {
    /** Copies the lists. */
    public RecoveryReport {
        finished = List.copyOf(finished);
        undone = List.copyOf(undone);
        released = List.copyOf(released);
        notUndone = List.copyOf(notUndone);
    }
}
