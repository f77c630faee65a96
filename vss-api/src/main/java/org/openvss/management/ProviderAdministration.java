package org.openvss.management;

import java.util.Set;
import org.openvss.Mirrors;
import org.openvss.Part;
import org.openvss.ProviderCapability;
import org.openvss.ProviderId;
import org.openvss.ProviderInfo;
import org.openvss.ShadowCopyContext;
import org.openvss.VssException;

/**
 * Registers providers and ends what they do; queries are part of {@link
 * org.openvss.BackupComponents}.
 */
@Mirrors({"IVssAdmin", "IVssAdminEx"})
public interface ProviderAdministration {
    /**
     * Registers a provider; mirrors {@code RegisterProvider}.
     *
     * @param provider who it is
     * @throws VssException {@code VSS_E_PROVIDER_ALREADY_REGISTERED}
     */
    @Mirrors(value = "IVssAdmin::RegisterProvider", arrivesWith = Part.MANAGEMENT)
    default void registerProvider(ProviderInfo provider) throws VssException {
        throw Part.MANAGEMENT.missing("RegisterProvider");
    }

    /**
     * Forgets a provider; mirrors {@code UnregisterProvider}.
     *
     * @param provider the provider
     * @throws VssException {@code VSS_E_PROVIDER_NOT_REGISTERED}, {@code VSS_E_PROVIDER_IN_USE}
     */
    @Mirrors(value = "IVssAdmin::UnregisterProvider", arrivesWith = Part.MANAGEMENT)
    default void unregisterProvider(ProviderId provider) throws VssException {
        throw Part.MANAGEMENT.missing("UnregisterProvider");
    }

    /**
     * Undoes the set that is being made; mirrors {@code AbortAllSnapshotsInProgress}.
     *
     * @throws VssException {@code E_ACCESSDENIED}
     */
    @Mirrors(value = "IVssAdmin::AbortAllSnapshotsInProgress", arrivesWith = Part.MANAGEMENT)
    default void abortAllSnapshotsInProgress() throws VssException {
        throw Part.MANAGEMENT.missing("AbortAllSnapshotsInProgress");
    }

    /**
     * Returns what a hardware provider can do; mirrors {@code GetProviderCapability}.
     *
     * @param provider the provider
     * @throws VssException {@code VSS_E_PROVIDER_NOT_REGISTERED}
     */
    @Mirrors(value = "IVssAdminEx::GetProviderCapability", arrivesWith = Part.MANAGEMENT)
    default Set<ProviderCapability> getProviderCapability(ProviderId provider) throws VssException {
        throw Part.MANAGEMENT.missing("GetProviderCapability");
    }

    /**
     * Returns the context in which a provider works; mirrors {@code GetProviderContext}.
     *
     * @param provider the provider
     * @throws VssException {@code VSS_E_PROVIDER_NOT_REGISTERED}
     */
    @Mirrors(value = "IVssAdminEx::GetProviderContext", arrivesWith = Part.MANAGEMENT)
    default ShadowCopyContext getProviderContext(ProviderId provider) throws VssException {
        throw Part.MANAGEMENT.missing("GetProviderContext");
    }

    /**
     * Sets the context in which a provider works; mirrors {@code SetProviderContext}.
     *
     * @param provider the provider
     * @param context the context
     * @throws VssException {@code VSS_E_PROVIDER_NOT_REGISTERED}
     */
    @Mirrors(value = "IVssAdminEx::SetProviderContext", arrivesWith = Part.MANAGEMENT)
    default void setProviderContext(ProviderId provider, ShadowCopyContext context)
            throws VssException {
        throw Part.MANAGEMENT.missing("SetProviderContext");
    }
}
