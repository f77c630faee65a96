package org.openvss.coordinator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.openvss.coordinator.port.Workers;
import org.openvss.coordinator.port.Workers.Outcome;
import org.openvss.coordinator.port.Workers.Task;

/**
 * The same call for many copies: side by side where their providers allow it, since most of it is
 * waiting for the kernel, else one by one. Converts no errors: that is what the calls do.
 */
final class CopyCalls {
    /** More threads do not make it faster, and each holds descriptors. */
    static final int MOST_AT_ONCE = 16;

    private final Workers workers;
    private final Duration limit;

    /**
     * Prepares calls.
     *
     * @param workers run what goes side by side
     * @param limit for each call that goes side by side
     */
    CopyCalls(Workers workers, Duration limit) {
        this.workers = workers;
        this.limit = limit;
    }

    /** One call for one copy. */
    @FunctionalInterface
    interface Call<T, R> {
        R run(T copy) throws Exception;
    }

    /**
     * Splits copies, in their order, into groups whose calls may go side by side.
     *
     * @param sideBySide tells whether the provider of a copy allows it
     */
    static <T> List<List<T>> groups(List<T> copies, Predicate<T> sideBySide) {
        List<List<T>> groups = new ArrayList<>();
        boolean open = false;
        for (T copy : copies) {
            boolean joins = sideBySide.test(copy);
            if (!open || !joins || groups.getLast().size() == MOST_AT_ONCE) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(copy);
            open = joins;
        }
        return groups;
    }

    /**
     * Makes the call for every copy of one group.
     *
     * @return one outcome for each
     */
    <T, R> List<Outcome<R>> group(String what, List<T> copies, Call<T, R> call) {
        if (copies.size() > 1) {
            List<Task<R>> tasks = new ArrayList<>();
            for (T copy : copies) {
                tasks.add(new Task<>(what, limit, () -> call.run(copy)));
            }
            return workers.inParallel(tasks);
        }
        List<Outcome<R>> outcomes = new ArrayList<>();
        for (T copy : copies) {
            outcomes.add(alone(copy, call));
        }
        return outcomes;
    }

    private static <T, R> Outcome<R> alone(T copy, Call<T, R> call) {
        try {
            return new Outcome.Done<>(call.run(copy));
        } catch (Throwable failure) {
            return new Outcome.Failed<>(failure);
        }
    }
}
