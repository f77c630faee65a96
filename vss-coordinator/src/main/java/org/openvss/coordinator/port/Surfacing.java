package org.openvss.coordinator.port;

import java.util.Optional;
import org.openvss.ShadowCopyId;
import org.openvss.VssException;
import org.openvss.provider.ExposedCopy;
import org.openvss.provider.Provider;

/**
 * Where completed copies can be read as soon as they are made. The catalog does not record it: a
 * mount ends with a reboot, the copy does not.
 */
public interface Surfacing {
    /**
     * Mounts a completed copy at its usual folder; one that is already there stays.
     *
     * @param copy the copy
     * @param provider its provider
     * @return where it is, or empty if this requester mounts its copies by itself
     * @throws VssException whatever {@link Provider#expose} throws
     */
    Optional<ExposedCopy> surface(ShadowCopyId copy, Provider provider) throws VssException;

    /**
     * Returns where a copy can be read now, without mounting it; empty if nowhere.
     *
     * @param copy the copy
     * @throws VssException {@code VSS_E_UNEXPECTED} if the mounts cannot be read
     */
    Optional<ExposedCopy> find(ShadowCopyId copy) throws VssException;

    /**
     * Passes if a copy can be exposed at a folder of the requester's choice.
     *
     * @param folder absolute path
     * @throws VssException {@code E_INVALIDARG} unless it is an existing empty folder
     */
    void requireEmptyFolder(String folder) throws VssException;

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
