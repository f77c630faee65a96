package org.openvss.writer.transactions;

import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.writer.TransactionManager;

/**
 * Makes a Jakarta Transactions manager one that can be frozen: every commit goes through this gate,
 * and while it is closed none begins.
 *
 * <p>The managers of today can be switched off but not held (a {@code begin} fails instead of
 * waiting), so the gate stands around the manager: the application uses the objects that {@link
 * #around} returns in place of the manager's own. A commit by other ways, such as the manager's own
 * static accessors, is not seen by the gate.
 *
 * <p>Holds nothing but commits: transactions begin, work, and roll back as ever. A transaction that
 * is held for longer than its own time-out is rolled back by its manager; therefore the hold limit
 * must be shorter. Works with {@link GatedTransactionManager}, {@link GatedTransaction} and {@link
 * GatedUserTransaction}; knows nothing of databases.
 */
public final class CommitGate implements TransactionManager {
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(60);
    private static final long SHORTEST_WAIT_NANOS = 1_000_000;

    private enum State {
        OPEN,
        /** New commits wait, those under way may end. */
        CLOSING,
        /** No commit is under way. */
        HELD,
        /** The limit of the hold has passed and a commit has gone through since. */
        OVERRUN
    }

    private final String name;
    private final List<String> affectedPaths;
    private final Duration holdLimit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Thread, Integer> deciding = new HashMap<>();
    private State state = State.OPEN;
    private long closures;
    private long heldUntil;

    /**
     * Creates an open gate.
     *
     * @param name name of the manager, for messages
     * @param affectedPaths absolute folders of the manager's log and of the databases that it
     *     coordinates; empty for every set
     * @param holdLimit how long commits may be held; shorter than the time-out of the transactions
     *     and at most 60 s
     * @throws IllegalArgumentException if a path is not absolute or the limit is out of its range
     */
    public CommitGate(String name, List<String> affectedPaths, Duration holdLimit) {
        if (!holdLimit.isPositive() || holdLimit.compareTo(LONGEST_HOLD) > 0) {
            throw new IllegalArgumentException(
                    "commits can be held for up to 60 s, not for " + holdLimit);
        }
        for (String path : affectedPaths) {
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("the path '" + path + "' is not absolute");
            }
        }
        this.name = name;
        this.affectedPaths = List.copyOf(affectedPaths);
        this.holdLimit = holdLimit;
    }

    /**
     * Returns a manager whose commits go through the gate.
     *
     * @param manager the manager that does the work
     */
    public jakarta.transaction.TransactionManager around(
            jakarta.transaction.TransactionManager manager) {
        return new GatedTransactionManager(this, manager);
    }

    /**
     * Returns a user transaction whose commits go through the gate.
     *
     * @param transaction the one that does the work
     */
    public UserTransaction around(UserTransaction transaction) {
        return new GatedUserTransaction(this, transaction);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> affectedPaths() {
        return affectedPaths;
    }

    @Override
    public Duration holdLimit() {
        return holdLimit;
    }

    @Override
    public void freeze(Duration limit) throws VssException {
        lock.lock();
        try {
            if (state != State.OPEN) {
                throw notFrozen("its commits are held already, for another shadow copy set");
            }
            close();
            long closure = closures;
            try {
                awaitDecisions(limit, closure);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                reopen(closure);
                throw notFrozen("waiting for the commits under way was interrupted");
            }
        } finally {
            lock.unlock();
        }
    }

    private void close() {
        state = State.CLOSING;
        closures++;
        heldUntil = System.nanoTime() + holdLimit.toNanos();
    }

    private void awaitDecisions(Duration limit, long closure)
            throws InterruptedException, VssException {
        // Commits wait from now on, so the limit of the hold counts from now on as well.
        long left = Math.min(limit.toNanos(), holdLimit.toNanos());
        while (!deciding.isEmpty() && isClosing(closure) && left > 0) {
            left = changed.awaitNanos(left);
        }
        if (!isClosing(closure)) {
            throw notFrozen("it was thawed while it still waited for commits under way");
        }
        if (!deciding.isEmpty()) {
            String stuck = stuck();
            reopen(closure);
            throw notFrozen(stuck + " did not end in time; try again when fewer long commits run");
        }
        state = State.HELD;
    }

    /** A thaw may have come meanwhile, and even another freeze after it. */
    private boolean isClosing(long closure) {
        return state == State.CLOSING && closures == closure;
    }

    private void reopen(long closure) {
        if (isClosing(closure)) {
            open();
        }
    }

    private void open() {
        state = State.OPEN;
        changed.signalAll();
    }

    private String stuck() {
        return (deciding.size() == 1 ? "1 commit" : deciding.size() + " commits")
                + " under way ("
                + deciding.keySet().stream()
                        .map(Thread::getName)
                        .sorted()
                        .limit(5)
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private VssException notFrozen(String why) {
        return new VssException(
                HResult.VSS_E_TRANSACTION_FREEZE_TIMEOUT,
                "transaction manager " + name + " could not be frozen: " + why);
    }

    @Override
    public void thaw() throws VssException {
        lock.lock();
        try {
            State before = state;
            open();
            if (before == State.OVERRUN) {
                throw new VssException(
                        HResult.VSS_E_TRANSACTION_THAW_TIMEOUT,
                        "transaction manager "
                                + name
                                + " was not thawed in time: commits were held for its limit of "
                                + holdLimit.toMillis()
                                + " ms, then went on before the shadow copies were finished. Make"
                                + " the set smaller, or raise the limit together with the time-out"
                                + " of the transactions");
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a commit may be made; the gate regards it as under way until the passage is
     * closed. A commit inside another one of the same thread, as synchronisations make it, belongs
     * to the outer one and never waits.
     */
    Passage enter() {
        boolean interrupted = false;
        lock.lock();
        try {
            while (!mayDecide()) {
                long left = Math.max(SHORTEST_WAIT_NANOS, heldUntil - System.nanoTime());
                try {
                    changed.await(left, TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    // A commit cannot answer that it was interrupted; its caller finds out later.
                    interrupted = true;
                }
            }
            deciding.merge(Thread.currentThread(), 1, Integer::sum);
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return this::leave;
    }

    private boolean mayDecide() {
        if (state == State.OPEN
                || state == State.OVERRUN
                || deciding.containsKey(Thread.currentThread())) {
            return true;
        }
        if (state == State.CLOSING || System.nanoTime() - heldUntil < 0) {
            return false;
        }
        // From here on the copy may show one half of this transaction: the thaw will say so.
        state = State.OVERRUN;
        changed.signalAll();
        return true;
    }

    private void leave() {
        lock.lock();
        try {
            int depth = deciding.merge(Thread.currentThread(), -1, Integer::sum);
            if (depth == 0) {
                deciding.remove(Thread.currentThread());
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** One commit under way. */
    @FunctionalInterface
    interface Passage extends AutoCloseable {
        @Override
        void close();
    }
}
