package org.openvss.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.openvss.benchmarks.DemonstrationReport.LeftOut;

/**
 * What a {@link GateBenchmark} has measured.
 *
 * @param rounds how often each contender was measured in each row
 * @param before the machine before the first measurement
 * @param after the machine after the last one
 * @param rows the measurements
 * @param skipped contenders that could not take part
 */
public record GateBenchmarkReport(
        int rounds, Conditions before, Conditions after, List<Row> rows, List<LeftOut> skipped) {
    /** Copies the lists. */
    public GateBenchmarkReport {
        rows = List.copyOf(rows);
        skipped = List.copyOf(skipped);
    }

    /**
     * What may disturb.
     *
     * @param processors how many processors this process may use
     * @param kernel release of the kernel
     * @param loadAverage of the last minute; negative if it is not known
     */
    public record Conditions(int processors, String kernel, double loadAverage) {
        static Conditions now() {
            return new Conditions(
                    Runtime.getRuntime().availableProcessors(),
                    System.getProperty("os.version", "unknown"),
                    readLoadAverage());
        }

        private static double readLoadAverage() {
            try {
                return Double.parseDouble(
                        Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
            } catch (IOException | NumberFormatException e) {
                return -1;
            }
        }
    }

    /**
     * One number of volumes, idle or under load.
     *
     * @param volumes how many
     * @param load whether every volume was written to meanwhile
     * @param held how long writes were held, in milliseconds, by contender
     */
    public record Row(int volumes, boolean load, Map<GateContender.Kind, Quartiles> held) {
        /** Copies the map. */
        public Row {
            held = Map.copyOf(held);
        }

        /** Returns how long OpenVSS held writes. */
        public Optional<Quartiles> vss() {
            return Optional.ofNullable(held.get(GateContender.Kind.VSS));
        }

        /** Returns how long the C program held writes; empty if it was skipped. */
        public Optional<Quartiles> program() {
            return Optional.ofNullable(held.get(GateContender.Kind.C_PROGRAM));
        }

        /** Returns how long the script held writes; empty if it was skipped. */
        public Optional<Quartiles> script() {
            return Optional.ofNullable(held.get(GateContender.Kind.SCRIPT));
        }

        /** Returns how many times as long as the C program OpenVSS held writes, by the medians. */
        public OptionalDouble vssToProgram() {
            return ratio(vss(), program());
        }

        /** Returns how many times as long as OpenVSS the script held writes, by the medians. */
        public OptionalDouble scriptToVss() {
            return ratio(script(), vss());
        }

        private static OptionalDouble ratio(Optional<Quartiles> above, Optional<Quartiles> below) {
            return above.isPresent() && below.isPresent() && below.get().median() > 0
                    ? OptionalDouble.of(above.get().median() / below.get().median())
                    : OptionalDouble.empty();
        }
    }
}
