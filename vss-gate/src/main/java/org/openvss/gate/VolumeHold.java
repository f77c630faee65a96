package org.openvss.gate;

import java.util.List;
import org.openvss.HResult;
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
sealed interface VolumeHold extends AutoCloseable permits FileSystemFreeze, DeviceSuspend {
    /** Returns what ledger and guard know of it. */
    HoldTarget target();

    /** Prepares the call that closes it: 0, EBUSY if somebody else holds it, or another errno. */
    PreparedCall prepareClose();

    /**
     * Prepares the call that opens it: 0 if it was held by us until then, EINVAL if it was not any
     * more, another errno if it may still be held.
     */
    PreparedCall prepareOpen();

    /** Returns the calls that flush what it holds, in their order, while nothing is held. */
    List<PreparedCall> prepareFlush();

    /** Returns what is known of the storage that it shares with others. */
    String host();

    /** Returns a clause on why it could not be closed, with what to do. */
    String whyNotClosed(int errno);

    /** Returns a clause on why it was not held until the end, with what to do. */
    default String whyNotHeld(int errno) {
        return errno == Errno.EINVAL
                ? target().label()
                        + " was opened before its time, by 'vss thaw', "
                        + target().byHand()
                        + " or the guard at its limit. Make sure that nobody does that and try"
                        + " again"
                : target().label()
                        + " could not be opened by us: "
                        + Failures.errno(errno)
                        + ". Run 'vss thaw' if writes to it still hang";
    }

    @Override
    void close();

    /**
     * Opens and checks what a slot of the plan needs.
     *
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if a volume is not mounted as planned,
     *     {@code E_OUTOFMEMORY}, {@code VSS_E_UNEXPECTED}
     */
    static VolumeHold open(HoldSlot slot) throws VssException {
        return switch (slot.kind()) {
            case FREEZE -> FileSystemFreeze.open(slot.members().getFirst().volume());
            case SUSPEND -> DeviceSuspend.open(slot.members().getFirst().volume());
            case PROCESSES, NONE ->
                    throw new VssException(
                            HResult.VSS_E_VOLUME_NOT_SUPPORTED,
                            "Writes to "
                                    + slot.label()
                                    + " cannot be held together. Make a set of each volume.");
        };
    }
}
