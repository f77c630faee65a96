package org.openvss.benchmarks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What is to be undone, newest first. A step that fails does not keep the others from running, and
 * stays for the next attempt.
 */
final class UndoStack {
    private final Deque<Step> steps = new ArrayDeque<>();

    /** A clean-up that may fail. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    private record Step(String what, Action action) {}

    /**
     * Adds a step.
     *
     * @param what what is left behind if the step fails, for instance {@code mount /x}
     */
    void push(String what, Action action) {
        steps.push(new Step(what, action));
    }

    /** Runs all steps and keeps those that failed; returns a sentence for each of them. */
    List<String> undoAll() {
        List<String> left = new ArrayList<>();
        List<Step> failed = new ArrayList<>();
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            try {
                step.action.run();
            } catch (Exception e) {
                left.add(step.what + " (" + e.getMessage() + ")");
                failed.add(step);
            }
        }
        steps.addAll(failed);
        return left;
    }
}
