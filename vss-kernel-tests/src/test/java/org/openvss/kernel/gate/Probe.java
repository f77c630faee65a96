package org.openvss.kernel.gate;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks from another process whether volumes accept a write and its fsync. */
final class Probe {
    private Probe() {}

    /**
     * Writes to all volumes side by side.
     *
     * @return mount points that did not accept the write within the limit
     */
    static List<String> notWritable(List<String> mountPoints, Duration limit)
            throws IOException, InterruptedException {
        List<Process> writers = new ArrayList<>();
        long begun = System.nanoTime();
        for (String mountPoint : mountPoints) {
            writers.add(
                    new ProcessBuilder(
                                    "dd",
                                    "if=/dev/zero",
                                    "of=" + mountPoint + "/probe",
                                    "bs=4k",
                                    "count=1",
                                    "conv=fsync",
                                    "status=none")
                            .start());
        }
        List<String> hanging = new ArrayList<>();
        for (int index = 0; index < writers.size(); index++) {
            long left = limit.toNanos() - (System.nanoTime() - begun);
            Process writer = writers.get(index);
            if (!writer.waitFor(Math.max(1, left), TimeUnit.NANOSECONDS)
                    || writer.exitValue() != 0) {
                hanging.add(mountPoints.get(index));
                writer.destroyForcibly();
            }
        }
        return hanging;
    }
}
