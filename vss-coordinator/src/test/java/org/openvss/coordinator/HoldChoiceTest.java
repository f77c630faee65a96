package org.openvss.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openvss.coordinator.HoldChoice.Need;
import org.openvss.coordinator.port.Gate.HoldKind;
import org.openvss.provider.Quiesce;

/** Which volumes are held how. */
final class HoldChoiceTest {
    private static final Need FROZEN = new Need(Quiesce.GATE, "7:1");
    private static final Need SUSPENDED = new Need(Quiesce.DEVICE, "253:1");
    private static final Need COPIED = new Need(Quiesce.NONE, "7:2");
    private static final Need ATOMIC = new Need(Quiesce.SELF, "0:40");
    private static final Need OTHER_ATOMIC = new Need(Quiesce.SELF, "0:41");

    @Test
    void oneAtomicFileSystemNeedsNoHoldHoweverManyOfItsSubvolumesTakePart() {
        assertThat(HoldChoice.kinds(List.of(FROZEN, ATOMIC, SUSPENDED, ATOMIC, COPIED)))
                .containsExactly(
                        HoldKind.FREEZE,
                        HoldKind.NONE,
                        HoldKind.SUSPEND,
                        HoldKind.NONE,
                        HoldKind.NONE);
    }

    @Test
    void severalAtomicFileSystemsAreHeldByTheirProcesses() {
        assertThat(HoldChoice.kinds(List.of(ATOMIC, FROZEN, OTHER_ATOMIC, ATOMIC, COPIED)))
                .containsExactly(
                        HoldKind.PROCESSES,
                        HoldKind.FREEZE,
                        HoldKind.PROCESSES,
                        HoldKind.PROCESSES,
                        HoldKind.NONE);
    }
}
