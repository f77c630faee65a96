package org.openvss.benchmarks;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.openvss.ShadowCopySet;
import org.openvss.testkit.judge.Verdict;

/**
 * What a {@link Demonstration} has shown.
 *
 * @param kind what was shown
 * @param members the volumes of every set
 * @param sets the sets that OpenVSS took, in their order; none of them exists any more
 * @param controls verdicts on copies that were bad on purpose
 * @param leftOut what could not be shown here, or is not shown
 * @param tookNanos how long it took altogether
 */
public record DemonstrationReport(
        Demonstration.Kind kind,
        List<Member> members,
        List<JudgedSet> sets,
        List<Verdict> controls,
        List<LeftOut> leftOut,
        long tookNanos) {
    /** Copies the lists. */
    public DemonstrationReport {
        members = List.copyOf(members);
        sets = List.copyOf(sets);
        controls = List.copyOf(controls);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * One volume.
     *
     * @param volume its mount point
     * @param fileSystem its type
     * @param imageOn type of the file system that holds its image; empty without an image
     * @param provider name of the provider that takes it
     */
    public record Member(String volume, String fileSystem, String imageOn, String provider) {}

    /**
     * One set.
     *
     * @param set what OpenVSS says of it
     * @param verdict what its copies show
     * @param copies where the judge read, in the order of the members
     * @param records how many records the writers completed on all volumes while it was made
     * @param tookNanos time from the request to the complete set
     */
    public record JudgedSet(
            ShadowCopySet set, Verdict verdict, List<Path> copies, long records, long tookNanos) {
        /** Copies the list. */
        public JudgedSet {
            copies = List.copyOf(copies);
        }

        /** Tells whether OpenVSS says "one instant" and the copies bear it out. */
        public boolean isGood() {
            return set.simultaneous() && verdict.isClean();
        }
    }

    /**
     * Something that was not shown.
     *
     * @param what for instance the name of a provider
     * @param why the reason, and what to do if anything can be done
     */
    public record LeftOut(String what, String why) {}

    /** Tells whether every set shows one instant. */
    public boolean setsAreGood() {
        return !sets.isEmpty() && sets.stream().allMatch(JudgedSet::isGood);
    }

    /**
     * Tells whether bad copies were found to be bad: of volumes at least once, since copies made
     * one after another can be right by chance; of a tree each time, since there is no chance.
     */
    public boolean controlWasCaught() {
        long caught = controls.stream().filter(verdict -> verdict.violations() > 0).count();
        return caught > 0 && (kind != Demonstration.Kind.TREE || caught == controls.size());
    }

    /** Tells whether the proof succeeded: good sets, by a judge that is able to find bad ones. */
    public boolean isProved() {
        return setsAreGood() && controlWasCaught();
    }

    /** Returns the set in the middle by its held time; empty without sets. */
    public Optional<JudgedSet> typicalSet() {
        List<JudgedSet> sorted =
                sets.stream()
                        .sorted(Comparator.comparingLong(DemonstrationReport::heldNanos))
                        .toList();
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
    }

    private static long heldNanos(JudgedSet judged) {
        Long held = judged.set().heldNanos();
        return held == null ? 0 : held;
    }
}
