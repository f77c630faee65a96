package org.openvss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openvss.Consistency;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.ShadowCopyState;

class TimelineBarTest {
    private static final long MILLI = 1_000_000;

    private static TimelineBar barOf(long heldMillis) {
        return new TimelineBar(
                new ShadowCopySet(
                        ShadowCopySetId.random(),
                        ShadowCopyContext.NAS_ROLLBACK,
                        Set.of(),
                        ShadowCopyState.CREATED,
                        HResult.VSS_S_ASYNC_FINISHED,
                        Consistency.CRASH,
                        true,
                        "verdict",
                        Instant.EPOCH,
                        heldMillis * MILLI,
                        0,
                        List.of(),
                        List.of(),
                        List.of()));
    }

    @Test
    void showsClosingHoldingCuttingAndOpenOnOneScale() {
        CutTimes times = new CutTimes(11 * MILLI, 22 * MILLI, 23 * MILLI, 33 * MILLI, true);

        assertThat(barOf(44).of(times)).isEqualTo("...........===========##==========----------");
        assertThat(barOf(44).heading()).isEqualTo("0 ms                                 44.0 ms");
    }

    @Test
    void showsACutWithoutAGate() {
        assertThat(barOf(44).of(new CutTimes(null, 42 * MILLI, 80 * MILLI, null, true)))
                .isEqualTo("-".repeat(42) + "##");
    }

    @Test
    void showsTheShortestCut() {
        assertThat(barOf(0).of(new CutTimes(0L, 0, 0, 0L, true))).startsWith("#-");
    }
}
