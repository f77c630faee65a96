package org.openvss.embedded;

import org.jspecify.annotations.Nullable;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySetId;
import org.openvss.provider.CopySpace;

/**
 * What one copy occupies, as found on storage.
 *
 * @param copy the copy
 * @param set its set
 * @param volume mount point of the original if the catalog knows the copy, else its volumeId
 * @param provider name of the provider that keeps it
 * @param where where it lies, for people
 * @param complete whether its creation had ended
 * @param known whether the catalog knows it; unknown copies are orphans, see {@code vss list sets
 *     --rescan}
 * @param allocatedBytes bytes allocated to it, those included that it shares with the original;
 *     null if they cannot be told cheaply
 * @param space what deleting it would free
 */
public record StorageUse(
        ShadowCopyId copy,
        ShadowCopySetId set,
        String volume,
        String provider,
        String where,
        boolean complete,
        boolean known,
        @Nullable Long allocatedBytes,
        CopySpace space) {}
