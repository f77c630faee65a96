package org.openvss;

import java.util.UUID;

/**
 * Identifies a writer class; mirrors the {@code VSS_ID} of a writer class.
 *
 * @param value the GUID
 */
public record WriterId(UUID value) implements VssId {
    /** Returns a new random id. */
    public static WriterId random() {
        return new WriterId(UUID.randomUUID());
    }

    /**
     * Reads an id from text: a GUID in any case, with or without braces.
     *
     * @throws VssException {@link HResult#E_INVALIDARG} if the text is not a GUID
     */
    public static WriterId parse(String text) throws VssException {
        return new WriterId(VssId.parseGuid(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
