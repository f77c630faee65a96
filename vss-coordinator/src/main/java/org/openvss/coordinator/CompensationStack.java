package org.openvss.coordinator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.openvss.VssException;

/** How to undo what was done so far, newest first. Unwinding never stops at a failure. */
final class CompensationStack {
    private final Deque<Compensation> stack = new ArrayDeque<>();

    /**
     * Adds the way to undo a step; to be called before the step.
     *
     * @param what what it undoes, as a clause for people
     * @param undo undoes it, also if the step failed half-way; returns what is left behind
     */
    void push(String what, Undo undo) {
        stack.push(new Compensation(what, undo));
    }

    /**
     * Undoes everything.
     *
     * @return what is left behind, one sentence each
     */
    List<String> unwind() {
        List<String> left = new ArrayList<>();
        while (!stack.isEmpty()) {
            Compensation next = stack.pop();
            try {
                left.addAll(next.undo().run());
            } catch (Throwable failure) {
                left.add("could not " + next.what() + ": " + Failures.sentence(failure));
            }
        }
        return left;
    }

    /** Undoes one step. */
    @FunctionalInterface
    interface Undo {
        /** Undoes the step and returns what is left behind, one sentence each. */
        List<String> run() throws VssException;
    }

    private record Compensation(String what, Undo undo) {}
}
