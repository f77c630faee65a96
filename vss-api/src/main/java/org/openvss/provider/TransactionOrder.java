package org.openvss.provider;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.openvss.HResult;
import org.openvss.VssException;

/**
 * Keeps the calls of a {@link ProviderTransaction} in their order, and lets one thread undo while
 * another still works. A help for providers: it knows the order, not the work.
 *
 * <p>A call that fails ends the transaction: only undoing is left. Work that can take long asks
 * {@link #checkNotAborted} now and then.
 */
public final class TransactionOrder {
    /** The calls, in their order. */
    public enum Call {
        /** {@link ProviderTransaction#beginPrepare}. */
        BEGIN_PREPARE("beginPrepare"),
        /** {@link ProviderTransaction#endPrepare}. */
        END_PREPARE("endPrepare"),
        /** {@link ProviderTransaction#preCommit}. */
        PRE_COMMIT("preCommit"),
        /** {@link ProviderTransaction#postCommit}. */
        POST_COMMIT("postCommit"),
        /** {@link ProviderTransaction#preFinalCommit}. */
        PRE_FINAL_COMMIT("preFinalCommit"),
        /** {@link ProviderTransaction#postFinalCommit}. */
        POST_FINAL_COMMIT("postFinalCommit");

        private final String method;

        Call(String method) {
            this.method = method;
        }
    }

    /**
     * What a call does.
     *
     * @param <T> what it answers
     */
    @FunctionalInterface
    public interface Work<T> {
        /**
         * Does it.
         *
         * @throws VssException if it fails
         */
        T run() throws VssException;
    }

    /** What a call does that answers nothing. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does it.
         *
         * @throws VssException if it fails
         */
        void run() throws VssException;
    }

    private static final long UNDO_WAIT_SECONDS = 10;

    private final ReentrantLock running = new ReentrantLock();
    private volatile boolean aborted;
    // Calls that are still to come; guarded by the lock, as is the next field.
    private final Set<Call> left = EnumSet.allOf(Call.class);
    private boolean failed;

    /** Creates the order of a transaction that has just begun. */
    public TransactionOrder() {}

    /**
     * Makes a call if it is its turn.
     *
     * @param call the call
     * @param work what it does
     * @throws VssException {@code VSS_E_BAD_STATE} if it is not its turn; whatever the work throws
     */
    public <T> T run(Call call, Work<T> work) throws VssException {
        running.lock();
        try {
            require(call);
            boolean done = false;
            try {
                T answer = work.run();
                done = true;
                return answer;
            } finally {
                moveOn(call, done);
            }
        } finally {
            running.unlock();
        }
    }

    /**
     * Makes a call that answers nothing, if it is its turn.
     *
     * @param call the call
     * @param task what it does
     * @throws VssException {@code VSS_E_BAD_STATE} if it is not its turn; whatever the task throws
     */
    public void perform(Call call, Task task) throws VssException {
        boolean _ =
                run(
                        call,
                        () -> {
                            task.run();
                            return true;
                        });
    }

    /**
     * Undoes the transaction unless it is complete; a call that runs in another thread is told by
     * {@link #checkNotAborted} and waited for.
     *
     * @param undo removes everything that was made, and can be repeated; answers what is left
     * @return what is left, one sentence each
     */
    public List<String> abort(Supplier<List<String>> undo) {
        aborted = true;
        try {
            if (!running.tryLock(UNDO_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return List.of(
                        "a call of the provider did not end within "
                                + UNDO_WAIT_SECONDS
                                + " s after it was cancelled; what it made is still there");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("undoing was interrupted; what the provider made is still there");
        }
        try {
            return isComplete() ? List.of() : undo.get();
        } finally {
            running.unlock();
        }
    }

    /**
     * Ends work in progress after {@link #abort} was called.
     *
     * @throws VssException {@code VSS_E_BAD_STATE} if it was called
     */
    public void checkNotAborted() throws VssException {
        if (aborted) {
            throw new VssException(
                    HResult.VSS_E_BAD_STATE, "the shadow copy set was cancelled meanwhile");
        }
    }

    private boolean isComplete() {
        return left.isEmpty();
    }

    private void require(Call call) throws VssException {
        checkNotAborted();
        if (failed) {
            throw new VssException(
                    HResult.VSS_E_BAD_STATE,
                    call.method + " is not possible: an earlier call failed; only abort is left");
        }
        boolean one = call == Call.BEGIN_PREPARE && left.contains(Call.END_PREPARE);
        if (!one && (isComplete() || call != nextCall())) {
            throw new VssException(
                    HResult.VSS_E_BAD_STATE,
                    call.method
                            + " is not possible: "
                            + (isComplete()
                                    ? "the shadow copy set is complete"
                                    : nextCall().method + " must come first"));
        }
    }

    /** Sets of constants are in their order. */
    private Call nextCall() {
        return left.iterator().next();
    }

    private void moveOn(Call call, boolean done) {
        if (done) {
            left.remove(call);
        } else if (call != Call.BEGIN_PREPARE) {
            // A volume that was refused leaves the others as they are; all else ends the set.
            failed = true;
        }
    }
}
