package org.openvss.gate;

import java.util.List;
import java.util.Set;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.linux.Errno;
import org.openvss.linux.PreparedCall;

/**
 * One thing that holds writes to one or more members, with everything open that it needs; nothing
 * is held before the prepared call runs.
 *
 * <p>{@link HoldWindow} closes and opens it without knowing how; {@link #target} is what ledger and
 * guard need to open it if this process cannot.
 */
sealed interface VolumeHold extends AutoCloseable
        permits FileSystemFreeze, DeviceSuspend, ProcessHold {
    /** Where there is nothing to verify. */
    PreparedCall NOTHING = () -> 0;

    /** Returns what ledger and guard know of it. */
    HoldTarget target();

    /** Returns how messages name what it holds. */
    default String label() {
        return target().label();
    }

    /**
     * Finds out, shortly before it is closed and while nothing is held, what it has to hold.
     *
     * @return whether {@link #target} has changed, which ledger and guard have to learn
     * @throws VssException {@code VSS_E_FLUSH_WRITES_TIMEOUT} if that cannot be held
     */
    default boolean renew() throws VssException {
        return false;
    }

    /** Prepares the call that closes it: 0, EBUSY if somebody else holds it, or another errno. */
    PreparedCall prepareClose();

    /**
     * Prepares the call that opens it: 0 if it was held by us until then, EINVAL if it was not any
     * more, another errno if it may still be held.
     */
    PreparedCall prepareOpen();

    /**
     * Prepares the call that looks, after the cuts and before the opening, whether everybody was
     * held: 0, or EAGAIN if not; {@link #NOTHING} where the kernel holds everybody by itself. Only
     * called for what closes first, and when nothing else is held any more.
     */
    default PreparedCall prepareVerify() {
        return NOTHING;
    }

    /** Tells whether another attempt may succeed where closing failed. */
    default boolean mayRetry(int errno) {
        return false;
    }

    /** Returns the calls that flush what it holds, in their order, while nothing is held. */
    List<PreparedCall> prepareFlush();

    /** Returns what is known of the storage that it shares with others. */
    String host();

    /** Returns a clause on why it could not be closed, with what to do. */
    String whyNotClosed(int errno);

    /** Returns a clause on why it was not held until the end, with what to do. */
    default String whyNotHeld(int errno) {
        return errno == Errno.EINVAL
                ? label()
                        + " was opened before its time, by 'vss thaw', "
                        + target().byHand()
                        + " or the guard at its limit. Make sure that nobody does that and try"
                        + " again"
                : label()
                        + " could not be opened by us: "
                        + Failures.errno(errno)
                        + ". Run 'vss thaw' if writes to it still hang";
    }

    @Override
    void close();

    /**
     * Opens and checks what a slot of the plan needs.
     *
     * @param ourselves pids of this process and of the guard
     * @param options what the administrator chose
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if a volume is not mounted as planned,
     *     {@code E_OUTOFMEMORY}, {@code VSS_E_FLUSH_WRITES_TIMEOUT} if it can never be held, {@code
     *     VSS_E_UNEXPECTED}
     */
    static VolumeHold open(HoldSlot slot, Set<Integer> ourselves, GateOptions options)
            throws VssException {
        Volume first = slot.members().getFirst().volume();
        return switch (slot.kind()) {
            case FREEZE -> FileSystemFreeze.open(first);
            case SUSPEND -> DeviceSuspend.open(first);
            case PROCESSES -> ProcessHold.open(slot, ourselves, options.keepRunning());
            case NONE -> throw new IllegalArgumentException("there is nothing to hold");
        };
    }
}
