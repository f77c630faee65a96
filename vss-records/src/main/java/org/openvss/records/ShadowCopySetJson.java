package org.openvss.records;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes and reads a {@link ShadowCopySet} as JSON, in the form that the commands print and the
 * catalog stores.
 *
 * <p>Nothing is lost: what was written is read back equal. All text is ASCII; bytes of paths that
 * are not UTF-8 are escaped lone surrogates (see {@link org.openvss.Volume}). Milliseconds are
 * there for people and are ignored when reading, nanoseconds count.
 */
public final class ShadowCopySetJson {
    private static final double NANOS_PER_MILLI = 1e6;

    private ShadowCopySetJson() {}

    /** Returns the set as indented JSON in ASCII, with a line end. */
    public static byte[] write(ShadowCopySet set) {
        return Json.toBytes(toTree(set));
    }

    /** Returns the set as a JSON object, to be put into a larger document. */
    public static ObjectNode toTree(ShadowCopySet set) {
        ObjectNode json = Json.object();
        json.put("version", Fields.VERSION);
        json.put("setId", set.id().toString());
        json.put("context", set.context().commandName());
        putAttributes(json, set.attributes());
        json.put("state", set.state().documentedName());
        json.put("hresult", set.hresult().name());
        json.put("consistency", set.consistency().commandName());
        json.put("simultaneous", set.simultaneous());
        json.put("verdict", set.verdict());
        json.put("createdAt", set.createdAt().toString());
        Long held = set.heldNanos();
        if (held == null) {
            json.putNull("gate");
        } else {
            ObjectNode gate = json.putObject("gate");
            gate.put("heldMillis", held / NANOS_PER_MILLI);
            gate.put("heldNanos", held);
        }
        json.put("copyCountAtCreation", set.copyCountAtCreation());
        ArrayNode copies = json.putArray("shadowCopies");
        set.shadowCopies().forEach(copy -> copies.add(toTree(copy)));
        ArrayNode writers = json.putArray("writers");
        set.writers().forEach(writer -> writers.add(toTree(writer)));
        ArrayNode timeline = json.putArray("timeline");
        for (PhaseTime phase : set.timeline()) {
            timeline.addObject()
                    .put("phase", phase.phase())
                    .put("startedNanos", phase.startedNanos())
                    .put("tookNanos", phase.tookNanos());
        }
        return json;
    }

    /** Returns one copy as a JSON object. */
    public static ObjectNode toTree(ShadowCopy copy) {
        ObjectNode json = Json.object();
        json.put("id", copy.id().toString());
        json.put("setId", copy.setId().toString());
        json.put("volume", copy.volume());
        json.put("volumeId", copy.volumeId());
        json.put("root", copy.root());
        json.put("provider", copy.provider());
        json.put("providerId", copy.providerId().toString());
        putAttributes(json, copy.attributes());
        json.put("state", copy.state().documentedName());
        json.put("createdAt", copy.createdAt().toString());
        json.put("originatingMachine", copy.originatingMachine());
        json.put("path", copy.path());
        json.put("device", copy.device());
        json.put("exposedPath", copy.exposedPath());
        CutTimes times = copy.times();
        json.put("gateClosedNanos", times == null ? null : times.gateClosedNanos());
        json.put("cutStartedNanos", times == null ? null : (Long) times.cutStartedNanos());
        json.put("cutFinishedNanos", times == null ? null : (Long) times.cutFinishedNanos());
        json.put("gateOpenedNanos", times == null ? null : times.gateOpenedNanos());
        json.put("openedByUs", times == null ? null : (Boolean) times.openedByUs());
        copy.notices().forEach(json.putArray("notices")::add);
        return json;
    }

    /** Returns how one writer fared as a JSON object. */
    public static ObjectNode toTree(WriterOutcome writer) {
        ObjectNode json = Json.object();
        json.put("name", writer.name());
        json.put("writerId", writer.writerId().toString());
        json.put("instanceId", writer.instanceId().toString());
        json.put("state", writer.state().documentedName());
        json.put("hresult", writer.hresult().name());
        json.put("message", writer.message());
        Long frozen = writer.frozenNanos();
        json.put("frozenMillis", frozen == null ? null : (Double) (frozen / NANOS_PER_MILLI));
        json.put("frozenNanos", frozen);
        ArrayNode paths = json.putArray("affectedPaths");
        writer.affectedPaths().forEach(paths::add);
        json.put("asked", writer.asked());
        return json;
    }

