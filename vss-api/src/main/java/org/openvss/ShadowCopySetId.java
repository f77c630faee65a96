package org.openvss;

import java.util.UUID;

/**
 * Identifies a shadow copy set; mirrors the {@code VSS_ID} of a snapshot set.
 *
 * @param value the GUID
 */
public record ShadowCopySetId(UUID value) implements VssId {
    /** Returns a new random id. */
    public static ShadowCopySetId random() {
        return new ShadowCopySetId(UUID.randomUUID());
    }

    /**
     * Reads an id from text: a GUID in any case, with or without braces.
     *
     * @throws VssException {@link HResult#E_INVALIDARG} if the text is not a GUID
     */
    public static ShadowCopySetId parse(String text) throws VssException {
        return new ShadowCopySetId(VssId.parseGuid(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
