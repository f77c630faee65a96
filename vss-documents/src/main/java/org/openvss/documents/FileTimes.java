package org.openvss.documents;

import java.time.Duration;
import java.time.Instant;

/** Times as Windows counts them: units of 100 ns since 1601-01-01 00:00 UTC. */
final class FileTimes {
    private static final Instant BEGINNING = Instant.parse("1601-01-01T00:00:00Z");
    private static final long PER_SECOND = 10_000_000L;

    private FileTimes() {}

    static Instant toInstant(long ticks) {
        return BEGINNING
                .plusSeconds(Math.floorDiv(ticks, PER_SECOND))
                .plusNanos(Math.floorMod(ticks, PER_SECOND) * 100);
    }

    /** Returns the count of an instant; what is finer than 100 ns is cut off. */
    static long ofInstant(Instant instant) {
        Duration since = Duration.between(BEGINNING, instant);
        return Math.addExact(
                Math.multiplyExact(since.getSeconds(), PER_SECOND), since.getNano() / 100);
    }
}
