package org.openvss.coordinator.port;

import org.openvss.ShadowCopySetId;

/** Hears of progress; may neither throw nor block, and is never called while writes are held. */
public interface CreationListener {
    /** Hears nothing. */
    CreationListener NONE = (set, phase) -> {};

    /**
     * A phase begins.
     *
     * @param set the set
     * @param phase name of the phase, as in the timeline
     */
    void phaseBegins(ShadowCopySetId set, String phase);
}
