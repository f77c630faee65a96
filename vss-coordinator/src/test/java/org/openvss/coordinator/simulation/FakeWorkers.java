package org.openvss.coordinator.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openvss.coordinator.port.Workers;

/** Runs everything in one thread: parallel tasks in an order that the seed decides. */
final class FakeWorkers implements Workers {
    private final SimulatedProcess process;
    private final Deque<Runnable> started = new ArrayDeque<>();
    private boolean running;

    FakeWorkers(SimulatedProcess process) {
        this.process = process;
    }

    @Override
    public <T> List<Outcome<T>> inParallel(List<Task<T>> tasks) {
        process.requireAlive();
        List<Integer> order = new ArrayList<>();
        List<@Nullable Outcome<T>> outcomes = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            order.add(i);
            outcomes.add(null);
        }
        Collections.shuffle(order, process.world.random);
        for (int i : order) {
            outcomes.set(i, outcome(tasks.get(i)));
        }
        List<Outcome<T>> all = new ArrayList<>();
        for (Outcome<T> outcome : outcomes) {
            if (outcome != null) {
                all.add(outcome);
            }
        }
        return all;
    }

    private <T> Outcome<T> outcome(Task<T> task) {
        if (!task.limit().isPositive()) {
            process.world.violate(task.what() + " was started with no time left");
        }
        process.taskDepth++;
        try {
            return new Outcome.Done<>(task.work().call());
        } catch (Overrun overrun) {
            return new Outcome.Overran<>(task.what());
        } catch (SimulatedCrash crash) {
            throw crash;
        } catch (Throwable failure) {
            return new Outcome.Failed<>(failure);
        } finally {
            process.taskDepth--;
        }
    }

    /** While an operation runs, another thread runs to its end at once; else it waits its turn. */
    @Override
    public void start(String what, Runnable work) {
        process.requireAlive();
        if (running) {
            int depth = process.taskDepth;
            process.taskDepth = 1;
            try {
                work.run();
            } finally {
                process.taskDepth = depth;
            }
        } else {
            started.add(work);
        }
    }

    /** Runs every operation that was started. */
    void runAll() {
        running = true;
        try {
            for (Runnable next = started.poll(); next != null; next = started.poll()) {
                next.run();
            }
        } finally {
            running = false;
        }
    }
}
