package org.openvss;

/**
 * Where a path begins, and under which name its volume is known to shadow copies.
 *
 * @param root mount point of the volume on which the path lies
 * @param logicalPrefix lasting name of that volume
 */
public record PrefixPaths(String root, String logicalPrefix) {}
