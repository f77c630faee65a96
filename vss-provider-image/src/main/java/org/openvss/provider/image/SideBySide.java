package org.openvss.provider.image;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.openvss.VssException;

/**
 * The same work for many volumes on a few threads. Nearly all of it waits for the disk, and what is
 * flushed side by side reaches the journal of the host in one go.
 *
 * <p>Always waits for its threads: whoever undoes the work afterwards must not meet one of them.
 */
final class SideBySide {
    private static final int MOST_THREADS = 16;

    private SideBySide() {}

    /** What is done for one item. */
    @FunctionalInterface
    interface Work<T> {
        void run(T item) throws VssException;
    }

    /**
     * Does it for every item; after a failure no further item is begun.
     *
     * @throws VssException the failure of the first item, in their order, that failed
     */
    static <T> void each(List<T> items, Work<T> work) throws VssException {
        if (items.size() == 1) {
            work.run(items.getFirst());
            return;
        }
        AtomicInteger next = new AtomicInteger();
        AtomicReferenceArray<Throwable> failures = new AtomicReferenceArray<>(items.size());
        Runnable share =
                () -> {
                    for (int at; (at = next.getAndIncrement()) < items.size(); ) {
                        try {
                            work.run(items.get(at));
                        } catch (VssException | RuntimeException | Error failure) {
                            failures.set(at, failure);
                            next.set(items.size());
                        }
                    }
                };
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < Math.min(items.size(), MOST_THREADS); number++) {
            threads.add(
                    Thread.ofPlatform()
                            .daemon()
                            .name(Thread.currentThread().getName() + " " + number)
                            .start(share));
        }
        joinAll(threads);
        throwFirst(failures);
    }

    private static void joinAll(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void throwFirst(AtomicReferenceArray<Throwable> failures) throws VssException {
        for (int at = 0; at < failures.length(); at++) {
            switch (failures.get(at)) {
                case null -> {}
                case VssException known -> throw known;
                case RuntimeException broken -> throw broken;
                case Error broken -> throw broken;
                case Throwable other -> throw new IllegalStateException(other);
            }
        }
    }
}
