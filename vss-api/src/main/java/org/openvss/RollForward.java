package org.openvss;

import org.jspecify.annotations.Nullable;

/**
 * How far logs are replayed after a restore.
 *
 * @param type all, nothing, or up to a point
 * @param point the point in the form of the writer; null unless the type is PARTIAL
 */
public record RollForward(RollForwardType type, @Nullable String point) {}
