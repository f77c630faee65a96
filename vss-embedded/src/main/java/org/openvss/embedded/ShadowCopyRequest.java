package org.openvss.embedded;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openvss.ShadowCopyContext;

/**
 * What a set is to be made of, and how much less than asked for is acceptable.
 *
 * @param volumes what the requester calls the volumes; may be empty if writers are named, whose
 *     volumes are then meant
 * @param context what the copies are for
 * @param writers names of the writers to ask for; empty for every writer with files on a volume of
 *     the set, ignored in a context without writers
 * @param provider name of the provider, or null for the first that takes a volume
 * @param allowDegraded whether a set is kept although an asked writer failed
 * @param allowNotSimultaneous whether a set is kept although its copies show different instants
 */
public record ShadowCopyRequest(
        List<String> volumes,
        ShadowCopyContext context,
        List<String> writers,
        @Nullable String provider,
        boolean allowDegraded,
        boolean allowNotSimultaneous) {
    /** Copies the lists. */
    public ShadowCopyRequest {
        volumes = List.copyOf(volumes);
        writers = List.copyOf(writers);
    }
}
