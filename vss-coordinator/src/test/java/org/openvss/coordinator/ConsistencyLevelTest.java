package org.openvss.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openvss.Consistency;
import org.openvss.provider.Quiesce;

/** No set promises more than it holds. */
final class ConsistencyLevelTest {
    private static final List<Quiesce> GATED = List.of(Quiesce.GATE, Quiesce.SELF);
    private static final List<Quiesce> COPIED = List.of(Quiesce.GATE, Quiesce.NONE);

    @Test
    void applicationNeedsEveryAskedForWriterAndAtLeastOne() {
        assertThat(ConsistencyLevel.of(2, 2, false, GATED, true))
                .isEqualTo(Consistency.APPLICATION);
        assertThat(ConsistencyLevel.of(2, 2, false, COPIED, false))
                .isEqualTo(Consistency.APPLICATION);
        assertThat(ConsistencyLevel.of(2, 1, false, GATED, true)).isEqualTo(Consistency.CRASH);
        assertThat(ConsistencyLevel.of(0, 0, false, GATED, true)).isEqualTo(Consistency.CRASH);
    }

    @Test
    void aWriterThatGoesOnWritingNeedsOneInstantToo() {
        assertThat(ConsistencyLevel.of(2, 2, true, GATED, true)).isEqualTo(Consistency.APPLICATION);
        assertThat(ConsistencyLevel.of(2, 2, true, COPIED, true))
                .isEqualTo(Consistency.APPLICATION);
        assertThat(ConsistencyLevel.of(2, 2, true, GATED, false)).isEqualTo(Consistency.NONE);
        assertThat(ConsistencyLevel.of(2, 2, true, COPIED, false)).isEqualTo(Consistency.NONE);
    }

    @Test
    void crashNeedsOneInstantAndNoPlainCopy() {
        assertThat(ConsistencyLevel.of(0, 0, false, GATED, false)).isEqualTo(Consistency.NONE);
        assertThat(ConsistencyLevel.of(0, 0, false, COPIED, true)).isEqualTo(Consistency.NONE);
        assertThat(ConsistencyLevel.of(1, 0, false, COPIED, true)).isEqualTo(Consistency.NONE);
    }
}
