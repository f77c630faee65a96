package org.openvss.provider;

import org.jspecify.annotations.Nullable;

/**
 * Where a mounted copy can be read.
 *
 * @param path folder that shows what the original's mount point showed
 * @param device block device of the mount, or null if it has none
 */
public record ExposedCopy(String path, @Nullable String device) {}
