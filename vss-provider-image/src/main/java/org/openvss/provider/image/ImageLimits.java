package org.openvss.provider.image;

import java.time.Duration;

/**
 * How much the provider asks of the host of an image.
 *
 * @param longestCut longest predicted cut; writers wait for as long
 * @param smallestReserve room in bytes that must be left for each copy to grow
 * @param reservePercent room that must be left for each copy, in percent of its image
 */
public record ImageLimits(Duration longestCut, long smallestReserve, int reservePercent) {
    /** Expected time of a cut for every extent of the image. */
    static final Duration PER_EXTENT = Duration.ofNanos(15_000);

    /** Metadata that the host keeps for every extent of a clone, in bytes. */
    static final long BYTES_PER_EXTENT = 128;

    /** Returns the defaults: 2 s, and the larger of 64 MiB and 1 % of the image. */
    public static ImageLimits standard() {
        return new ImageLimits(Duration.ofSeconds(2), 64L << 20, 1);
    }

    /** Returns the room that a copy needs, in bytes. */
    long roomFor(long imageSize, long extents) {
        return Math.max(smallestReserve, imageSize / 100 * reservePercent)
                + extents * BYTES_PER_EXTENT;
    }
}
