package org.openvss.coordinator.port;

import java.util.List;
import java.util.Optional;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;

/** What exists: the visible sets. A set is there entirely or not at all. */
public interface ShadowCopyCatalog {
    /**
     * Makes a set visible, or replaces it; durable when the method returns.
     *
     * @param set the set
     * @throws VssException {@code VSS_E_INSUFFICIENT_STORAGE}, {@code VSS_E_UNEXPECTED}
     */
    void put(ShadowCopySet set) throws VssException;

    /**
     * Removes a set; no set is no error.
     *
     * @param set the set
     * @throws VssException {@code VSS_E_UNEXPECTED}
     */
    void remove(ShadowCopySetId set) throws VssException;

    /**
     * Returns a visible set.
     *
     * @param set the set
     * @throws VssException {@code VSS_E_UNEXPECTED}
     */
    Optional<ShadowCopySet> find(ShadowCopySetId set) throws VssException;

    /**
     * Returns all visible sets, oldest first.
     *
     * @throws VssException {@code VSS_E_UNEXPECTED}
     */
    List<ShadowCopySet> list() throws VssException;
}
