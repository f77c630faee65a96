package org.openvss.embedded;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openvss.HResult;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;

/**
 * What was found when the applications of a set were started on clones of its copies.
 *
 * @param set the set
 * @param verifiedAt when the check began
 * @param writers one for each writer that the set has
 */
public record SetVerification(ShadowCopySetId set, Instant verifiedAt, List<OneWriter> writers) {
    /** Copies the list. */
    public SetVerification {
        writers = List.copyOf(writers);
    }

    /** How much is known of one writer's part of a set. */
    public enum Verdict {
        /** The application starts from the copy and its checkers find no fault. */
        SOUND,
        /** It does not start, or its checkers found damage. */
        DAMAGED,
        /** It could not be checked; the findings say why. */
        UNCHECKED
    }

    /**
     * One writer's part.
     *
     * @param name name of the writer
     * @param verdict what is known
     * @param checkedBy programs that checked it; empty if none did
     * @param findings one sentence each
     * @param tookMillis how long it took
     */
    public record OneWriter(
            String name,
            Verdict verdict,
            String checkedBy,
            List<String> findings,
            long tookMillis) {
        /** Copies the list. */
        public OneWriter {
            findings = List.copyOf(findings);
        }
    }

    /** Tells whether something was checked and nothing that was is damaged or stayed unchecked. */
    public boolean isSound() {
        return !writers.isEmpty()
                && writers.stream().allMatch(writer -> writer.verdict() == Verdict.SOUND);
    }

    /**
     * Fails unless the set is sound.
     *
     * @throws VssException {@code VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT} if something is damaged,
     *     {@code VSS_E_WRITERERROR_NONRETRYABLE} if something could not be checked
     */
    public void requireSound() throws VssException {
        for (Verdict verdict : List.of(Verdict.DAMAGED, Verdict.UNCHECKED)) {
            List<String> found = new ArrayList<>();
            for (OneWriter writer : writers) {
                if (writer.verdict() == verdict) {
                    found.add(writer.name() + ": " + String.join("; ", writer.findings()));
                }
            }
            if (!found.isEmpty()) {
                throw new VssException(
                        verdict == Verdict.DAMAGED
                                ? HResult.VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT
                                : HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        "set "
                                + set
                                + (verdict == Verdict.DAMAGED
                                        ? " is damaged: "
                                        : " was not checked: ")
                                + String.join(", ", found));
            }
        }
    }
}
