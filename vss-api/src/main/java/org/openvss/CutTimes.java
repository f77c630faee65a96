package org.openvss;

import org.jspecify.annotations.Nullable;

/**
 * When one volume was held, cut and released; CLOCK_MONOTONIC nanoseconds since the first freeze
 * call of the set.
 *
 * @param gateClosedNanos when the volume's gate had closed, or null without a gate
 * @param cutStartedNanos when the cut began
 * @param cutFinishedNanos when the cut had ended
 * @param gateOpenedNanos when the volume's gate began to open, or null without a gate
 * @param openedByUs whether the opening found the volume still frozen by us; true without a gate
 */
public record CutTimes(
        @Nullable Long gateClosedNanos,
        long cutStartedNanos,
        long cutFinishedNanos,
        @Nullable Long gateOpenedNanos,
        boolean openedByUs) {}
