package org.openvss.provider.lvm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.records.CopyRecord;
import org.openvss.records.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the record of a copy says of LVM, and how the records of a set share what they have in
 * common: each has only its own copy, so that many copies do not fill LVM's metadata with each
 * other.
 */
final class CopyDetails {
    private static final String INDEX = "index";
    private static final String ORIGIN = "origin";

    private CopyDetails() {}

    /** Returns the name of the logical volume of a copy. */
    static String name(ShadowCopyId copy) {
        return "openvss_" + copy.toString().replace("-", "");
    }

    /** Returns the details of a new copy. */
    static ObjectNode write(int index, LogicalVolume origin) {
        return Json.object().put(INDEX, index).put(ORIGIN, origin.uuid());
    }

    /** Returns the uuid of the logical volume that a copy is of, with dashes. */
    static String origin(CopyRecord record) {
        return record.details().path(ORIGIN).asString("");
    }

    /** Returns the set as one copy's record holds it: with that copy alone, without timeline. */
    static ShadowCopySet onlyOwn(ShadowCopySet result, ShadowCopyId copy) {
        return new ShadowCopySet(
                result.id(),
                result.context(),
                result.attributes(),
                result.state(),
                result.hresult(),
                result.consistency(),
                result.simultaneous(),
                result.verdict(),
                result.createdAt(),
                result.heldNanos(),
                result.copyCountAtCreation(),
                result.shadowCopies().stream().filter(each -> each.id().equals(copy)).toList(),
                result.writers(),
                List.of());
    }

    /** Returns records in which each set has all its copies again, in the order of the set. */
    static List<CopyRecord> whole(List<CopyRecord> records) {
        List<CopyRecord> sorted = new ArrayList<>(records);
        sorted.sort(Comparator.comparingInt(record -> record.details().path(INDEX).asInt(0)));
        Map<ShadowCopySetId, List<ShadowCopy>> copies = new LinkedHashMap<>();
        for (CopyRecord record : sorted) {
            ShadowCopySet own = record.result();
            if (own != null) {
                copies.computeIfAbsent(record.set(), _ -> new ArrayList<>())
                        .addAll(own.shadowCopies());
            }
        }
        List<CopyRecord> whole = new ArrayList<>();
        for (CopyRecord record : sorted) {
            ShadowCopySet own = record.result();
            whole.add(
                    own == null
                            ? record
                            : record.completed(
                                    own.withShadowCopies(
                                            copies.getOrDefault(record.set(), List.of()))));
        }
        return whole;
    }
}
