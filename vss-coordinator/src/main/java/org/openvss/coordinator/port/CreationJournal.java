package org.openvss.coordinator.port;

import java.time.Instant;
import java.util.List;
import org.openvss.ProviderId;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;

/** What was being attempted: a durable entry precedes every step that leaves something. */
public interface CreationJournal {
    /**
     * Makes an entry durable before the first step that leaves something on storage.
     *
     * @param intent what will be attempted
     * @throws VssException {@code VSS_E_INSUFFICIENT_STORAGE}, {@code VSS_E_UNEXPECTED}
     */
    void begin(Intent intent) throws VssException;

    /**
     * Removes the entry of a set that is visible or completely undone; no entry is no error.
     *
     * @param set the set
     * @throws VssException {@code VSS_E_UNEXPECTED}
     */
    void done(ShadowCopySetId set) throws VssException;

    /**
     * Returns the entries of sets that were neither finished nor undone.
     *
     * @throws VssException {@code VSS_E_UNEXPECTED}
     */
    List<Intent> unfinished() throws VssException;

    /**
     * What a creation will leave on storage.
     *
     * @param set the set
     * @param startedAt when it began
     * @param copies its copies
     */
    record Intent(ShadowCopySetId set, Instant startedAt, List<PlannedCopy> copies) {
        /** Copies the list. */
        public Intent {
            copies = List.copyOf(copies);
        }
    }

    /**
     * One copy to be made.
     *
     * @param copy the copy
     * @param provider who makes it
     * @param volume mount point of the original
     * @param volumeId lasting identity of the original
     */
    record PlannedCopy(ShadowCopyId copy, ProviderId provider, String volume, String volumeId) {}
}
