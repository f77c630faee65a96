package org.openvss.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.VssException;
import org.openvss.coordinator.port.GateReport;
import org.openvss.coordinator.port.GateReport.CutResult;
import org.openvss.gate.HoldWindow.Place;
import org.openvss.linux.Errno;

/**
 * Reads the arrays of a {@link HoldWindow} after everything is open: either an error that says what
 * became of the hold, or the report.
 */
final class HoldJudgement {
    private final HoldWindow window;
    private final boolean inTime;
    private final @Nullable String guardLost;

    /**
     * Prepares to judge.
     *
     * @param window the window, which has ended or was given up
     * @param inTime whether it ended within the limit
     * @param guardLost why the guard was not there all the time, or null if it was
     */
    HoldJudgement(HoldWindow window, boolean inTime, @Nullable String guardLost) {
        this.window = window;
        this.inTime = inTime;
        this.guardLost = guardLost;
    }

    /** Returns the error if writes were not held on all volumes until their cuts had ended. */
    Optional<VssException> failure() {
        List<String> notClosed = new ArrayList<>();
        List<String> notHeld = new ArrayList<>();
        HResult closeCode = HResult.VSS_E_FLUSH_WRITES_TIMEOUT;
        for (int slot = 0; slot < window.slots; slot++) {
            String volume = window.plan.gated().get(slot).volume().mountPoint();
            Place place = window.place(slot);
            int close = window.closeErrno[slot];
            int open = window.openErrno[slot];
            if (place == Place.CLOSING || place == Place.REHEARSING) {
                notClosed.add(stuck(volume, slot, "flushing the file system"));
            } else if (HoldWindow.answered(close) && close != 0) {
                notClosed.add(notClosed(volume, close));
                if (close == Errno.EPERM) {
                    closeCode = HResult.E_ACCESSDENIED;
                }
            }
            if (place == Place.CUTTING) {
                notHeld.add(stuck(volume, slot, "making the shadow copy"));
            } else if (place == Place.OPENING) {
                notHeld.add(stuck(volume, slot, "letting writes go on"));
            } else if (HoldWindow.answered(open) && open != 0) {
                notHeld.add(notHeld(volume, open));
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
        long origin = gated ? least(window.closeStarted) : least(window.cutStarted);
        long closedAt = gated ? greatest(window.closed) : origin;
        @Nullable Long held = gated ? (Long) (greatest(window.opened) - origin) : null;
        List<CutResult> results = new ArrayList<>();
        for (int slot = 0; slot < window.slots; slot++) {
            int cut = window.plan.cutOfSlot().get(slot);
            CutTimes times =
                    new CutTimes(
                            window.closed[slot] - origin,
                            sinceOrigin(window.cutStarted[cut], origin),
                            sinceOrigin(window.cutFinished[cut], origin),
                            window.openStarted[slot] - origin,
                            window.openErrno[slot] == 0);
            results.add(
                    new CutResult(
                            window.plan.gated().get(slot).copy(), times, window.cutErrno[cut]));
        }
        addUngated(results, origin);
        return new GateReport(results, now.minusNanos(nanosNow - closedAt), held);
    }

    private void addUngated(List<CutResult> results, long origin) {
        List<ShadowCopyId> gated =
                window.plan.gated().stream().map(member -> member.copy()).toList();
        for (int cut = 0; cut < window.plan.cuts().size(); cut++) {
            CutTimes times =
                    new CutTimes(
                            null,
                            sinceOrigin(window.cutStarted[cut], origin),
                            sinceOrigin(window.cutFinished[cut], origin),
                            null,
                            true);
            for (ShadowCopyId copy : window.plan.cuts().get(cut).copies()) {
                if (!gated.contains(copy)) {
                    results.add(new CutResult(copy, times, window.cutErrno[cut]));
                }
            }
        }
    }

    private void ownCutsStuck(List<String> notHeld) {
        for (int thread = window.slots; thread < window.threads.length; thread++) {
            if (window.place(thread) == Place.CUTTING) {
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

    private static String notClosed(String volume, int errno) {
        return switch (errno) {
            case Errno.EBUSY ->
                    volume
                            + " is frozen by somebody else (EBUSY). Wait until they are done, or run"
                            + " 'fsfreeze -u "
                            + volume
                            + "' if the freeze is left over";
            case Errno.EOPNOTSUPP ->
                    volume + " is a file system that cannot be frozen (EOPNOTSUPP)";
            default -> volume + " could not be flushed: " + Failures.errno(errno);
        };
    }

    private static String notHeld(String volume, int errno) {
        return errno == Errno.EINVAL
                ? volume
                        + " was opened before its time, by 'vss thaw', 'fsfreeze -u' or the guard at"
                        + " its limit. Make sure that nobody thaws it and try again"
                : volume
                        + " could not be opened by us: "
                        + Failures.errno(errno)
                        + ". Run 'vss thaw' if writes to it still hang";
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
