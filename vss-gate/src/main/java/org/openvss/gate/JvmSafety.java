package org.openvss.gate;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;

/**
 * Refuses to close a gate in a Java virtual machine that writes to files by itself: it stops with
 * all of its threads as soon as the file system of such a file is frozen.
 */
final class JvmSafety {
    private static final int LIMIT = 16 * 1024 * 1024;

    private JvmSafety() {}

    /**
     * Checks the virtual machine that runs this.
     *
     * @throws VssException {@code VSS_E_UNEXPECTED} with the option to set
     */
    static void check() throws VssException {
        try {
            String maps =
                    new String(
                            FileCalls.readFile("/proc/self/maps", LIMIT),
                            StandardCharsets.ISO_8859_1);
            List<String> arguments = ManagementFactory.getRuntimeMXBean().getInputArguments();
            Optional<String> reason = reasonToRefuse(maps, arguments);
            if (reason.isPresent()) {
                throw new VssException(
                        HResult.VSS_E_UNEXPECTED,
                        "Writes cannot be held safely by this Java virtual machine: "
                                + reason.get());
            }
        } catch (LinuxException failure) {
            throw Failures.of("The Java virtual machine cannot be checked", failure, "");
        }
    }

    /**
     * Says what is unsafe, and what to do about it.
     *
     * @param maps content of {@code /proc/self/maps}
     * @param arguments options of the virtual machine
     */
    static Optional<String> reasonToRefuse(String maps, List<String> arguments) {
        if (maps.lines().anyMatch(line -> line.contains("/hsperfdata_"))) {
            return Optional.of(
                    "it keeps a performance data file. Start it with -XX:-UsePerfData or"
                            + " -XX:+PerfDisableSharedMem.");
        }
        for (String argument : arguments) {
            if (argument.startsWith("-XX:StartFlightRecording")
                    || argument.startsWith("-XX:+FlightRecorder")) {
                return Optional.of(
                        "it records flight data to a file. Start it without '" + argument + "'.");
            }
            if (argument.startsWith("-Xloggc:") || logsToFile(argument)) {
                return Optional.of(
                        "it logs to a file. Start it without '"
                                + argument
                                + "', or log to stdout or stderr.");
            }
        }
        return Optional.empty();
    }

    /** The output is the second part of {@code -Xlog:what:output:decorators:options}. */
    private static boolean logsToFile(String argument) {
        if (!argument.startsWith("-Xlog:")) {
            return false;
        }
        String[] part = argument.substring("-Xlog:".length()).split(":", -1);
        if (part.length < 2 || part[1].isEmpty()) {
            return false;
        }
        String output = part[1].toLowerCase(Locale.ROOT);
        return !output.equals("stdout") && !output.equals("stderr");
    }
}
