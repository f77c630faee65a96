package org.openvss.kernel.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** Processes of a test that write without end, and whether they get on. */
final class Writers {
    private static final String APPEND =
            "open F, '>>', $ARGV[0] or die; while (1) { syswrite F, \"x\"; select undef, undef,"
                    + " undef, 0.002 }";
    private static final String SYNC =
            "use IO::Handle; open F, '>', $ARGV[0] or die; while (1) { sysseek F, 0, 0; syswrite F,"
                    + " sprintf '%08d', $i++; F->sync }";

    private final ControlGroups groups;
    private final List<Path> files = new ArrayList<>();

    Writers(ControlGroups groups) {
        this.groups = groups;
    }

    /** Starts a process that appends to a file without end. */
    void append(String group, Path file) throws IOException {
        groups.start(group, List.of("perl", "-e", APPEND, file.toString()));
        files.add(file);
    }

    /** Starts a process that waits for the disk after each write. */
    void sync(String group, Path file) throws IOException {
        groups.start(group, List.of("perl", "-e", SYNC, file.toString()));
        files.add(file);
    }

    /** Starts a Java process with several threads that write. */
    void threads(String group, String how, int threads, String folder) throws IOException {
        groups.start(
                group,
                List.of(
                        Objects.requireNonNull(System.getProperty("java.home")) + "/bin/java",
                        "-XX:-UsePerfData",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx32m",
                        "-cp",
                        Objects.requireNonNull(System.getProperty("java.class.path")),
                        Writing.class.getName(),
                        how,
                        Integer.toString(threads),
                        folder));
        for (int thread = 0; thread < threads; thread++) {
            files.add(Path.of(folder, how + thread));
        }
    }

    /** Waits until every writer has written something new. */
    void awaitProgress() throws IOException {
        List<String> before = state();
        long begun = System.nanoTime();
        while (true) {
            if (allDifferFrom(before)) {
                return;
            }
            assertThat(System.nanoTime() - begun)
                    .as("nanoseconds until all writers get on: %s, %s", before, state())
                    .isLessThan(Duration.ofSeconds(30).toNanos());
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Tells whether every writer has written since. */
    boolean allDifferFrom(List<String> before) throws IOException {
        List<String> now = state();
        for (int at = 0; at < now.size(); at++) {
            if (now.get(at).equals(before.get(at))) {
                return false;
            }
        }
        return true;
    }

    /** Returns the content of each file, shortened; different if anything was written. */
    List<String> state() throws IOException {
        List<String> states = new ArrayList<>();
        for (Path file : files) {
            byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            int end = Math.min(bytes.length, 8);
            String head = java.util.HexFormat.of().formatHex(bytes, 0, end);
            states.add(file.getFileName() + " " + bytes.length + " " + head);
        }
        return states;
    }
}
