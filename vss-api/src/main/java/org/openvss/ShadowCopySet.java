package org.openvss;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The immutable result of a creation: copies of several volumes, how simultaneous they are, and how
 * the writers fared.
 *
 * @param id the set
 * @param context what it was made for
 * @param attributes bits of the context and its modifiers
 * @param state state of the set
 * @param hresult how the creation ended; VSS_S_ASYNC_FINISHED for every visible set
 * @param consistency the level reached
 * @param simultaneous whether all copies show one instant
 * @param verdict one sentence that says why the set is or is not simultaneous
 * @param createdAt UTC instant at which the last gate had closed, or of the first cut without gates
 * @param heldNanos from the first freeze call to the return of the last thaw, in nanoseconds; null
 *     without a gate
 * @param copyCountAtCreation number of copies at creation ({@code m_lSnapshotsCount}); fewer may be
 *     left
 * @param shadowCopies the copies that exist
 * @param writers how each asked writer fared; empty without writers
 * @param timeline the phases of the creation in their order; empty for a set that was rebuilt from
 *     storage
 */
public record ShadowCopySet(
        ShadowCopySetId id,
        ShadowCopyContext context,
        Set<ShadowCopyAttribute> attributes,
        ShadowCopyState state,
        HResult hresult,
        Consistency consistency,
        boolean simultaneous,
        String verdict,
        Instant createdAt,
        @Nullable Long heldNanos,
        int copyCountAtCreation,
        List<ShadowCopy> shadowCopies,
        List<WriterOutcome> writers,
        List<PhaseTime> timeline) {
    /** Copies the collections. */
    public ShadowCopySet {
        attributes = Set.copyOf(attributes);
        shadowCopies = List.copyOf(shadowCopies);
        writers = List.copyOf(writers);
        timeline = List.copyOf(timeline);
    }

    /** Returns the same set with other copies, for instance after one was deleted or mounted. */
    public ShadowCopySet withShadowCopies(List<ShadowCopy> copies) {
        return new ShadowCopySet(
                id,
                context,
                attributes,
                state,
                hresult,
                consistency,
                simultaneous,
                verdict,
                createdAt,
                heldNanos,
                copyCountAtCreation,
                copies,
                writers,
                timeline);
    }
}
