package org.openvss.management;

import org.openvss.Mirrors;

/**
 * Whether a volume or its copies win when storage fails.
 *
 * @param level who wins
 * @param offline whether the volume was taken off-line for its protection
 * @param fault why it was
 * @param failureStatus code of the system behind the fault, 0 without one
 * @param hasUnusedArea whether the volume holds areas whose original is gone
 */
@Mirrors("VSS_VOLUME_PROTECTION_INFO")
public record VolumeProtection(
        ProtectionLevel level,
        boolean offline,
        ProtectionFault fault,
        int failureStatus,
        boolean hasUnusedArea) {}
