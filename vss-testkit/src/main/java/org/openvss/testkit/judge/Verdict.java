package org.openvss.testkit.judge;

import java.util.ArrayList;
import java.util.List;

/**
 * What the judge found.
 *
 * @param setsJudged number of sets that were examined
 * @param setsViolated number of sets in which at least one rule was broken
 * @param violations number of broken rules, over all sets and chains
 * @param details one sentence for each of the first {@value #MOST_DETAILS} broken rules
 */
public record Verdict(int setsJudged, int setsViolated, int violations, List<String> details) {
    /** How many sentences are kept; the numbers count on. */
    public static final int MOST_DETAILS = 20;

    /** The verdict before anything was examined. */
    public static final Verdict NOTHING_JUDGED = new Verdict(0, 0, 0, List.of());

    /** Copies the sentences, at most {@value #MOST_DETAILS}. */
    public Verdict {
        details = details.stream().limit(MOST_DETAILS).toList();
    }

    static Verdict ofOneSet(List<String> broken) {
        return new Verdict(1, broken.isEmpty() ? 0 : 1, broken.size(), broken);
    }

    /** Tells whether sets were judged and none broke a rule. */
    public boolean isClean() {
        return setsJudged > 0 && violations == 0;
    }

    /** Returns the verdict over the sets of both. */
    public Verdict plus(Verdict other) {
        List<String> all = new ArrayList<>(details);
        all.addAll(other.details);
        return new Verdict(
                setsJudged + other.setsJudged,
                setsViolated + other.setsViolated,
                violations + other.violations,
                all);
    }
}
