package org.openvss.provider.btrfs;

import java.time.Duration;

/**
 * What the provider may ask of a file system.
 *
 * @param reserve room in bytes that must be available before a copy is made
 * @param mostAttempts how often the subvolumes of a file system are cut until all of them share one
 *     transaction
 * @param longestCut when no further attempt is begun; other volumes may be held meanwhile
 */
public record BtrfsLimits(long reserve, int mostAttempts, Duration longestCut) {
    /** Returns the defaults: 64 MiB, 40 attempts, 1 s. */
    public static BtrfsLimits standard() {
        return new BtrfsLimits(64L << 20, 40, Duration.ofSeconds(1));
    }
}
