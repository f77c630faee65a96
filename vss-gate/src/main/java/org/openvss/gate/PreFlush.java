package org.openvss.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.PreparedCall;

/**
 * Flushes all volumes side by side before the gates close, until a flush is short: closing a gate
 * flushes once more, with the applications waiting.
 */
final class PreFlush {
    /**
     * The first flush clears what was dirty, the second shows what comes in; then it may repeat.
     */
    private static final int MOST_ROUNDS = 4;

    private final List<VolumeHold> holds;
    private final GateOptions options;
    private final Map<Integer, Thread> abandoned = new HashMap<>();

    PreFlush(List<VolumeHold> holds, GateOptions options) {
        this.holds = List.copyOf(holds);
        this.options = options;
    }

    /**
     * Flushes.
     *
     * @throws VssException {@code VSS_E_FLUSH_WRITES_TIMEOUT} with the time of each volume
     */
    void run() throws VssException {
        flush(options.firstFlushLimit());
        for (int round = 2; ; round++) {
            List<Flusher> flushers = flush(options.firstFlushLimit());
            long limit = options.secondFlushLimit().toNanos();
            if (flushers.stream().allMatch(flusher -> flusher.nanos < limit)) {
                return;
            }
            if (round == MOST_ROUNDS) {
                throw tooSlow(
                        flushers,
                        "Flushing the volumes takes too long under the present load to hold their"
                                + " writes meanwhile (limit "
                                + options.secondFlushLimit().toMillis()
                                + " ms each)");
            }
        }
    }

    /** Returns the threads that were left in the kernel, by the number of their hold. */
    Map<Integer, Thread> abandoned() {
        return abandoned;
    }

    private List<Flusher> flush(Duration limit) throws VssException {
        CountDownLatch running = new CountDownLatch(holds.size());
        List<Flusher> flushers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (VolumeHold hold : holds) {
            Flusher flusher = new Flusher(hold, running);
            flushers.add(flusher);
            threads.add(
                    Thread.ofPlatform()
                            .daemon()
                            .name("flush of " + hold.target().label())
                            .start(flusher));
        }
        boolean ended;
        try {
            ended = running.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            abandon(flushers, threads);
            throw tooSlow(flushers, "Flushing the volumes was interrupted");
        }
        if (!ended) {
            abandon(flushers, threads);
            throw tooSlow(
                    flushers,
                    "The volumes could not be flushed within "
                            + limit.toSeconds()
                            + " s; the threads that hang are abandoned");
        }
        for (Flusher flusher : flushers) {
            if (flusher.errno != 0) {
                throw new VssException(
                        HResult.VSS_E_FLUSH_WRITES_TIMEOUT,
                        flusher.hold.target().label()
                                + " could not be flushed: "
                                + Failures.errno(flusher.errno)
                                + ". Check the storage under the volume.");
            }
        }
        return flushers;
    }

    private void abandon(List<Flusher> flushers, List<Thread> threads) {
        for (int index = 0; index < flushers.size(); index++) {
            if (flushers.get(index).nanos == Flusher.RUNNING) {
                abandoned.put(index, threads.get(index));
            }
        }
    }

    private static VssException tooSlow(List<Flusher> flushers, String what) {
        StringBuilder times = new StringBuilder();
        for (Flusher flusher : flushers) {
            times.append(times.isEmpty() ? "" : ", ")
                    .append(flusher.hold.target().label())
                    .append(' ')
                    .append(
                            flusher.nanos == Flusher.RUNNING
                                    ? "not yet"
                                    : flusher.nanos / 1_000_000 + " ms");
        }
        return new VssException(
                HResult.VSS_E_FLUSH_WRITES_TIMEOUT,
                what
                        + ": "
                        + times
                        + ". Nothing was held. Try again when less is written, or check the"
                        + " storage.");
    }

    private static final class Flusher implements Runnable {
        private static final long RUNNING = Long.MAX_VALUE;

        private final VolumeHold hold;
        private final List<PreparedCall> calls;
        private final CountDownLatch running;
        private volatile long nanos = RUNNING;
        private volatile int errno;

        Flusher(VolumeHold hold, CountDownLatch running) {
            this.hold = hold;
            this.calls = hold.prepareFlush();
            this.running = running;
        }

        @Override
        public void run() {
            long begun = System.nanoTime();
            for (PreparedCall call : calls) {
                int result = call.run();
                if (result != 0) {
                    errno = result;
                    break;
                }
            }
            nanos = System.nanoTime() - begun;
            running.countDown();
        }
    }
}
