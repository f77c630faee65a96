package org.openvss.provider;

import org.jspecify.annotations.Nullable;

/**
 * What deleting one copy would free. Copies share space with their originals and with each other,
 * so what two of them free together can be more than both figures.
 *
 * @param exclusiveBytes bytes that nothing but the copy uses, or null if that is not known
 * @param exact whether the storage counts exactly that; otherwise it is an estimate
 * @param how how it was found out, or why it is not known, as a clause for people
 */
public record CopySpace(@Nullable Long exclusiveBytes, boolean exact, String how) {
    /** Returns an exact figure. */
    public static CopySpace exactly(long bytes, String how) {
        return new CopySpace(bytes, true, how);
    }

    /** Returns an estimate. */
    public static CopySpace about(long bytes, String how) {
        return new CopySpace(bytes, false, how);
    }

    /** Returns that it is not known, and why. */
    public static CopySpace unknown(String why) {
        return new CopySpace(null, false, why);
    }
}
