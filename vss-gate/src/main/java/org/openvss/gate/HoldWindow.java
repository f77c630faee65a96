package org.openvss.gate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.openvss.gate.HoldPage.HoldState;
import org.openvss.linux.Errno;
import org.openvss.linux.PreparedCall;
import org.openvss.provider.PreparedCut;

/**
 * The window itself: closes all gates, runs the cuts, opens each gate after its own cuts. Holds
 * that close first (processes) are closed before any other begins to, and open when all others
 * have.
 *
 * <p>One platform thread for each hold (a virtual thread would pin its carrier for the whole call),
 * parked before the first gate closes. From then on a thread makes prepared calls, reads the clock,
 * stores into arrays that are there already, and parks: nothing is allocated, logged, loaded or
 * locked, since the file system that any of this needs may be the frozen one.
 *
 * <p>Starts no guard, checks no volume and judges nothing: {@link LinuxGateSession} prepares it,
 * {@link HoldJudgement} reads the arrays afterwards.
 */
final class HoldWindow {
    /** A woken thread never misses its permit; the limit only bounds the unforeseen. */
    private static final long LONGEST_PARK_NANOS = 25_000_000;

    private static final int NO_CUT = -1;

    final HoldPlan plan;
    final int slots;
    final HoldTrace trace;
    final Thread[] threads;

    private final HoldPage page;
    private final PreparedCall[] close;
    private final PreparedCall[] open;
    private final PreparedCall[] verify;
    private final boolean rehearse;
    private final PreparedCut[] cuts;
    private final int[][] cutsOfSlot;
    private final boolean[] closesFirst;
    private final boolean[] holdsAll;
    private final boolean[] confirms;
    private final boolean[] awaited;
    private final boolean someCloseFirst;
    private final boolean someConfirm;
    private final Worker[] workers;
    private final Thread owner = Thread.currentThread();

    private final AtomicInteger unready = new AtomicInteger();
    private final AtomicInteger unrehearsed = new AtomicInteger();
    private final AtomicInteger unclosedFirst = new AtomicInteger();
    private final AtomicInteger unclosed = new AtomicInteger();
    private final AtomicInteger uncutForAll = new AtomicInteger();
    private final AtomicInteger uncutAtAll = new AtomicInteger();
    private final AtomicInteger unconfirmed = new AtomicInteger();
    private final AtomicInteger unopenedBeforeLast = new AtomicInteger();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicInteger[] uncut;
    private volatile boolean go;
    private volatile boolean stop;

    /**
     * Prepares a window; nothing runs before {@link #startThreads}.
     *
     * @param plan who does what
     * @param page where the state of each slot is stored
     * @param close for each slot, the call that closes its gate
     * @param open for each slot, the call that opens it
     * @param verify for each slot that closes first, the call that looks at the end whether it
     *     holds everybody
     * @param rehearse whether each gate is closed and opened once directly before
     */
    HoldWindow(
            HoldPlan plan,
            HoldPage page,
            PreparedCall[] close,
            PreparedCall[] open,
            PreparedCall[] verify,
            boolean rehearse) {
        this.plan = plan;
        this.page = page;
        this.close = close.clone();
        this.open = open.clone();
        this.verify = verify.clone();
        this.rehearse = rehearse;
        slots = plan.slots().size();
        cuts = plan.cuts().toArray(PreparedCut[]::new);
        cutsOfSlot = new int[slots][];
        closesFirst = new boolean[slots];
        holdsAll = new boolean[cuts.length];
        confirms = new boolean[cuts.length];
        awaited = plan.awaitedByOthers();
        uncut = new AtomicInteger[cuts.length];
        for (int cut = 0; cut < cuts.length; cut++) {
            uncut[cut] = new AtomicInteger(1);
            holdsAll[cut] = plan.holdsAll().get(cut);
            uncutForAll.addAndGet(holdsAll[cut] ? 1 : 0);
            confirms[cut] = plan.confirms().get(cut);
            unconfirmed.addAndGet(confirms[cut] ? 1 : 0);
        }
        uncutAtAll.set(cuts.length);
        for (int slot = 0; slot < slots; slot++) {
            cutsOfSlot[slot] =
                    plan.cutsOfSlot().get(slot).stream().mapToInt(Integer::intValue).toArray();
            closesFirst[slot] = plan.slots().get(slot).closesFirst();
            unclosedFirst.addAndGet(closesFirst[slot] ? 1 : 0);
        }
        someCloseFirst = unclosedFirst.get() > 0;
        someConfirm = unconfirmed.get() > 0;
        unopenedBeforeLast.set(slots - unclosedFirst.get());
        trace = new HoldTrace(slots, cuts.length);
        unrehearsed.set(slots - unclosedFirst.get());
        unclosed.set(slots);
        workers = new Worker[plan.threads()];
        threads = new Thread[workers.length];
        unready.set(workers.length);
        unfinished.set(workers.length);
        int[] cutOfThread = new int[workers.length];
        Arrays.fill(cutOfThread, NO_CUT);
        for (int cut = 0; cut < cuts.length; cut++) {
            cutOfThread[plan.threadOfCut().get(cut)] = cut;
        }
        for (int thread = 0; thread < workers.length; thread++) {
            employ(thread, cutOfThread[thread]);
        }
    }

