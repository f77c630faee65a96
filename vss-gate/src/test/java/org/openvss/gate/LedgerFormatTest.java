package org.openvss.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openvss.ShadowCopySetId;
import org.openvss.gate.LedgerFormat.DamagedLedgerException;
import org.openvss.writer.EmergencyThaw;

class LedgerFormatTest {
    static final Ledger LEDGER =
            new Ledger(
                    ShadowCopySetId.random(),
                    "0f5e3d3e-2b8b-4f1e-8f0a-3d1d0c6f1c11",
                    "/var/lib/open vss",
                    Instant.ofEpochMilli(1_764_000_000_123L),
                    new ProcessStamp(4711, 99),
                    new ProcessStamp(4712, 100),
                    0,
                    List.of(
                            new FrozenFileSystem(
                                    new LedgerVolume(
                                            31, 7, 0, "3f2504e0-4f89", "/mnt/a b\n%\uDCFF")),
                            new SuspendedDevice(new LedgerVolume(32, 253, 12, null, "/")),
                            new FrozenProcesses(
                                    List.of(new FrozenProcesses.Group("/sys/fs/cgroup/a", 77)))),
                    List.of(
                            new EmergencyThaw(
                                    List.of("/etc/hook", "thaw", ""), Duration.ofMillis(1500))));

    @Test
    void readsWhatItWrote() throws DamagedLedgerException {
        assertThat(LedgerFormat.read(LedgerFormat.write(LEDGER))).isEqualTo(LEDGER);
    }

    @Test
    void readsALedgerThatLeavesTheKernelAlone() throws DamagedLedgerException {
        Ledger ledger =
                new Ledger(
                        LEDGER.set(),
                        LEDGER.bootId(),
                        LEDGER.stateFolder(),
                        LEDGER.begunAt(),
                        LEDGER.coordinator(),
                        LEDGER.guard(),
                        null,
                        List.of(),
                        List.of());
        assertThat(LedgerFormat.read(LedgerFormat.write(ledger))).isEqualTo(ledger);
    }

    @Test
    void isPlainAscii() {
        assertThat(LedgerFormat.write(LEDGER).chars())
                .allMatch(character -> character == '\n' || (character >= ' ' && character < 0x7F));
    }

    @Test
    void noticesEveryTruncation() {
        String text = LedgerFormat.write(LEDGER);
        for (int length = 0; length < text.length(); length++) {
            String cut = text.substring(0, length);
            assertThatThrownBy(() -> LedgerFormat.read(cut))
                    .as("the first %s characters", length)
                    .isInstanceOf(DamagedLedgerException.class);
        }
    }

    @Test
    void noticesAMissingLine() {
        String text = LedgerFormat.write(LEDGER);
        List<String> lines = text.lines().toList();
        for (int missing = 0; missing < lines.size(); missing++) {
            List<String> kept = new ArrayList<>(lines);
            kept.remove(missing);
            String without = String.join("\n", kept) + "\n";
            assertThatThrownBy(() -> LedgerFormat.read(without))
                    .as("without '%s'", lines.get(missing))
                    .isInstanceOf(DamagedLedgerException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set x",
                "hold file-system 1 2 3",
                "hold file-system 1 2 x - /a",
                "hold device 1 2 3 - /a%4",
                "hold breath 1 2 3 - /a",
                "hold device",
                "hold processes 2 77 /a",
                "hold processes x",
                "thaw 5",
                "thaw x /bin/true",
                "coordinator 5",
                "begun yesterday",
                "rcu-expedited on",
                "surprise 1",
                "nothing"
            })
    void noticesADamagedLine(String damaged) {
        String text = LedgerFormat.write(LEDGER);
        String key = damaged.split(" ", -1)[0];
        String replaced =
                text.contains("\n" + key + " ")
                        ? text.replaceFirst("(?m)^" + key + " .*$", damaged)
                        : text.replaceFirst("(?m)^state .*$", damaged);
        assertThatThrownBy(() -> LedgerFormat.read(replaced))
                .isInstanceOf(DamagedLedgerException.class);
    }

    @Test
    void refusesOtherFiles() {
        assertThatThrownBy(() -> LedgerFormat.read("\u0000\u0001garbage"))
                .isInstanceOf(DamagedLedgerException.class)
                .hasMessageContaining("openvss-ledger");
    }
}
