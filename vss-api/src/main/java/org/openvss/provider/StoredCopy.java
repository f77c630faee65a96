package org.openvss.provider;

import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySetId;

/**
 * What a provider finds of one copy on its storage.
 *
 * @param copy the copy
 * @param set the set that it was made for
 * @param volumeId lasting identity of the original
 * @param complete whether postFinalCommit had succeeded
 * @param where where it lies, for people
 */
public record StoredCopy(
        ShadowCopyId copy, ShadowCopySetId set, String volumeId, boolean complete, String where) {}
