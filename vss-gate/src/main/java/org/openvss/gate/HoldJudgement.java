package org.openvss.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.VssException;
import org.openvss.coordinator.port.GateReport;
import org.openvss.coordinator.port.GateReport.CutResult;
import org.openvss.linux.Errno;

/**
 * Reads the arrays of a {@link HoldWindow} after everything is open: either an error that says what
 * became of the hold, or the report.
 */
final class HoldJudgement {
    private final HoldWindow window;
    private final List<VolumeHold> holds;
    private final boolean inTime;
    private final @Nullable String guardLost;

    /**
     * Prepares to judge.
     *
     * @param window the window, which has ended or was given up
     * @param holds what each slot closed and opened, for the messages; none at a rehearsal
     * @param inTime whether it ended within the limit
     * @param guardLost why the guard was not there all the time, or null if it was
     */
    HoldJudgement(
            HoldWindow window, List<VolumeHold> holds, boolean inTime, @Nullable String guardLost) {
        this.window = window;
        this.holds = List.copyOf(holds);
        this.inTime = inTime;
        this.guardLost = guardLost;
    }

    /** Returns the error if writes were not held on all volumes until their cuts had ended. */
    Optional<VssException> failure() {
        List<String> notClosed = new ArrayList<>();
        List<String> notHeld = new ArrayList<>();
        HResult closeCode = HResult.VSS_E_FLUSH_WRITES_TIMEOUT;
        for (int slot = 0; slot < window.slots; slot++) {
            String volume = window.plan.slots().get(slot).label();
            HoldPlace place = window.place(slot);
            int close = window.trace.closeErrno[slot];
            int open = window.trace.openErrno[slot];
            if (place == HoldPlace.CLOSING || place == HoldPlace.REHEARSING) {
                notClosed.add(stuck(volume, slot, "flushing it"));
            } else if (HoldTrace.failed(close)) {
                notClosed.add(whyNotClosed(slot, close));
                if (close == Errno.EPERM) {
                    closeCode = HResult.E_ACCESSDENIED;
                }
            }
            if (place == HoldPlace.CUTTING) {
                notHeld.add(stuck(volume, slot, "making the shadow copy"));
            } else if (place == HoldPlace.VERIFYING) {
                notHeld.add(stuck(volume, slot, "looking who else writes"));
            } else if (place == HoldPlace.OPENING) {
                notHeld.add(stuck(volume, slot, "letting writes go on"));
            } else if (HoldTrace.failed(open)) {
                notHeld.add(whyNotHeld(slot, open));
            } else if (HoldTrace.failed(window.trace.verifyErrno[slot])) {
                notHeld.add(whyNotHeld(slot, window.trace.verifyErrno[slot]));
            }
        }
        ownCutsStuck(notHeld);
        if (!notClosed.isEmpty()) {
            return Optional.of(
                    new VssException(closeCode, "Writes could not be held: " + joined(notClosed)));
        }
        if (guardLost != null) {
            notHeld.addFirst("the guard that watches over the hold was lost: " + guardLost);
        }
        if (!inTime) {
            notHeld.addFirst("the cuts did not end within the limit");
        }
        return notHeld.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new VssException(
                                HResult.VSS_E_HOLD_WRITES_TIMEOUT,
                                "Writes were not held until all shadow copies were made: "
                                        + joined(notHeld)));
    }

    /** Returns what happened; only if there is no {@link #failure}. */
    GateReport report() {
        long nanosNow = System.nanoTime();
        Instant now = Instant.now();
        boolean gated = window.slots > 0;
        long origin = gated ? least(window.trace.closeStarted) : least(window.trace.cutStarted);
        long closedAt = gated ? greatest(window.trace.closed) : origin;
        @Nullable Long held = gated ? (Long) (greatest(window.trace.opened) - origin) : null;
        List<CutResult> results = new ArrayList<>();
        Map<ShadowCopyId, Integer> slotOf = window.plan.slotOfCopy();
        for (int cut = 0; cut < window.plan.cuts().size(); cut++) {
            for (ShadowCopyId copy : window.plan.cuts().get(cut).copies()) {
                CutTimes times = times(cut, slotOf.get(copy), origin);
                results.add(new CutResult(copy, times, window.trace.cutErrno[cut]));
            }
        }
        return new GateReport(results, now.minusNanos(nanosNow - closedAt), held);
    }

    private CutTimes times(int cut, @Nullable Integer slot, long origin) {
        return new CutTimes(
                slot == null ? null : (Long) (window.trace.closed[slot] - origin),
                sinceOrigin(window.trace.cutStarted[cut], origin),
                sinceOrigin(window.trace.cutFinished[cut], origin),
                slot == null ? null : (Long) (window.trace.openStarted[slot] - origin),
                slot == null || window.trace.openErrno[slot] == 0);
    }

    private String whyNotClosed(int slot, int errno) {
        return holds.isEmpty()
                ? window.plan.slots().get(slot).label() + ": " + Failures.errno(errno)
                : holds.get(slot).whyNotClosed(errno);
    }

    private String whyNotHeld(int slot, int errno) {
        return holds.isEmpty()
                ? window.plan.slots().get(slot).label() + ": " + Failures.errno(errno)
                : holds.get(slot).whyNotHeld(errno);
    }

    private void ownCutsStuck(List<String> notHeld) {
        for (int thread = window.slots; thread < window.threads.length; thread++) {
            if (window.place(thread) == HoldPlace.CUTTING) {
                notHeld.add(
                        "the thread '"
                                + window.threads[thread].getName()
                                + "' hangs in making a shadow copy");
            }
        }
    }

    private String stuck(String volume, int slot, String doing) {
        return volume
                + ": the kernel has not come back from "
                + doing
                + "; its thread '"
                + window.threads[slot].getName()
                + "' is abandoned and the guard opens the volume as soon as the kernel lets it."
                + " Check the storage under the volume";
    }

    private static long sinceOrigin(long instant, long origin) {
        return instant == 0 ? 0 : instant - origin;
    }

    private static String joined(List<String> sentences) {
        return String.join("; ", sentences) + ".";
    }

    private static long least(long[] instants) {
        long least = instants[0];
        for (long instant : instants) {
            least = Math.min(least, instant);
        }
        return least;
    }

    private static long greatest(long[] instants) {
        long greatest = instants[0];
        for (long instant : instants) {
            greatest = Math.max(greatest, instant);
        }
        return greatest;
    }
}