    /**
     * Reads a set.
     *
     * @param json what {@link #write} has returned; unknown fields are ignored
     * @throws RecordException if it is something else
     */
    public static ShadowCopySet read(byte[] json) throws RecordException {
        return read(Json.parse(json));
    }

    /**
     * Reads a set out of a larger document.
     *
     * @param tree what {@link #toTree} has returned; unknown fields are ignored
     * @throws RecordException if it is something else
     */
    public static ShadowCopySet read(JsonNode tree) throws RecordException {
        Fields json = Fields.ofRecord(tree);
        Fields gate = json.optionalObject("gate");
        List<ShadowCopy> copies = new ArrayList<>();
        for (Fields copy : json.objects("shadowCopies")) {
            copies.add(readCopy(copy));
        }
        List<WriterOutcome> writers = new ArrayList<>();
        for (Fields writer : json.objects("writers")) {
            writers.add(readWriter(writer));
        }
        List<PhaseTime> timeline = new ArrayList<>();
        for (Fields phase : json.objects("timeline")) {
            timeline.add(
                    new PhaseTime(
                            phase.text("phase"),
                            phase.number("startedNanos"),
                            phase.number("tookNanos")));
        }
        return new ShadowCopySet(
                new ShadowCopySetId(json.id("setId")),
                json.constant(
                        "context", ShadowCopyContext.values(), ShadowCopyContext::commandName),
                readAttributes(json),
                readState(json),
                json.constant("hresult", HResult.values(), HResult::name),
                json.constant("consistency", Consistency.values(), Consistency::commandName),
                json.flag("simultaneous"),
                json.text("verdict"),
                json.instant("createdAt"),
                gate == null ? null : (Long) gate.number("heldNanos"),
                json.count("copyCountAtCreation"),
                copies,
                writers,
                timeline);
    }

    private static ShadowCopy readCopy(Fields json) throws RecordException {
        return new ShadowCopy(
                new ShadowCopyId(json.id("id")),
                new ShadowCopySetId(json.id("setId")),
                json.text("volume"),
                json.text("volumeId"),
                json.text("root"),
                new ProviderId(json.id("providerId")),
                json.text("provider"),
                readAttributes(json),
                readState(json),
                json.instant("createdAt"),
                json.text("originatingMachine"),
                readTimes(json),
                json.optionalText("path"),
                json.optionalText("device"),
                json.optionalText("exposedPath"),
                json.optionalTexts("notices"));
    }

    private static @Nullable CutTimes readTimes(Fields json) throws RecordException {
        if (json.optionalNumber("cutStartedNanos") == null) {
            return null;
        }
        return new CutTimes(
                json.optionalNumber("gateClosedNanos"),
                json.number("cutStartedNanos"),
                json.number("cutFinishedNanos"),
                json.optionalNumber("gateOpenedNanos"),
                json.flag("openedByUs"));
    }

    private static WriterOutcome readWriter(Fields json) throws RecordException {
        UUID writerId = json.id("writerId");
        return new WriterOutcome(
                json.text("name"),
                new WriterId(writerId),
                new WriterInstanceId(json.id("instanceId")),
                json.constant("state", WriterState.values(), WriterState::documentedName),
                json.constant("hresult", HResult.values(), HResult::name),
                json.optionalText("message"),
                json.optionalNumber("frozenNanos"),
                json.optionalTexts("affectedPaths"),
                json.flag("asked"));
    }

    private static ShadowCopyState readState(Fields json) throws RecordException {
        return json.constant("state", ShadowCopyState.values(), ShadowCopyState::documentedName);
    }

    private static void putAttributes(ObjectNode json, Set<ShadowCopyAttribute> attributes) {
        ArrayNode list = json.putArray("attributes");
        attributes.stream()
                .sorted(Comparator.naturalOrder())
                .forEach(attribute -> list.add(attribute.documentedName()));
    }

    private static Set<ShadowCopyAttribute> readAttributes(Fields json) throws RecordException {
        Set<ShadowCopyAttribute> found = EnumSet.noneOf(ShadowCopyAttribute.class);
        found.addAll(
                json.constants(
                        "attributes",
                        ShadowCopyAttribute.values(),
                        ShadowCopyAttribute::documentedName));
        return found;
    }
}
