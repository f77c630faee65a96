package org.openvss.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.Consistency;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;

/**
 * Puts the parts of one set together again. Where the parts disagree about a promise, the weaker
 * one counts.
 */
final class SetMerge {
    private SetMerge() {}

    /** Returns the recorded set with the copies that only storage knows. */
    static ShadowCopySet intoRecord(ShadowCopySet recorded, ShadowCopySet stored) {
        return recorded.withShadowCopies(copiesOf(recorded.shadowCopies(), stored.shadowCopies()));
    }

    /** Returns one set made of what two providers have found of it. */
    static ShadowCopySet ofTwoProviders(ShadowCopySet one, ShadowCopySet other) {
        List<ShadowCopy> copies = copiesOf(one.shadowCopies(), other.shadowCopies());
        Set<ShadowCopyAttribute> attributes = EnumSet.noneOf(ShadowCopyAttribute.class);
        attributes.addAll(one.attributes());
        attributes.addAll(other.attributes());
        ShadowCopySet weaker = one.simultaneous() ? other : one;
        return new ShadowCopySet(
                one.id(),
                one.context(),
                attributes,
                one.state(),
                one.hresult(),
                weakerOf(one.consistency(), other.consistency()),
                one.simultaneous() && other.simultaneous(),
                weaker.verdict(),
                laterOf(one.createdAt(), other.createdAt()),
                longerOf(one.heldNanos(), other.heldNanos()),
                Math.max(
                        copies.size(),
                        Math.max(one.copyCountAtCreation(), other.copyCountAtCreation())),
                copies,
                one.writers().isEmpty() ? other.writers() : one.writers(),
                one.timeline().isEmpty() ? other.timeline() : one.timeline());
    }

    private static List<ShadowCopy> copiesOf(List<ShadowCopy> first, List<ShadowCopy> second) {
        Map<ShadowCopyId, ShadowCopy> byId = new LinkedHashMap<>();
        first.forEach(copy -> byId.put(copy.id(), copy));
        second.forEach(copy -> byId.putIfAbsent(copy.id(), copy));
        return new ArrayList<>(byId.values());
    }

    private static Consistency weakerOf(Consistency one, Consistency other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Instant laterOf(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static @Nullable Long longerOf(@Nullable Long one, @Nullable Long other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Math.max(one, other);
    }
}
