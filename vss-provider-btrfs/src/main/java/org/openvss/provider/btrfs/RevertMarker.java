package org.openvss.provider.btrfs;

import java.util.ArrayList;
import java.util.List;
import org.openvss.linux.Mount;
import org.openvss.records.Json;
import org.openvss.records.RecordException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The note beside a snapshot that its original is being reverted, with everything that a repetition
 * after a crash needs to know about the mounts that were taken away.
 *
 * @param oldId number of the subvolume that is to go
 * @param newId number of the subvolume that takes its place
 * @param places where the original was mounted, in the order of mounting
 */
record RevertMarker(long oldId, long newId, List<Place> places) {
    RevertMarker {
        places = List.copyOf(places);
    }

    /**
     * One mount of the original.
     *
     * @param mountPoint where
     * @param root which folder of the file system
     * @param options options of the mount
     */
    record Place(String mountPoint, String root, List<String> options) {
        static Place of(Mount mount) {
            return new Place(mount.mountPoint(), mount.root(), mount.options());
        }
    }

    byte[] toBytes() {
        ObjectNode node = Json.object().put("version", 1).put("oldId", oldId).put("newId", newId);
        ArrayNode array = node.putArray("mounts");
        for (Place place : places) {
            ObjectNode one = array.addObject();
            one.put("mountPoint", place.mountPoint()).put("root", place.root());
            place.options().forEach(one.putArray("options")::add);
        }
        return Json.toBytes(node);
    }

    static RevertMarker parse(byte[] bytes) throws RecordException {
        try {
            List<Place> places = new ArrayList<>();
            JsonNode node = Json.parse(bytes);
            for (JsonNode one : node.required("mounts")) {
                places.add(
                        new Place(
                                one.required("mountPoint").stringValue(),
                                one.required("root").stringValue(),
                                texts(one.required("options"))));
            }
            return new RevertMarker(
                    node.required("oldId").longValue(), node.required("newId").longValue(), places);
        } catch (JacksonException e) {
            throw new RecordException("the note of the revert is damaged", e);
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.stringValue()));
        return List.copyOf(texts);
    }
}
