package org.openvss.embedded;

import org.jspecify.annotations.Nullable;

/**
 * Which provider takes a mounted volume, or exactly why none does.
 *
 * @param mountPoint its first mount point
 * @param fileSystemType its type as in mountinfo
 * @param source what is mounted, as in mountinfo
 * @param volumeId its lasting identity, or null if it is no volume that could have copies
 * @param provider name of the provider that takes it by itself, or null
 * @param reason why no provider takes it by itself; empty if one does
 * @param remedy what to do instead; may be empty
 */
public record VolumeReport(
        String mountPoint,
        String fileSystemType,
        String source,
        @Nullable String volumeId,
        @Nullable String provider,
        String reason,
        String remedy) {}
