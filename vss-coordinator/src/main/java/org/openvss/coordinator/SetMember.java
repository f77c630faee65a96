package org.openvss.coordinator;

import java.util.Set;
import org.openvss.ShadowCopyId;
import org.openvss.Volume;
import org.openvss.provider.Provider;
import org.openvss.provider.Quiesce;

/**
 * One volume of a set that is being built.
 *
 * @param copy id of the copy to be made
 * @param argument how the requester named the volume
 * @param volume the volume
 * @param provider who makes the copy
 * @param beneath device numbers of everything under the volume and under its copy
 */
record SetMember(
        ShadowCopyId copy, String argument, Volume volume, Provider provider, Set<String> beneath) {
    SetMember {
        beneath = Set.copyOf(beneath);
    }

    /** Returns what the provider needs so that its cut shows one instant. */
    Quiesce quiesce() {
        return provider.capabilities().quiesce();
    }
}
