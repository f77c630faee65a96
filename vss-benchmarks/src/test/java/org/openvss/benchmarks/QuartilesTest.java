package org.openvss.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuartilesTest {
    @Test
    void sortsAndInterpolates() {
        assertThat(Quartiles.ofNanos(List.of(4_000_000L, 1_000_000L, 3_000_000L, 2_000_000L)))
                .isEqualTo(new Quartiles(1.75, 2.5, 3.25, 4));
    }

    @Test
    void ofOneMeasurementIsThatMeasurement() {
        assertThat(Quartiles.ofNanos(List.of(7_000_000L))).isEqualTo(new Quartiles(7, 7, 7, 1));
    }

    @Test
    void refusesToSumUpNothing() {
        assertThatThrownBy(() -> Quartiles.ofNanos(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
