package org.openvss.cli;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.openvss.ProviderInfo;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopySet;
import org.openvss.embedded.SetVerification;
import org.openvss.embedded.StorageUse;
import org.openvss.embedded.VolumeReport;
import org.openvss.records.ShadowCopySetJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON objects of the command contract; field names are fixed, fields may be added. */
final class JsonShapes {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonShapes() {}

    static ObjectNode object() {
        return NODES.objectNode();
    }

    /** Returns {@code {"name":[…]}}. */
    static ObjectNode list(String name, Collection<ObjectNode> items) {
        ObjectNode document = NODES.objectNode();
        document.set(name, array(items));
        return document;
    }

    private static ArrayNode array(Collection<ObjectNode> items) {
        ArrayNode array = NODES.arrayNode();
        items.forEach(array::add);
        return array;
    }

    /** The form is that of the records; here {@code gate} is an object even without a gate. */
    static ObjectNode set(ShadowCopySet set) {
        ObjectNode node = ShadowCopySetJson.toTree(set);
        if (set.heldNanos() == null) {
            node.putObject("gate").putNull("heldMillis");
        }
        return node;
    }

    /** Returns a set with what its last verification has found, if there was one. */
    static ObjectNode set(ShadowCopySet set, Optional<SetVerification> verification) {
        ObjectNode node = set(set);
        verification.ifPresent(found -> node.set("verification", verification(found)));
        return node;
    }

    static ObjectNode verification(SetVerification verification) {
        ObjectNode node = NODES.objectNode();
        node.put("setId", verification.set().toString());
        node.put("verifiedAt", verification.verifiedAt().toString());
        node.put("sound", verification.isSound());
        ArrayNode writers = node.putArray("writers");
        for (SetVerification.OneWriter writer : verification.writers()) {
            ObjectNode one = writers.addObject();
            one.put("name", writer.name());
            one.put("verdict", writer.verdict().name().toLowerCase(Locale.ROOT));
            one.put("checkedBy", writer.checkedBy());
            one.put("tookMillis", writer.tookMillis());
            ArrayNode findings = one.putArray("findings");
            writer.findings().forEach(findings::add);
        }
        return node;
    }

    static ObjectNode copy(ShadowCopy copy) {
        return ShadowCopySetJson.toTree(copy);
    }

    static ObjectNode provider(ProviderInfo provider) {
        ObjectNode node = NODES.objectNode();
        node.put("id", provider.id().toString());
        node.put("name", provider.name());
        node.put("description", provider.description());
        node.put("type", provider.type().documentedName());
        node.put("version", provider.version());
        return node;
    }

    static ObjectNode volume(VolumeReport report) {
        ObjectNode node = NODES.objectNode();
        node.put("volume", report.mountPoint());
        node.put("volumeId", report.volumeId());
        node.put("fileSystem", report.fileSystemType());
        node.put("source", report.source());
        node.put("provider", report.provider());
        node.put("reason", report.reason());
        node.put("remedy", report.remedy());
        ArrayNode answers = node.putArray("providers");
        for (VolumeReport.Answer answer : report.answers()) {
            answers.addObject()
                    .put("provider", answer.provider())
                    .put("takes", answer.takes())
                    .put("reason", answer.reason())
                    .put("remedy", answer.remedy());
        }
        return node;
    }

    static ObjectNode storage(StorageUse use) {
        ObjectNode node = NODES.objectNode();
        node.put("id", use.copy().toString());
        node.put("setId", use.set().toString());
        node.put("volume", use.volume());
        node.put("provider", use.provider());
        node.put("where", use.where());
        node.put("complete", use.complete());
        node.put("known", use.known());
        node.put("allocatedBytes", use.allocatedBytes());
        node.put("exclusiveBytes", use.space().exclusiveBytes());
        node.put("exclusiveExact", use.space().exact());
        node.put("exclusiveHow", use.space().how());
        return node;
    }
}