    private void employ(int number, int cut) {
        workers[number] = new Worker(number, cut);
        String what = number < slots ? "gate of " + plan.slots().get(number).label() : "cut " + cut;
        threads[number] = Thread.ofPlatform().daemon().name(what).unstarted(workers[number]);
    }

    /** Starts the threads and returns when all of them wait. */
    void startThreads() {
        for (Thread thread : threads) {
            thread.start();
        }
        while (unready.get() > 0) {
            LockSupport.parkNanos(this, LONGEST_PARK_NANOS);
        }
    }

    /** Lets the threads go: from here on the first gate closes. */
    void go() {
        go = true;
        wakeAll();
    }

    /** Makes every thread that is not inside a call open its gate at once, without a cut. */
    void stop() {
        stop = true;
        wakeAll();
    }

    /** Tells whether somebody stopped the window, or a gate did not close. */
    boolean stopped() {
        return stop;
    }

    /**
     * Waits until every thread is done or the limit has passed.
     *
     * @return whether all are done
     */
    boolean await(long limitNanos) {
        long begun = System.nanoTime();
        while (unfinished.get() > 0) {
            long left = limitNanos - (System.nanoTime() - begun);
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(this, Math.min(left, LONGEST_PARK_NANOS));
        }
        return true;
    }

    /** Returns where a thread is. */
    HoldPlace place(int thread) {
        return workers[thread].place;
    }

    /** Returns the threads of slots that have not come back, by their slots. */
    Map<Integer, Thread> unfinishedThreads() {
        Map<Integer, Thread> unfinished = new HashMap<>();
        for (int slot = 0; slot < slots; slot++) {
            if (workers[slot].place != HoldPlace.DONE) {
                unfinished.put(slot, threads[slot]);
            }
        }
        return unfinished;
    }

    private void wakeAll() {
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }

    private void await(AtomicInteger count) {
        while (count.get() > 0 && !stop) {
            LockSupport.parkNanos(this, LONGEST_PARK_NANOS);
        }
    }

    private void countDown(AtomicInteger count) {
        if (count.decrementAndGet() == 0) {
            wakeAll();
        }
    }

    private final class Worker implements Runnable {
        private final int number;
        private final int cut;
        private volatile HoldPlace place = HoldPlace.WAITING;

        Worker(int number, int cut) {
            this.number = number;
            this.cut = cut;
        }

        @Override
        public void run() {
            if (unready.decrementAndGet() == 0) {
                LockSupport.unpark(owner);
            }
            while (!go && !stop) {
                LockSupport.park(HoldWindow.this);
            }
            if (number < slots) {
                hold();
            } else {
                await(unclosed);
                makeCut();
            }
            place = HoldPlace.DONE;
            if (unfinished.decrementAndGet() == 0) {
                LockSupport.unpark(owner);
            }
        }

