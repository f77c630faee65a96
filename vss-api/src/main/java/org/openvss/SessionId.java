package org.openvss;

import java.util.UUID;

/**
 * Identifies one requester session; mirrors {@code IVssBackupComponentsEx3::GetSessionId}.
 *
 * @param value the GUID
 */
public record SessionId(UUID value) implements VssId {
    /** Returns a new random id. */
    public static SessionId random() {
        return new SessionId(UUID.randomUUID());
    }

    /**
     * Reads an id from text: a GUID in any case, with or without braces.
     *
     * @throws VssException {@link HResult#E_INVALIDARG} if the text is not a GUID
     */
    public static SessionId parse(String text) throws VssException {
        return new SessionId(VssId.parseGuid(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
