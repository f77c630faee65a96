package org.openvss.cli;

import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.openvss.benchmarks.DemonstrationReport.LeftOut;
import org.openvss.benchmarks.GateBenchmarkReport;
import org.openvss.benchmarks.GateBenchmarkReport.Row;
import org.openvss.benchmarks.Quartiles;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The benchmark as one JSON document. */
final class BenchJson {
    private BenchJson() {}

    static ObjectNode of(GateBenchmarkReport report) {
        ObjectNode document = JsonShapes.object();
        document.put("rounds", report.rounds());
        document.put("processors", report.before().processors());
        document.put("kernel", report.before().kernel());
        document.put("loadAverageBefore", report.before().loadAverage());
        document.put("loadAverageAfter", report.after().loadAverage());
        ArrayNode rows = document.putArray("rows");
        for (Row row : report.rows()) {
            ObjectNode node = rows.addObject();
            node.put("volumes", row.volumes());
            node.put("load", row.load());
            held(node, "vss", row.vss());
            held(node, "program", row.program());
            held(node, "script", row.script());
            node.put("vssToProgram", boxed(row.vssToProgram()));
            node.put("scriptToVss", boxed(row.scriptToVss()));
        }
        ArrayNode skipped = document.putArray("skipped");
        for (LeftOut left : report.skipped()) {
            skipped.addObject().put("what", left.what()).put("why", left.why());
        }
        return document;
    }

    private static @Nullable Double boxed(OptionalDouble ratio) {
        return ratio.isPresent() ? ratio.getAsDouble() : null;
    }

    private static void held(ObjectNode node, String name, Optional<Quartiles> held) {
        if (held.isEmpty()) {
            node.putNull(name);
            return;
        }
        node.putObject(name)
                .put("lowerMillis", held.get().lower())
                .put("medianMillis", held.get().median())
                .put("upperMillis", held.get().upper())
                .put("measurements", held.get().measurements());
    }
}
