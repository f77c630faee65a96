package org.openvss.benchmarks;

import java.nio.file.Path;
import java.util.List;
import org.openvss.testkit.judge.Verdict;

/**
 * Hears of each step of a {@link Demonstration} as soon as it is done, on the thread that runs it.
 */
public interface DemonstrationAudience {
    /** Hears nothing. */
    DemonstrationAudience NONE = new DemonstrationAudience() {};

    /** The volumes are about to be made. */
    default void begins(Demonstration.Kind kind) {}

    /** The volumes of every set are there. */
    default void membersMade(List<DemonstrationReport.Member> members) {}

    /** The writers have begun. */
    default void loadStarted(int writers) {}

    /** The sets are about to be taken. */
    default void setsBegin() {}

    /** A set was taken, judged and deleted. */
    default void setTaken(int number, DemonstrationReport.JudgedSet set) {}

    /** The bad copies are about to be made. */
    default void controlBegins() {}

    /**
     * Bad copies were made and judged.
     *
     * @param copies where they were, in the order of the members
     */
    default void controlJudged(int number, Verdict verdict, List<Path> copies) {}

    /** Everything was shown, and the volumes are about to be taken down. */
    default void takingDown() {}
}