        private void hold() {
            if (!closesFirst[number]) {
                await(unclosedFirst);
                if (rehearse && !stop && !rehearsed()) {
                    HoldWindow.this.stop();
                }
            }
            if (stop) {
                return;
            }
            place = HoldPlace.CLOSING;
            closeGate();
            if (trace.closeErrno[number] != 0) {
                HoldWindow.this.stop();
                return;
            }
            place = HoldPlace.CLOSED;
            if (closesFirst[number]) {
                countDown(unclosedFirst);
            }
            countDown(unclosed);
            await(unclosed);
            makeCut();
            if (closesFirst[number]) {
                await(unopenedBeforeLast);
                await(uncutAtAll);
                // Beside the cuts that confirm, since both take their time.
                verify();
                await(unconfirmed);
            } else {
                for (int awaited : cutsOfSlot[number]) {
                    await(uncut[awaited]);
                }
                await(uncutForAll);
            }
            place = HoldPlace.OPENING;
            openGate();
            if (someCloseFirst && !closesFirst[number]) {
                countDown(unopenedBeforeLast);
            }
        }

        /** Leaves the kernel in the mood in which the next closing is quick. */
        private boolean rehearsed() {
            place = HoldPlace.REHEARSING;
            closeGate();
            if (trace.closeErrno[number] != 0) {
                return false;
            }
            openGate();
            if (trace.openErrno[number] != 0) {
                return false;
            }
            trace.forgetRehearsal(number);
            countDown(unrehearsed);
            await(unrehearsed);
            return true;
        }

        private void verify() {
            if (stop) {
                return;
            }
            place = HoldPlace.VERIFYING;
            int errno = verify[number].run();
            trace.verifyErrno[number] = errno;
            if (errno != 0) {
                HoldWindow.this.stop();
            }
        }

        private void closeGate() {
            page.set(number, HoldState.CLOSING);
            trace.closeStarted[number] = System.nanoTime();
            int errno = close[number].run();
            trace.closed[number] = System.nanoTime();
            page.set(number, errno == 0 ? HoldState.HELD : HoldState.FREE);
            trace.closeErrno[number] = errno;
        }

        private void openGate() {
            trace.openStarted[number] = System.nanoTime();
            int errno = open[number].run();
            trace.opened[number] = System.nanoTime();
            if (errno == 0 || errno == Errno.EINVAL) {
                // EINVAL: somebody else opened it, so it is not ours to open any more.
                page.set(number, HoldState.FREE);
            }
            trace.openErrno[number] = errno;
            if (errno != 0) {
                HoldWindow.this.stop();
            }
        }

        private void makeCut() {
            if (cut == NO_CUT) {
                return;
            }
            if (!stop) {
                place = HoldPlace.CUTTING;
                trace.cutStarted[cut] = System.nanoTime();
                int errno = callCut();
                trace.cutFinished[cut] = System.nanoTime();
                trace.cutErrno[cut] = errno;
            }
            if (uncut[cut].decrementAndGet() == 0 && awaited[cut]) {
                wakeAll();
            }
            if (someConfirm) {
                countDown(uncutAtAll);
            }
            if (holdsAll[cut]) {
                countDown(uncutForAll);
            }
            if (confirms[cut]) {
                confirm();
            }
        }

        private void confirm() {
            await(uncutAtAll);
            if (!stop && trace.cutErrno[cut] == 0) {
                callConfirm();
            }
            countDown(unconfirmed);
        }

        private void callConfirm() {
            place = HoldPlace.CUTTING;
            try {
                cuts[cut].confirm();
            } catch (RuntimeException | Error broken) {
                // Then there is no proof, and the verdict says so.
                return;
            }
        }

        private int callCut() {
            try {
                return cuts[cut].cut();
            } catch (RuntimeException | Error broken) {
                // A provider that breaks its contract must not keep the gate closed.
                return Errno.EIO;
            }
        }
    }
}
