package org.openvss.benchmarks;

import java.util.List;
import org.openvss.VssException;

/** Somebody who holds the writes of several volumes while their images are cloned. */
public interface GateContender {
    /** Who they are. */
    enum Kind {
        /** OpenVSS: a whole set through the service. */
        VSS,
        /** A C program with the same plan. */
        C_PROGRAM,
        /** A shell script as an administrator would write it. */
        SCRIPT
    }

    /** Returns who this is. */
    Kind kind();

    /**
     * Holds and clones once; the clones are gone afterwards.
     *
     * @param volumes the volumes
     * @return nanoseconds of CLOCK_MONOTONIC from the first freeze call to the return of the last
     *     thaw
     * @throws ScratchException if a program fails
     * @throws VssException if a creation fails
     * @throws InterruptedException if the thread was interrupted
     */
    long heldNanos(List<ScratchVolume> volumes)
            throws ScratchException, VssException, InterruptedException;
}
