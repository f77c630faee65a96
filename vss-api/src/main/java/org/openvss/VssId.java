package org.openvss;

import java.util.UUID;
import java.util.regex.Pattern;

/** A GUID of VSS ({@code VSS_ID}), typed so that the kinds cannot be exchanged by mistake. */
@Mirrors("VSS_ID")
public sealed interface VssId
        permits ShadowCopySetId, ShadowCopyId, WriterId, WriterInstanceId, ProviderId, SessionId {
    /** Returns the GUID. */
    UUID value();

    /**
     * Reads a GUID in any case, with or without braces.
     *
     * @param text the text to read
     * @throws VssException {@link HResult#E_INVALIDARG} if the text is not a GUID
     */
    static UUID parseGuid(String text) throws VssException {
        String bare = text;
        if (bare.startsWith("{") && bare.endsWith("}")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        if (!Guid.FORM.matcher(bare).matches()) {
            throw new VssException(
                    HResult.E_INVALIDARG,
                    "'"
                            + text
                            + "' is not an id; an id looks like"
                            + " 3f2504e0-4f89-41d3-9a0c-0305e82c3301 (see 'vss list sets')");
        }
        return UUID.fromString(bare);
    }

    /** Holds the form of a GUID; an interface cannot have private constants. */
    final class Guid {
        private static final Pattern FORM =
                Pattern.compile(
                        "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

        private Guid() {}
    }
}
