package org.openvss.benchmarks;

import java.util.List;

/**
 * Median and quartiles of measurements, in milliseconds.
 *
 * @param lower a quarter of the measurements is at most this
 * @param median half of the measurements is at most this
 * @param upper three quarters of the measurements are at most this
 * @param measurements number of measurements
 */
public record Quartiles(double lower, double median, double upper, int measurements) {
    /**
     * Sums up measurements, interpolating between neighbours.
     *
     * @param nanos at least one, in any order
     */
    static Quartiles ofNanos(List<Long> nanos) {
        if (nanos.isEmpty()) {
            throw new IllegalArgumentException("no measurement");
        }
        List<Long> sorted = nanos.stream().sorted().toList();
        return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75), sorted.size());
    }

    private static double at(List<Long> sorted, double part) {
        double place = part * (sorted.size() - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        double nanos =
                sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
        return nanos / 1e6;
    }
}
