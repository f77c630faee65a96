package org.openvss.gate;

import java.util.List;
import org.openvss.ShadowCopySetId;

/**
 * What was found and done about gates that others left closed.
 *
 * @param sets unfinished sets that were found
 * @param done what was opened, thawed or switched back, one sentence each
 * @param problems what could not be done and what to do about it, one sentence each
 */
public record RecoveryReport(List<ShadowCopySetId> sets, List<String> done, List<String> problems) {
    /** Copies the lists. */
    public RecoveryReport {
        sets = List.copyOf(sets);
        done = List.copyOf(done);
        problems = List.copyOf(problems);
    }

    /** Tells whether there was nothing to do. */
    public boolean isEmpty() {
        return done.isEmpty() && problems.isEmpty();
    }
}
