package org.openvss;

import java.util.UUID;

/**
 * Identifies a provider; mirrors the {@code VSS_ID} of a provider.
 *
 * @param value the GUID
 */
public record ProviderId(UUID value) implements VssId {
    /** Returns a new random id. */
    public static ProviderId random() {
        return new ProviderId(UUID.randomUUID());
    }

    /**
     * Reads an id from text: a GUID in any case, with or without braces.
     *
     * @throws VssException {@link HResult#E_INVALIDARG} if the text is not a GUID
     */
    public static ProviderId parse(String text) throws VssException {
        return new ProviderId(VssId.parseGuid(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
