package org.openvss.testkit.judge;

import java.util.List;

/**
 * How far every chain was at one moment. Copies made after it must hold at least what was complete
 * then; copies made before it hold at most what had been begun.
 *
 * @param complete for each chain the last record that was on every volume
 * @param begun for each chain the last record whose writing had begun
 */
public record Mark(List<Long> complete, List<Long> begun) {
    /** Copies the lists. */
    public Mark {
        complete = List.copyOf(complete);
        begun = List.copyOf(begun);
    }

    /** Returns how many rounds of all chains were completed from an earlier mark to this one. */
    public long roundsSince(Mark earlier) {
        long rounds = 0;
        for (int chain = 0; chain < complete.size(); chain++) {
            rounds += complete.get(chain) - earlier.complete.get(chain);
        }
        return rounds;
    }
}
