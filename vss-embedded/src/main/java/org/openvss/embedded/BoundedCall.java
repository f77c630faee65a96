package org.openvss.embedded;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs one call that may never return, such as opening a path on a dead mount, on a thread of its
 * own. A call that overruns is abandoned: its thread stays in the kernel and is never waited for.
 */
final class BoundedCall {
    private static final AtomicLong COUNTER = new AtomicLong();

    private BoundedCall() {}

    /**
     * Runs a call.
     *
     * @param what what it does, as the name of its thread
     * @param limit how long to wait
     * @param call the call
     * @return what it returned
     * @throws TimeoutException if it did not end in time; the message names the abandoned thread
     * @throws ExecutionException with what it threw
     */
    static <T> T run(String what, Duration limit, Callable<T> call)
            throws TimeoutException, ExecutionException {
        FutureTask<T> task = new FutureTask<>(call);
        String name = what + "-" + COUNTER.incrementAndGet();
        Thread.ofPlatform().daemon().name(name).start(task);
        boolean interrupted = false;
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                try {
                    return task.get(
                            Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    task.cancel(true);
                    throw new TimeoutException("thread '" + name + "' is abandoned");
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
