package org.openvss.records;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openvss.Consistency;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.PhaseTime;
import org.openvss.ProviderId;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.ShadowCopyState;
import org.openvss.WriterId;
import org.openvss.WriterInstanceId;
import org.openvss.WriterOutcome;
import org.openvss.WriterState;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lasting form of a {@link ShadowCopySet}, field by field: what catalog and storage keep must
 * not change when a Java name does. Knows nothing of files.
 */
public final class SetRecord {
    private SetRecord() {}

    /** Returns the lasting form of a set. */
    public static ObjectNode write(ShadowCopySet set) {
        ObjectNode node = Json.object();
        node.put("id", set.id().toString());
        node.put("context", set.context().name());
        Json.putNames(node, "attributes", set.attributes());
        node.put("state", set.state().name());
        node.put("hresult", set.hresult().name());
        node.put("consistency", set.consistency().name());
        node.put("simultaneous", set.simultaneous());
        node.put("verdict", set.verdict());
        node.put("createdAt", set.createdAt().toString());
        node.put("heldNanos", set.heldNanos());
        node.put("copyCountAtCreation", set.copyCountAtCreation());
        ArrayNode copies = node.putArray("shadowCopies");
        set.shadowCopies().forEach(copy -> copies.add(writeCopy(copy)));
        ArrayNode writers = node.putArray("writers");
        set.writers().forEach(writer -> writers.add(writeWriter(writer)));
        ArrayNode timeline = node.putArray("timeline");
        for (PhaseTime phase : set.timeline()) {
            timeline.addObject()
                    .put("phase", phase.phase())
                    .put("startedNanos", phase.startedNanos())
                    .put("tookNanos", phase.tookNanos());
        }
        return node;
    }

    /**
     * Reads the lasting form of a set.
     *
     * @param node what {@link #write} made
     * @throws RecordException if a field is missing or is not what it should be
     */
    public static ShadowCopySet read(JsonNode node) throws RecordException {
        try {
            return readSet(node);
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw new RecordException("a field of the set is missing or wrong: " + e, e);
        }
    }

    private static ShadowCopySet readSet(JsonNode node) {
        List<ShadowCopy> copies = new ArrayList<>();
        node.required("shadowCopies").forEach(copy -> copies.add(readCopy(copy)));
        List<WriterOutcome> writers = new ArrayList<>();
        node.required("writers").forEach(writer -> writers.add(readWriter(writer)));
        List<PhaseTime> timeline = new ArrayList<>();
        for (JsonNode phase : node.required("timeline")) {
            timeline.add(
                    new PhaseTime(
                            Json.text(phase, "phase"),
                            phase.required("startedNanos").longValue(),
                            phase.required("tookNanos").longValue()));
        }
        return new ShadowCopySet(
                new ShadowCopySetId(guid(node, "id")),
                Json.constant(node, "context", ShadowCopyContext.class),
                Json.names(node, "attributes", ShadowCopyAttribute.class),
                Json.constant(node, "state", ShadowCopyState.class),
                Json.constant(node, "hresult", HResult.class),
                Json.constant(node, "consistency", Consistency.class),
                node.required("simultaneous").booleanValue(),
                Json.text(node, "verdict"),
                Instant.parse(Json.text(node, "createdAt")),
                Json.optionalNumber(node, "heldNanos"),
                node.required("copyCountAtCreation").intValue(),
                copies,
                writers,
                timeline);
    }

    private static ObjectNode writeCopy(ShadowCopy copy) {
        ObjectNode node = Json.object();
        node.put("id", copy.id().toString());
        node.put("setId", copy.setId().toString());
        node.put("volume", copy.volume());
        node.put("volumeId", copy.volumeId());
        node.put("root", copy.root());
        node.put("providerId", copy.providerId().toString());
        node.put("provider", copy.provider());
        Json.putNames(node, "attributes", copy.attributes());
        node.put("state", copy.state().name());
        node.put("createdAt", copy.createdAt().toString());
        node.put("originatingMachine", copy.originatingMachine());
        node.set("times", writeTimes(copy.times()));
        node.put("path", copy.path());
        node.put("device", copy.device());
        node.put("exposedPath", copy.exposedPath());
        return node;
    }

    private static ShadowCopy readCopy(JsonNode node) {
        return new ShadowCopy(
                new ShadowCopyId(guid(node, "id")),
                new ShadowCopySetId(guid(node, "setId")),
                Json.text(node, "volume"),
                Json.text(node, "volumeId"),
                Json.text(node, "root"),
                new ProviderId(guid(node, "providerId")),
                Json.text(node, "provider"),
                Json.names(node, "attributes", ShadowCopyAttribute.class),
                Json.constant(node, "state", ShadowCopyState.class),
                Instant.parse(Json.text(node, "createdAt")),
                Json.text(node, "originatingMachine"),
                readTimes(node.path("times")),
                Json.optionalText(node, "path"),
                Json.optionalText(node, "device"),
                Json.optionalText(node, "exposedPath"));
    }

    private static ObjectNode writeWriter(WriterOutcome writer) {
        ObjectNode node = Json.object();
        node.put("name", writer.name());
        node.put("writerId", writer.writerId().toString());
        node.put("instanceId", writer.instanceId().toString());
        node.put("state", writer.state().name());
        node.put("hresult", writer.hresult().name());
        node.put("message", writer.message());
        node.put("frozenNanos", writer.frozenNanos());
        node.put("asked", writer.asked());
        return node;
    }

    private static WriterOutcome readWriter(JsonNode node) {
        return new WriterOutcome(
                Json.text(node, "name"),
                new WriterId(guid(node, "writerId")),
                new WriterInstanceId(guid(node, "instanceId")),
                Json.constant(node, "state", WriterState.class),
                Json.constant(node, "hresult", HResult.class),
                Json.optionalText(node, "message"),
                Json.optionalNumber(node, "frozenNanos"),
                node.required("asked").booleanValue());
    }

    static @Nullable ObjectNode writeTimes(@Nullable CutTimes times) {
        if (times == null) {
            return null;
        }
        ObjectNode node = Json.object();
        node.put("gateClosedNanos", times.gateClosedNanos());
        node.put("cutStartedNanos", times.cutStartedNanos());
        node.put("cutFinishedNanos", times.cutFinishedNanos());
        node.put("gateOpenedNanos", times.gateOpenedNanos());
        node.put("openedByUs", times.openedByUs());
        return node;
    }

    static @Nullable CutTimes readTimes(JsonNode node) {
        if (!node.isObject()) {
            return null;
        }
        return new CutTimes(
                Json.optionalNumber(node, "gateClosedNanos"),
                node.required("cutStartedNanos").longValue(),
                node.required("cutFinishedNanos").longValue(),
                Json.optionalNumber(node, "gateOpenedNanos"),
                node.required("openedByUs").booleanValue());
    }

    static UUID guid(JsonNode node, String field) {
        return UUID.fromString(Json.text(node, field));
    }
}
