package org.openvss.coordinator.port;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** The threads that the coordinator may use; a simulation runs them one by one. */
public interface Workers {
    /**
     * Runs tasks side by side and waits until each has ended or its own limit has passed. A task
     * that overruns is interrupted, abandoned and never waited for again.
     *
     * @param tasks the tasks
     * @param <T> what they yield
     * @return one outcome for each task, in their order
     */
    <T> List<Outcome<T>> inParallel(List<Task<T>> tasks);

    /**
     * Starts a long operation by itself.
     *
     * @param what what it does, as the name of the thread
     * @param work the operation; must not throw
     */
    void start(String what, Runnable work);

    /**
     * Something to run on a thread of its own.
     *
     * @param what what it does, as part of the name of the thread
     * @param limit how long to wait for it, from the moment it is started
     * @param work the work
     * @param <T> what it yields
     */
    record Task<T>(String what, Duration limit, Callable<T> work) {}

    /**
     * How a task ended.
     *
     * @param <T> what it yields
     */
    sealed interface Outcome<T> {
        /** It yielded a value. */
        record Done<T>(T value) implements Outcome<T> {}

        /** It threw. */
        record Failed<T>(Throwable failure) implements Outcome<T> {}

        /** It did not end within the limit; the thread is abandoned. */
        record Overran<T>(String thread) implements Outcome<T> {}
    }
}
