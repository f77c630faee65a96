package org.openvss.provider.btrfs;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.openvss.ShadowCopyId;
import org.openvss.linux.BtrfsCalls;
import org.openvss.linux.Errno;
import org.openvss.linux.PreparedCall;
import org.openvss.provider.PreparedCut;

/**
 * Cuts the subvolumes of one file system in one transaction.
 *
 * <p>Snapshots that are begun together end up in two transactions: the first one's, and the next,
 * which all the others wait for. So the first one is a decoy, and the others are begun while its
 * transaction ends. Whether that went well is read from the snapshots, and if not, tried again.
 * Knows whether it runs, so that its descriptors are not closed under it.
 */
final class BtrfsCut implements PreparedCut {
    private enum State {
        READY,
        RUNNING,
        DONE,
        FAILED,
        CLOSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.READY);
    private final List<ShadowCopyId> copies;
    private final Duration predicted;
    private final long longestNanos;
    private final List<Attempt> attempts;
    private final PreparedCall sync;
    private final List<BtrfsCalls.LastChange> lastChanges;
    private final SnapshotThreads decoy;
    private final SnapshotThreads threads;
    private final boolean[] unchanged;
    private int last;
    private volatile boolean confirmed;

    /**
     * Prepares the cut.
     *
     * @param copies the copies, in the order of everything else here
     * @param attempts what to try, one after the other
     * @param sync writes everything of the file system out
     * @param lastChanges asks for the last change of each original
     * @param limits when to give up
     */
    BtrfsCut(
            List<ShadowCopyId> copies,
            List<Attempt> attempts,
            PreparedCall sync,
            List<BtrfsCalls.LastChange> lastChanges,
            BtrfsLimits limits) {
        this.copies = List.copyOf(copies);
        this.attempts = List.copyOf(attempts);
        this.sync = sync;
        this.lastChanges = List.copyOf(lastChanges);
        this.longestNanos = limits.longestCut().toNanos();
        this.predicted = Duration.ofMillis(50 + 10L * copies.size());
        this.decoy = new SnapshotThreads("btrfs-decoy", copies.size() > 1 ? 1 : 0);
        this.threads = new SnapshotThreads("btrfs-cut", copies.size() > 1 ? copies.size() : 0);
        this.unchanged = new boolean[copies.size()];
    }

    @Override
    public List<ShadowCopyId> copies() {
        return copies;
    }

    @Override
    public Duration predicted() {
        return predicted;
    }

    /** Makes an attempt that does not count, so that the code and the threads are warm. */
    int rehearse(Attempt rehearsal) {
        return attempt(rehearsal);
    }

    @Override
    public int cut() {
        if (!state.compareAndSet(State.READY, State.RUNNING)) {
            return Errno.EBADF;
        }
        long deadline = System.nanoTime() + longestNanos;
        int errno = 0;
        for (int at = 0; at < attempts.size(); at++) {
            last = at;
            Attempt attempt = attempts.get(at);
            errno = attempt(attempt);
            if (errno != 0 || attempt.isOneTransaction() || System.nanoTime() > deadline) {
                break;
            }
        }
        state.set(errno == 0 ? State.DONE : State.FAILED);
        return errno;
    }

    private int attempt(Attempt attempt) {
        if (attempt.decoy() == null) {
            return attempt.snapshots().get(0).run();
        }
        decoy.assign(0, attempt.decoy());
        for (int at = 0; at < copies.size(); at++) {
            threads.assign(at, attempt.snapshots().get(at));
        }
        decoy.begin();
        LockSupport.parkNanos(attempt.delayNanos());
        threads.begin();
        int errno = threads.await();
        int ofDecoy = decoy.await();
        return errno == 0 ? ofDecoy : errno;
    }

    /**
     * Finds out, after every cut of the set has ended, whether each original is still what its
     * snapshot shows: everything is written out, and then the last change of the original must not
     * be later than the transaction of the snapshot.
     */
    @Override
    public void confirm() {
        boolean synced = sync.run() == 0;
        for (int at = 0; at < unchanged.length; at++) {
            BtrfsCalls.LastChange change = lastChanges.get(at);
            unchanged[at] =
                    synced
                            && change.run() == 0
                            && change.transaction() <= chosen().snapshots().get(at).transaction();
        }
        confirmed = true;
    }

    boolean isDone() {
        return state.get() == State.DONE;
    }

    boolean isConfirmed() {
        return confirmed;
    }

    /** Tells whether an original was found unchanged by {@link #confirm}. */
    boolean isUnchanged(int member) {
        return confirmed && unchanged[member];
    }

    /** Returns the last attempt, whose snapshots are the copies. */
    Attempt chosen() {
        return attempts.get(last);
    }

    /** Returns how many attempts were made. */
    int attemptsMade() {
        return last + 1;
    }

    /** Prevents the cut; answers false while it is running, and then nothing may be closed. */
    boolean close() {
        if (state.getAndUpdate(now -> now == State.RUNNING ? now : State.CLOSED) == State.RUNNING) {
            return false;
        }
        decoy.end();
        threads.end();
        return true;
    }
}
