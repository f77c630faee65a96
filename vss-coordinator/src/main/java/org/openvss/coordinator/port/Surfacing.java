package org.openvss.coordinator.port;

import org.openvss.ShadowCopyId;
import org.openvss.VssException;
import org.openvss.provider.ExposedCopy;
import org.openvss.provider.Provider;

/** Where completed copies can be read as soon as they are made. */
public interface Surfacing {
    /**
     * Mounts a completed copy at its usual folder; one that is already there stays.
     *
     * @param copy the copy
     * @param provider its provider
     * @throws VssException whatever {@link Provider#expose} throws
     */
    ExposedCopy surface(ShadowCopyId copy, Provider provider) throws VssException;

    /**
     * Takes it away again; no mount is no error.
     *
     * @param copy the copy
     * @param provider its provider
     * @param force whether to detach it although it is in use
     * @throws VssException {@code VSS_E_VOLUME_IN_USE}
     */
    void withdraw(ShadowCopyId copy, Provider provider, boolean force) throws VssException;
}
