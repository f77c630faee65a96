package org.openvss.cli;

import org.openvss.CutTimes;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopySet;

/** Draws when each volume of one set was held and cut, all on one scale. */
final class TimelineBar {
    /** What the signs mean. */
    static final String LEGEND =
            "'.' is being closed   '=' writes are held   '#' cut   '-' open again";

    private static final int WIDTH = 44;

    private final long lengthNanos;

    TimelineBar(ShadowCopySet set) {
        long last = set.heldNanos() == null ? 0 : set.heldNanos();
        for (ShadowCopy copy : set.shadowCopies()) {
            CutTimes times = copy.times();
            last = Math.max(last, times == null ? 0 : times.cutFinishedNanos());
        }
        lengthNanos = Math.max(1, last);
    }

    /** Returns the scale. */
    String heading() {
        String end = Texts.millis(lengthNanos);
        return "0 ms" + " ".repeat(Math.max(1, WIDTH - 4 - end.length())) + end;
    }

    /** Returns the bar of one volume. */
    String of(CutTimes times) {
        int closed = times.gateClosedNanos() == null ? 0 : place(times.gateClosedNanos());
        int opened = times.gateOpenedNanos() == null ? WIDTH : place(times.gateOpenedNanos());
        int cutFrom = Math.min(place(times.cutStartedNanos()), WIDTH - 1);
        int cutTo = Math.max(cutFrom, Math.min(place(times.cutFinishedNanos()), WIDTH - 1));
        StringBuilder bar = new StringBuilder(WIDTH);
        for (int at = 0; at < WIDTH; at++) {
            if (cutFrom <= at && at <= cutTo) {
                bar.append('#');
            } else if (times.gateClosedNanos() == null || at > opened) {
                bar.append('-');
            } else {
                bar.append(at < closed ? '.' : '=');
            }
        }
        return bar.toString();
    }

    private int place(long nanos) {
        return (int) Math.min(WIDTH, nanos * WIDTH / lengthNanos);
    }
}
