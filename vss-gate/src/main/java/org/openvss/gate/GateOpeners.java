package org.openvss.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.openvss.gate.HoldPage.HoldState;
import org.openvss.linux.Errno;
import org.openvss.linux.PreparedCall;

/**
 * Opens gates side by side, one parked thread for each, and only those that the hold page says are
 * ours. Used by the guard and by recovery; the coordinator opens its gates by itself.
 *
 * <p>Side by side because an opening can hang: on a file system whose backing file lies on another
 * frozen one, or on a flush that is still going on.
 */
final class GateOpeners implements AutoCloseable {
    private static final long STEP_NANOS = 20_000_000;

    /** In the first phase of closing, opening fails although the gate will close. */
    private static final Duration CLOSING_GRACE = Duration.ofMillis(500);

    private final HoldPage page;
    private final Opener[] openers;

    /**
     * Prepares to open.
     *
     * @param page which gates are ours
     * @param openings what to open
     */
    GateOpeners(HoldPage page, List<Opening> openings) {
        this.page = page;
        this.openers = openings.stream().map(Opener::new).toArray(Opener[]::new);
    }

    /**
     * A gate that can be opened.
     *
     * @param slot its place on the hold page
     * @param target what it is
     * @param open the call that opens it: 0, or EINVAL if it is open
     */
    record Opening(int slot, HoldTarget target, PreparedCall open) {}

    /** Starts the threads, which park. */
    void start() {
        for (Opener opener : openers) {
            opener.thread.start();
        }
    }

    /** Tells whether a gate may still be closed. */
    boolean anyOwned() {
        for (Opener opener : openers) {
            if (page.owns(opener.slot)) {
                return true;
            }
        }
        return false;
    }

    /** Wakes every idle opener whose gate may be closed; waits for nothing. */
    void attempt() {
        for (Opener opener : openers) {
            if (page.owns(opener.slot) && !opener.wanted) {
                opener.wanted = true;
                LockSupport.unpark(opener.thread);
            }
        }
    }

    /**
     * Opens everything that is ours while nobody closes any more, because the coordinator is dead
     * or says that it is done; repeats what fails until the limit.
     */
    void openAll(Duration limit) {
        long begun = System.nanoTime();
        while (true) {
            attempt();
            LockSupport.parkNanos(this, STEP_NANOS);
            long passed = System.nanoTime() - begun;
            if (passed > CLOSING_GRACE.toNanos()) {
                settleClosing();
            }
            if (!anyOwned() || passed > limit.toNanos()) {
                return;
            }
        }
    }

    /** Returns one sentence for each gate that was opened. */
    List<String> openedSentences() {
        List<String> sentences = new ArrayList<>();
        for (Opener opener : openers) {
            if (opener.opened > 0) {
                sentences.add("The gate of " + opener.target.label() + " was opened.");
            }
        }
        return sentences;
    }

    /** Returns one sentence for each gate that is still closed. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Opener opener : openers) {
            if (page.owns(opener.slot)) {
                problems.add(
                        opener.target.label()
                                + " could not be opened: "
                                + (opener.wanted
                                        ? "the kernel has not answered yet"
                                        : Failures.errno(opener.errno))
                                + ". Run 'vss thaw', or "
                                + opener.target.byHand()
                                + ".");
            }
        }
        return problems;
    }

    /** Lets the threads end; one that hangs in the kernel is left behind. */
    @Override
    public void close() {
        for (Opener opener : openers) {
            opener.leave = true;
            LockSupport.unpark(opener.thread);
        }
    }

    /** Opens once what is ours at this moment, while its owner may still live. */
    void openOnce(Duration limit) {
        attempt();
        long begun = System.nanoTime();
        while (anyWanted() && System.nanoTime() - begun < limit.toNanos()) {
            LockSupport.parkNanos(this, STEP_NANOS);
        }
    }

    /** Tells whether a call has not come back; its descriptor must stay open. */
    boolean anyWanted() {
        for (Opener opener : openers) {
            if (opener.wanted) {
                return true;
            }
        }
        return false;
    }

    private void settleClosing() {
        for (Opener opener : openers) {
            if (!opener.wanted
                    && opener.errno == Errno.EINVAL
                    && page.get(opener.slot) == HoldState.CLOSING) {
                page.set(opener.slot, HoldState.FREE);
            }
        }
    }

    private final class Opener implements Runnable {
        private final int slot;
        private final HoldTarget target;
        private final PreparedCall open;
        private final Thread thread;
        private volatile boolean wanted;
        private volatile boolean leave;
        private volatile int errno;
        private volatile int opened;

        Opener(Opening opening) {
            this.slot = opening.slot();
            this.target = opening.target();
            this.open = opening.open();
            this.thread =
                    Thread.ofPlatform().daemon().name("opens " + target.label()).unstarted(this);
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes them
        public void run() {
            while (!leave) {
                if (!wanted) {
                    LockSupport.park(this);
                    continue;
                }
                // The state before the call: what failed on a gate that closed meanwhile says
                // nothing about it.
                HoldState before = page.get(slot);
                int result = open.run();
                errno = result;
                if (result == 0) {
                    opened++;
                    // What is still being closed may consist of several parts of which the rest
                    // comes: it is ours until there is nothing left to open.
                    if (before == HoldState.HELD) {
                        page.set(slot, HoldState.FREE);
                    }
                } else if (result == Errno.EINVAL && before == HoldState.HELD) {
                    page.set(slot, HoldState.FREE);
                }
                wanted = false;
            }
        }
    }
}
