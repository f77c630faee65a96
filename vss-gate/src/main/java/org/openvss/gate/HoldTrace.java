package org.openvss.gate;

import java.util.Arrays;

/**
 * What happened in a {@link HoldWindow}, in arrays that are there before anything is held: instants
 * of the monotonic clock, 0 for calls that were not made, and errnos. One thread writes each place;
 * everybody reads when the window is over.
 */
final class HoldTrace {
    private static final int NOT_CALLED = -1;

    final long[] closeStarted;
    final long[] closed;
    final int[] closeErrno;
    final int[] verifyErrno;
    final long[] openStarted;
    final long[] opened;
    final int[] openErrno;
    final long[] cutStarted;
    final long[] cutFinished;
    final int[] cutErrno;

    HoldTrace(int slots, int cuts) {
        closeStarted = new long[slots];
        closed = new long[slots];
        closeErrno = uncalled(slots);
        verifyErrno = uncalled(slots);
        openStarted = new long[slots];
        opened = new long[slots];
        openErrno = uncalled(slots);
        cutStarted = new long[cuts];
        cutFinished = new long[cuts];
        cutErrno = uncalled(cuts);
    }

    /** Tells whether a call was made and failed. */
    static boolean failed(int errno) {
        return errno != NOT_CALLED && errno != 0;
    }

    /** Forgets a closing and an opening that were only a rehearsal. */
    void forgetRehearsal(int slot) {
        closeErrno[slot] = NOT_CALLED;
        openErrno[slot] = NOT_CALLED;
    }

    private static int[] uncalled(int length) {
        int[] errnos = new int[length];
        Arrays.fill(errnos, NOT_CALLED);
        return errnos;
    }
}
