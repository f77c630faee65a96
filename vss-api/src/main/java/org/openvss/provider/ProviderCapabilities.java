package org.openvss.provider;

import java.util.Set;
import org.openvss.ShadowCopyAttribute;

/**
 * Facts that a provider declares and that the contract kit verifies both ways.
 *
 * @param quiesce what it needs for one instant
 * @param groupCut whether one cut may serve several volumes
 * @param writableCopies whether a copy can be made writable between preFinalCommit and
 *     postFinalCommit
 * @param persistentCopies whether copies survive the requester and a reboot
 * @param revert whether the original can be reverted to a copy
 * @param onlyWhenNamed whether it is never chosen by itself
 * @param needsPrivilege whether it needs the privilege to mount and freeze
 * @param maximumCopiesPerVolume most copies that one volume may have
 * @param attributes modifiers that a requester may ask for, such as DIFFERENTIAL
 */
public record ProviderCapabilities(
        Quiesce quiesce,
        boolean groupCut,
        boolean writableCopies,
        boolean persistentCopies,
        boolean revert,
        boolean onlyWhenNamed,
        boolean needsPrivilege,
        int maximumCopiesPerVolume,
        Set<ShadowCopyAttribute> attributes) {
    /** Copies the set. */
    public ProviderCapabilities {
        attributes = Set.copyOf(attributes);
    }
}
