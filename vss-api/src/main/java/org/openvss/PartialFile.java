package org.openvss;

import org.jspecify.annotations.Nullable;

/**
 * A file of which only parts are saved.
 *
 * @param path folder of the file
 * @param fileName name of the file, without wildcards
 * @param ranges {@code offset:length} pairs, comma separated, decimal or {@code 0x…}; or {@code
 *     File=} and the path of a file with the ranges
 * @param metadata what the writer wants to find again, or null
 */
public record PartialFile(String path, String fileName, String ranges, @Nullable String metadata) {}
