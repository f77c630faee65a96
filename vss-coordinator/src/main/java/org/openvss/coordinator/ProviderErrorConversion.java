package org.openvss.coordinator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.ProviderInfo;
import org.openvss.VssException;

/**
 * What a requester sees when a provider fails: allowed codes as they are, anything else as
 * VSS_E_UNEXPECTED_PROVIDER_ERROR with the names of provider and method. Pure functions.
 */
final class ProviderErrorConversion {
    // Numbers of the generic Linux ABI, the same on every architecture that runs a JVM.
    private static final int ENOMEM = 12;
    private static final int ENOSPC = 28;
    private static final int EDQUOT = 122;

    private ProviderErrorConversion() {}

    /**
     * Converts what a provider threw.
     *
     * @param provider who failed
     * @param method in which call
     * @param failure what it threw
     */
    static VssException convert(ProviderInfo provider, ProviderMethod method, Throwable failure) {
        if (failure instanceof VssException coded) {
            if (method.allowed().contains(coded.code())) {
                return coded;
            }
            return unexpected(
                            provider,
                            method,
                            "answered "
                                    + coded.code().label()
                                    + ", which is no answer to this call: "
                                    + coded.sentence(),
                            coded)
                    .withResidue(coded.residue());
        }
        return unexpected(provider, method, "threw " + failure, failure);
    }

    /**
     * Describes a call that did not return in its time.
     *
     * @param provider who failed
     * @param method in which call
     * @param limit how long it was waited for
     * @param thread the thread that was abandoned
     */
    static VssException overrun(
            ProviderInfo provider, ProviderMethod method, Duration limit, String thread) {
        return unexpected(
                provider,
                method,
                "did not return within "
                        + limit.toSeconds()
                        + " s, so its storage may be dead or frozen by somebody; its thread '"
                        + thread
                        + "' was abandoned",
                null);
    }

    /**
     * Converts the errno of a failed cut.
     *
     * @param provider whose cut failed
     * @param volume mount point of the volume
     * @param errno why
     */
    static VssException failedCut(ProviderInfo provider, String volume, int errno) {
        String where = "provider " + provider.name() + " could not cut " + volume + ": ";
        return switch (errno) {
            case ENOSPC ->
                    new VssException(
                            HResult.VSS_E_INSUFFICIENT_STORAGE,
                            where
                                    + "the storage of the copy is full (ENOSPC, 28); delete old"
                                    + " shadow copies or add space, then try again");
            case EDQUOT ->
                    new VssException(
                            HResult.VSS_E_INSUFFICIENT_STORAGE,
                            where
                                    + "the quota of the copy's storage is used up (EDQUOT, 122);"
                                    + " delete old shadow copies or raise the quota, then try"
                                    + " again");
            case ENOMEM ->
                    new VssException(
                            HResult.E_OUTOFMEMORY,
                            where + "the kernel has no memory left (ENOMEM, 12)");
            default ->
                    new VssException(
                            HResult.VSS_E_PROVIDER_VETO,
                            where
                                    + "the call failed with errno "
                                    + errno
                                    + "; the kernel log may say more, try again in ten minutes");
        };
    }

    private static VssException unexpected(
            ProviderInfo provider, ProviderMethod method, String what, @Nullable Throwable cause) {
        return new VssException(
                HResult.VSS_E_UNEXPECTED_PROVIDER_ERROR,
                "provider "
                        + provider.name()
                        + " "
                        + provider.version()
                        + " failed in "
                        + method.documentedName()
                        + ": it "
                        + what,
                cause);
    }
}
