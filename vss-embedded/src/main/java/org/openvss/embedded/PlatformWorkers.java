package org.openvss.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.openvss.coordinator.port.Workers;

/**
 * Runs the coordinator's tasks on platform threads, one for each task.
 *
 * <p>One thread for each task, because a task may be stuck in the kernel and would keep a pool's
 * thread; the number is bounded by what the coordinator hands in (64 volumes, the writers). Daemon
 * threads, because a stuck one must not keep the program alive. It does not decide what overrunning
 * means: it only reports it, with the name of the abandoned thread.
 */
final class PlatformWorkers implements Workers {
    private final AtomicLong counter = new AtomicLong();

    @Override
    public <T> List<Outcome<T>> inParallel(List<Task<T>> tasks) {
        List<Running<T>> running = new ArrayList<>(tasks.size());
        for (Task<T> task : tasks) {
            FutureTask<T> future = new FutureTask<>(task.work());
            Thread thread = thread(task.what(), future);
            thread.start();
            running.add(new Running<>(future, thread, System.nanoTime() + task.limit().toNanos()));
        }
        return running.stream().map(Running::outcome).toList();
    }

    @Override
    public void start(String what, Runnable work) {
        thread(what, work).start();
    }

    private Thread thread(String what, Runnable work) {
        return Thread.ofPlatform()
                .daemon()
                .name(what + "-" + counter.incrementAndGet())
                .unstarted(work);
    }

    private record Running<T>(FutureTask<T> future, Thread thread, long deadline) {
        /**
         * Waits to the deadline, also if the waiting thread is interrupted: half of a deletion
         * would be worse than a late answer.
         */
        Outcome<T> outcome() {
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        long left = Math.max(0, deadline - System.nanoTime());
                        return new Outcome.Done<>(future.get(left, TimeUnit.NANOSECONDS));
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            } catch (ExecutionException e) {
                return new Outcome.Failed<>(e.getCause() == null ? e : e.getCause());
            } catch (TimeoutException e) {
                return abandon();
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private Outcome<T> abandon() {
            future.cancel(true);
            return new Outcome.Overran<>(thread.getName());
        }
    }
}
