package org.openvss.cli;

import java.util.Locale;
import org.openvss.benchmarks.DemonstrationReport;
import org.openvss.benchmarks.DemonstrationReport.JudgedSet;
import org.openvss.benchmarks.DemonstrationReport.LeftOut;
import org.openvss.benchmarks.DemonstrationReport.Member;
import org.openvss.testkit.judge.Verdict;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A demonstration as one JSON document. */
final class DemoJson {
    private static final double NANOS_PER_MILLI = 1e6;

    private DemoJson() {}

    static ObjectNode of(DemonstrationReport report) {
        ObjectNode document = JsonShapes.object();
        document.put("kind", report.kind().name().toLowerCase(Locale.ROOT));
        document.put("proved", report.isProved());
        document.put("tookMillis", report.tookNanos() / NANOS_PER_MILLI);
        ArrayNode volumes = document.putArray("volumes");
        for (Member member : report.members()) {
            volumes.addObject()
                    .put("volume", member.volume())
                    .put("fileSystem", member.fileSystem())
                    .put("imageOn", member.imageOn())
                    .put("provider", member.provider());
        }
        ArrayNode sets = document.putArray("sets");
        for (JudgedSet judged : report.sets()) {
            ObjectNode set = JsonShapes.set(judged.set());
            set.put("recordsMeanwhile", judged.records());
            set.put("tookMillis", judged.tookNanos() / NANOS_PER_MILLI);
            judgement(set, judged.verdict());
            sets.add(set);
        }
        ArrayNode controls = document.putArray("controls");
        report.controls().forEach(verdict -> judgement(controls.addObject(), verdict));
        ArrayNode leftOut = document.putArray("leftOut");
        for (LeftOut left : report.leftOut()) {
            leftOut.addObject().put("what", left.what()).put("why", left.why());
        }
        return document;
    }

    private static void judgement(ObjectNode node, Verdict verdict) {
        node.put("violations", verdict.violations());
        ArrayNode details = node.putArray("details");
        verdict.details().forEach(details::add);
    }
}
