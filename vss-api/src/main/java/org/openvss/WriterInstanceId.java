package org.openvss;

import java.util.UUID;

/**
 * Identifies one running instance of a writer; mirrors the {@code VSS_ID} of a writer instance.
 *
 * @param value the GUID
 */
public record WriterInstanceId(UUID value) implements VssId {
    /** Returns a new random id. */
    public static WriterInstanceId random() {
        return new WriterInstanceId(UUID.randomUUID());
    }

    /**
     * Reads an id from text: a GUID in any case, with or without braces.
     *
     * @throws VssException {@link HResult#E_INVALIDARG} if the text is not a GUID
     */
    public static WriterInstanceId parse(String text) throws VssException {
        return new WriterInstanceId(VssId.parseGuid(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
