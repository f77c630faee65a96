package org.openvss.provider.btrfs;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openvss.linux.PreparedCall;

/**
 * Threads that make one snapshot each at the same time: parked until it is time, and again until
 * the next attempt. A virtual thread would pin its carrier for the length of the call.
 */
final class SnapshotThreads {
    private static final long LONGEST_PARK_NANOS = 1_000_000_000L;

    private final Thread[] threads;
    private final int[] errors;
    private final PreparedCall[] calls;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger round = new AtomicInteger();
    private volatile boolean ended;
    private volatile @Nullable Thread caller;

    /** Starts the threads, which wait. */
    SnapshotThreads(String name, int count) {
        threads = new Thread[count];
        errors = new int[count];
        calls = new PreparedCall[count];
        for (int at = 0; at < count; at++) {
            int own = at;
            threads[at] =
                    Thread.ofPlatform().name(name + "-" + at).daemon().start(() -> serve(own));
        }
    }

    private void serve(int own) {
        int served = 0;
        while (true) {
            int now = round.get();
            if (ended) {
                return;
            }
            if (now == served) {
                LockSupport.park(this);
                continue;
            }
            served = now;
            errors[own] = calls[own].run();
            if (running.decrementAndGet() == 0) {
                LockSupport.unpark(caller);
            }
        }
    }

    /** Gives a thread the call of the next round. */
    void assign(int thread, PreparedCall call) {
        calls[thread] = call;
    }

    /** Begins the calls of all threads; allocates nothing. */
    void begin() {
        caller = Thread.currentThread();
        running.set(threads.length);
        // Written after the calls, so that whoever sees the new round sees them.
        round.incrementAndGet();
        for (int at = 0; at < threads.length; at++) {
            LockSupport.unpark(threads[at]);
        }
    }

    /**
     * Waits for the end of all calls of this round; the kernel cannot be asked to give one up.
     *
     * @return 0, or the errno of a call that failed
     */
    int await() {
        while (running.get() > 0) {
            LockSupport.parkNanos(LONGEST_PARK_NANOS);
        }
        for (int at = 0; at < errors.length; at++) {
            if (errors[at] != 0) {
                return errors[at];
            }
        }
        return 0;
    }

    /** Ends the threads; one that is in a call ends after it. */
    void end() {
        ended = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }
}
