package org.openvss.provider.btrfs;

import org.openvss.HResult;
import org.openvss.provider.Support.NotSupported;

/** Why the provider does not take a volume, in principle. */
final class NotTakenException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String remedy;

    /**
     * Creates a refusal.
     *
     * @param reason why, as a clause
     * @param remedy what the administrator can do, as a clause; may be empty
     */
    NotTakenException(String reason, String remedy) {
        super(reason);
        this.reason = reason;
        this.remedy = remedy;
    }

    NotSupported toSupport() {
        return new NotSupported(HResult.VSS_E_VOLUME_NOT_SUPPORTED, reason, remedy);
    }
}
