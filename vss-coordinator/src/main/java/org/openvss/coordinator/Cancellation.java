package org.openvss.coordinator;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.VssException;

/**
 * The wish of a requester to end an operation early, and the point after which it comes too late.
 * Never blocks: the operation looks at it at its phase boundaries.
 */
final class Cancellation {
    private final ReentrantLock lock = new ReentrantLock();
    private boolean requested;
    private boolean tooLate;
    private @Nullable Runnable hurry;

    /** Takes the wish; without effect once it is too late. */
    void request() {
        Runnable toRun = null;
        lock.lock();
        try {
            if (!tooLate && !requested) {
                requested = true;
                toRun = hurry;
            }
        } finally {
            lock.unlock();
        }
        if (toRun != null) {
            toRun.run();
        }
    }

    /** Tells whether the wish was expressed in time. */
    boolean isRequested() {
        lock.lock();
        try {
            return requested;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks at the wish.
     *
     * @throws VssException {@code VSS_S_ASYNC_CANCELLED} if it was expressed
     */
    void check() throws VssException {
        if (isRequested()) {
            throw cancelled();
        }
    }

    /**
     * Looks at the wish and, from then on until {@link #calm}, has it call for haste.
     *
     * @param action makes the work that follows end soon; must not block
     * @throws VssException {@code VSS_S_ASYNC_CANCELLED} if the wish was expressed before
     */
    void hurryWith(Runnable action) throws VssException {
        lock.lock();
        try {
            if (requested) {
                throw cancelled();
            }
            hurry = action;
        } finally {
            lock.unlock();
        }
    }

    /** Ends what {@link #hurryWith} began. */
    void calm() {
        lock.lock();
        try {
            hurry = null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks at the wish for the last time: later ones change nothing.
     *
     * @throws VssException {@code VSS_S_ASYNC_CANCELLED} if it was expressed before
     */
    void passPointOfNoReturn() throws VssException {
        lock.lock();
        try {
            if (requested) {
                throw cancelled();
            }
            tooLate = true;
        } finally {
            lock.unlock();
        }
    }

    private static VssException cancelled() {
        return new VssException(
                HResult.VSS_S_ASYNC_CANCELLED, "the requester cancelled the operation");
    }
}
