package org.openvss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openvss.benchmarks.GateBenchmarkReport.Row;
import org.openvss.benchmarks.GateContender.Kind;
import org.openvss.benchmarks.Quartiles;

class BenchTextTest {
    private static String lineOf(Row row) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        BenchText.row(new Output(stream, stream), row);
        return out.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " ").strip();
    }

    @Test
    void showsMediansQuartilesAndRatios() {
        Row row =
                new Row(
                        8,
                        true,
                        Map.of(
                                Kind.VSS, new Quartiles(1.5, 2, 2.5, 15),
                                Kind.C_PROGRAM, new Quartiles(1, 1.6, 2, 15),
                                Kind.SCRIPT, new Quartiles(190, 200, 210, 15)));

        assertThat(lineOf(row))
                .isEqualTo(
                        "8 yes 2.00 (1.50-2.50) 1.60 (1.00-2.00) 200.00 (190.00-210.00) 1.25 100");
    }

    @Test
    void showsADashForWhoWasSkipped() {
        Row row = new Row(1, false, Map.of(Kind.VSS, new Quartiles(1, 1, 1, 1)));

        assertThat(lineOf(row)).isEqualTo("1 no 1.00 (1.00-1.00) - - - -");
    }
}
