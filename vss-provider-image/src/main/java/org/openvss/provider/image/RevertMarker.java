package org.openvss.provider.image;

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
 * The note beside a clone that its original is being reverted, with everything that a repetition
 * after a crash needs to know about the mounts that were taken away.
 *
 * @param places where the original was mounted, in the order of mounting
 */
record RevertMarker(List<Place> places) {
    /**
     * One mount of the original.
     *
     * @param mountPoint where
     * @param root which folder of the file system
     * @param options options of the mount
     * @param superOptions options of the file system
     */
    record Place(String mountPoint, String root, List<String> options, List<String> superOptions) {
        static Place of(Mount mount) {
            return new Place(
                    mount.mountPoint(), mount.root(), mount.options(), mount.superOptions());
        }
    }

    byte[] toBytes() {
        ObjectNode node = Json.object().put("version", 1);
        ArrayNode array = node.putArray("mounts");
        for (Place place : places) {
            ObjectNode one = array.addObject();
            one.put("mountPoint", place.mountPoint()).put("root", place.root());
            place.options().forEach(one.putArray("options")::add);
            place.superOptions().forEach(one.putArray("superOptions")::add);
        }
        return Json.toBytes(node);
    }

    static RevertMarker parse(byte[] bytes) throws RecordException {
        try {
            List<Place> places = new ArrayList<>();
            for (JsonNode one : Json.parse(bytes).required("mounts")) {
                places.add(
                        new Place(
                                one.required("mountPoint").stringValue(),
                                one.required("root").stringValue(),
                                texts(one.required("options")),
                                texts(one.required("superOptions"))));
            }
            return new RevertMarker(List.copyOf(places));
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
