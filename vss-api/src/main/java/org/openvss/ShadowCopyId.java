package org.openvss;

import java.util.UUID;

/**
 * Identifies one shadow copy; mirrors the {@code VSS_ID} of a snapshot.
 *
 * @param value the GUID
 */
public record ShadowCopyId(UUID value) implements VssId {
    /** Returns a new random id. */
    public static ShadowCopyId random() {
        return new ShadowCopyId(UUID.randomUUID());
    }

    /**
     * Reads an id from text: a GUID in any case, with or without braces.
     *
     * @throws VssException {@link HResult#E_INVALIDARG} if the text is not a GUID
     */
    public static ShadowCopyId parse(String text) throws VssException {
        return new ShadowCopyId(VssId.parseGuid(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
