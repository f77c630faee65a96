package org.openvss.records;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openvss.CutTimes;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a provider writes beside a copy on its storage, so that copies and sets can be found and
 * rebuilt from there alone. Knows nothing of files; the provider decides where it lies.
 *
 * @param copy the copy
 * @param set the set that it was made for
 * @param volume the original as it was mounted
 * @param times when it was held and cut; null before the cut
 * @param result the whole set; null until the copy is complete
 * @param details what only the provider understands, for instance its geometry
 */
public record CopyRecord(
        ShadowCopyId copy,
        ShadowCopySetId set,
        Volume volume,
        @Nullable CutTimes times,
        @Nullable ShadowCopySet result,
        ObjectNode details) {
    /** Version of the form; a newer one is refused, because it may mean what we do not know. */
    private static final int VERSION = 1;

    /** Tells whether the creation of the copy had succeeded. */
    public boolean isComplete() {
        return result != null;
    }

    /** Returns the record after the cut. */
    public CopyRecord cutAt(CutTimes instants) {
        return new CopyRecord(copy, set, volume, instants, result, details);
    }

    /** Returns the record of the completed copy. */
    public CopyRecord completed(ShadowCopySet whole) {
        return new CopyRecord(copy, set, volume, times, whole, details);
    }

    /** Returns the record as a JSON document. */
    public byte[] toBytes() {
        ObjectNode node = Json.object();
        node.put("version", VERSION);
        node.put("copy", copy.toString());
        node.put("set", set.toString());
        node.put("complete", isComplete());
        node.set("volume", writeVolume(volume));
        node.set("times", writeTimes(times));
        node.set("details", details);
        ShadowCopySet whole = result;
        node.set("result", whole == null ? null : ShadowCopySetJson.toTree(whole));
        return Json.toBytes(node);
    }

    /**
     * Reads a record.
     *
     * @param bytes the whole document
     * @throws RecordException if it is damaged or of a newer version
     */
    public static CopyRecord parse(byte[] bytes) throws RecordException {
        JsonNode node = Json.parse(bytes);
        try {
            int version = node.required("version").intValue();
            if (version > VERSION) {
                throw RecordException.newer(version);
            }
            if (version < VERSION) {
                throw new RecordException(
                        "it has version " + version + ", only " + VERSION + " is known");
            }
            JsonNode result = node.path("result");
            return new CopyRecord(
                    new ShadowCopyId(guid(node, "copy")),
                    new ShadowCopySetId(guid(node, "set")),
                    readVolume(node.required("volume")),
                    readTimes(node),
                    result.isObject() ? ShadowCopySetJson.read(result) : null,
                    node.required("details").asObject());
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw new RecordException("a field of the copy is missing or wrong: " + e, e);
        }
    }

    /**
     * Rebuilds sets from the records that lie on a provider's storage, oldest first. A rebuilt set
     * has the copies whose records are complete; none is mounted, and there is no timeline.
     *
     * @param records records of one provider, in any order
     */
    public static List<ShadowCopySet> rebuild(Collection<CopyRecord> records) {
        Set<ShadowCopyId> present = new HashSet<>();
        Map<ShadowCopySetId, ShadowCopySet> sets = new LinkedHashMap<>();
        for (CopyRecord candidate : records) {
            ShadowCopySet whole = candidate.result;
            if (whole != null) {
                present.add(candidate.copy);
                sets.putIfAbsent(candidate.set, whole);
            }
        }
        List<ShadowCopySet> rebuilt = new ArrayList<>();
        for (ShadowCopySet whole : sets.values()) {
            rebuilt.add(
                    whole.withShadowCopies(
                            whole.shadowCopies().stream()
                                    .filter(shadow -> present.contains(shadow.id()))
                                    .map(shadow -> shadow.mountedAt(null, null).exposedAt(null))
                                    .toList()));
        }
        rebuilt.sort(Comparator.comparing(ShadowCopySet::createdAt));
        return rebuilt;
    }

    private static @Nullable ObjectNode writeTimes(@Nullable CutTimes times) {
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

    private static @Nullable CutTimes readTimes(JsonNode record) throws RecordException {
        Fields times = new Fields(record, "the record").optionalObject("times");
        if (times == null) {
            return null;
        }
        return new CutTimes(
                times.optionalNumber("gateClosedNanos"),
                times.number("cutStartedNanos"),
                times.number("cutFinishedNanos"),
                times.optionalNumber("gateOpenedNanos"),
                times.flag("openedByUs"));
    }

    private static UUID guid(JsonNode node, String field) {
        return UUID.fromString(Json.text(node, field));
    }

    private static ObjectNode writeVolume(Volume volume) {
        ObjectNode node = Json.object();
        node.put("volumeId", volume.volumeId());
        node.put("major", volume.major());
        node.put("minor", volume.minor());
        node.put("fileSystemType", volume.fileSystemType());
        node.put("fileSystemUuid", volume.fileSystemUuid());
        node.put("mountPoint", volume.mountPoint());
        node.put("root", volume.root());
        node.put("source", volume.source());
        node.put("mountId", volume.mountId());
        node.put("readOnly", volume.readOnly());
        return node;
    }

    private static Volume readVolume(JsonNode node) {
        return new Volume(
                Json.text(node, "volumeId"),
                node.required("major").intValue(),
                node.required("minor").intValue(),
                Json.text(node, "fileSystemType"),
                Json.optionalText(node, "fileSystemUuid"),
                Json.text(node, "mountPoint"),
                Json.text(node, "root"),
                Json.text(node, "source"),
                node.required("mountId").intValue(),
                node.required("readOnly").booleanValue());
    }
}
