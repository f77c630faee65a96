package org.openvss.coordinator.port;

import org.openvss.ShadowCopySetId;
import org.openvss.VssException;

/**
 * Tells auto-release sets of living requesters from those whose requester died without closing its
 * session; the latter are deleted by recovery.
 */
public interface AutoReleaseClaims {
    /**
     * Claims a set for this process, until the claim is closed or the process ends in any way.
     *
     * @param set the set
     * @throws VssException {@code VSS_E_UNEXPECTED}
     */
    Claim claim(ShadowCopySetId set) throws VssException;

    /**
     * Tells whether a living process holds the claim of a set.
     *
     * @param set the set
     * @throws VssException {@code VSS_E_UNEXPECTED}
     */
    boolean isClaimed(ShadowCopySetId set) throws VssException;

    /** A claim; closing it again does nothing. */
    interface Claim extends AutoCloseable {
        @Override
        void close();
    }
}
