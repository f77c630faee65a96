package org.openvss.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CopyCallsTest {
    @Test
    void onlyNeighboursThatAllowItGoTogether() {
        assertThat(CopyCalls.groups(List.of(1, 2, -3, -4, 5, 6), copy -> copy > 0))
                .containsExactly(List.of(1, 2), List.of(-3), List.of(-4), List.of(5, 6));
    }

    @Test
    void noGroupIsTooLarge() {
        List<Integer> copies = IntStream.range(0, 64).boxed().toList();
        assertThat(CopyCalls.groups(copies, _ -> true))
                .hasSize(4)
                .allMatch(group -> group.size() == CopyCalls.MOST_AT_ONCE);
    }
}
