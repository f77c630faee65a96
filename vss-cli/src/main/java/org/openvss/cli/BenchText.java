package org.openvss.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.openvss.benchmarks.DemonstrationReport.LeftOut;
import org.openvss.benchmarks.GateBenchmarkReport;
import org.openvss.benchmarks.GateBenchmarkReport.Conditions;
import org.openvss.benchmarks.GateBenchmarkReport.Row;
import org.openvss.benchmarks.Quartiles;

/** The benchmark for people: one line for each row, printed as soon as it is known. */
final class BenchText {
    private BenchText() {}

    static void heading(Output output, int rounds) {
        output.line(
                "For how long are writes held? From the first freeze call to the return of the");
        output.line(
                "last thaw, in ms: median (quartiles) of "
                        + rounds
                        + " rounds, one contender after the other.");
        output.line("");
        output.line(format("VOLUMES", "LOAD", "VSS", "C PROGRAM", "SCRIPT", "VSS/C", "SCRIPT/VSS"));
    }

    static void row(Output output, Row row) {
        output.line(
                format(
                        row.volumes() + "",
                        row.load() ? "yes" : "no",
                        cell(row.vss()),
                        cell(row.program()),
                        cell(row.script()),
                        ratio(row.vssToProgram(), "%.2f"),
                        ratio(row.scriptToVss(), "%.0f")));
    }

    private static String format(Object... cells) {
        return String.format(Locale.ROOT, "%7s  %-4s  %-22s  %-22s  %-25s  %7s  %8s", cells)
                .stripTrailing();
    }

    private static String cell(Optional<Quartiles> held) {
        return held.map(each ->
                        String.format(
                                Locale.ROOT,
                                "%.2f (%.2f-%.2f)",
                                each.median(),
                                each.lower(),
                                each.upper()))
                .orElse("-");
    }

    private static String ratio(OptionalDouble ratio, String format) {
        return ratio.isPresent() ? String.format(Locale.ROOT, format, ratio.getAsDouble()) : "-";
    }

    static void end(Output output, GateBenchmarkReport report) {
        output.line("");
        for (LeftOut skipped : report.skipped()) {
            output.line("Skipped: " + skipped.what() + ", because " + skipped.why() + ".");
        }
        Conditions before = report.before();
        output.line(
                String.format(
                        Locale.ROOT,
                        "%d processors, Linux %s; load average %.1f before and %.1f after.",
                        before.processors(),
                        before.kernel(),
                        before.loadAverage(),
                        report.after().loadAverage()));
        output.line(
                "Volumes: ext4 and xfs by turns, their images on one xfs. Load: 1 KiB every 5 ms to"
                        + " each volume.");
        output.line(
                "C program: same plan (a thread for each volume, syncfs twice, rcu_expedited,"
                        + " FICLONE).");
        output.line("Script: fsfreeze -f each, cp --reflink=always each, fsfreeze -u each.");
    }
}
