package org.openvss.embedded;

import java.util.List;
import org.openvss.Deletion;
import org.openvss.HResult;
import org.openvss.ProviderInfo;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.provider.ExposedCopy;
import org.openvss.provider.Provider;
import org.openvss.provider.ProviderCapabilities;
import org.openvss.provider.ProviderTransaction;
import org.openvss.provider.StoredCopy;
import org.openvss.provider.Support;
import org.openvss.provider.WritableClone;

/**
 * Stands for a provider that needs a privilege which this process does not have: it is listed, and
 * answers E_ACCESSDENIED before anything is touched.
 */
final class DeniedProvider implements Provider {
    private final Provider provider;

    DeniedProvider(Provider provider) {
        this.provider = provider;
    }

    @Override
    public ProviderInfo info() {
        return provider.info();
    }

    @Override
    public ProviderCapabilities capabilities() {
        return provider.capabilities();
    }

    @Override
    public Support supports(Volume volume) throws VssException {
        throw denied("copies of " + volume.mountPoint());
    }

    @Override
    public ProviderTransaction begin(ShadowCopySetId set, ShadowCopyContext context)
            throws VssException {
        throw denied("sets");
    }

    @Override
    public List<StoredCopy> shadowCopies() {
        return List.of();
    }

    @Override
    public List<ShadowCopySet> rescan() {
        return List.of();
    }

    @Override
    public Deletion delete(ShadowCopyId copy, boolean force) throws VssException {
        throw denied("deleting " + copy);
    }

    @Override
    public ExposedCopy expose(ShadowCopyId copy, String folder) throws VssException {
        throw denied("exposing " + copy);
    }

    @Override
    public void unexpose(ShadowCopyId copy, String folder, boolean force) throws VssException {
        throw denied("unexposing " + copy);
    }

    @Override
    public WritableClone writableClone(ShadowCopyId copy, String folder) throws VssException {
        throw denied("verifying " + copy);
    }

    @Override
    public void revert(ShadowCopyId copy, Volume original, boolean force) throws VssException {
        throw denied("reverting to " + copy);
    }

    private VssException denied(String what) {
        return new VssException(
                HResult.E_ACCESSDENIED,
                what
                        + " by the provider "
                        + info().name()
                        + " need the privilege to mount and to freeze file systems; run vss as"
                        + " root in the initial user namespace, or use --provider copy");
    }
}
