package org.openvss.provider.btrfs;

import java.util.ArrayList;
import java.util.List;
import org.openvss.records.Json;
import org.openvss.records.RecordException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the record of a copy says beside what all providers say.
 *
 * @param subvolume path of the original from the top level
 * @param snapshot name of the snapshot in the folder of the copy; empty before the cut
 * @param snapshotId number of that subvolume; 0 before the cut
 * @param transaction transaction of which it shows the end; 0 before the cut
 * @param nested subvolumes inside the original, which are empty folders in the copy
 */
record Details(
        String subvolume, String snapshot, long snapshotId, long transaction, List<String> nested) {
    Details {
        nested = List.copyOf(nested);
    }

    static Details beforeCut(String subvolume, List<String> nested) {
        return new Details(subvolume, "", 0, 0, nested);
    }

    Details cut(String name, long id, long shown) {
        return new Details(subvolume, name, id, shown, nested);
    }

    ObjectNode write() {
        ObjectNode node =
                Json.object()
                        .put("subvolume", subvolume)
                        .put("snapshot", snapshot)
                        .put("snapshotId", snapshotId)
                        .put("transaction", transaction);
        nested.forEach(node.putArray("nested")::add);
        return node;
    }

    static Details read(JsonNode node) throws RecordException {
        try {
            List<String> nested = new ArrayList<>();
            node.required("nested").forEach(one -> nested.add(one.stringValue()));
            return new Details(
                    node.required("subvolume").stringValue(),
                    node.required("snapshot").stringValue(),
                    node.required("snapshotId").longValue(),
                    node.required("transaction").longValue(),
                    nested);
        } catch (JacksonException e) {
            throw new RecordException("what it says of the snapshot is missing or wrong", e);
        }
    }
}
