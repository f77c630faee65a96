package org.openvss.kernel.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openvss.gate.GateChild.Action;
import org.openvss.gate.GateChild.Step;

/** A {@link org.openvss.gate.GateChild} in a process of its own, and what becomes of it. */
final class DoomedChild {
    private final Process process;
    private final BufferedReader lines;
    private long actedAt;
    private volatile String outcome = "";
    private @Nullable Thread rest;

    private DoomedChild(Process process) {
        this.process = process;
        this.lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static DoomedChild start(
            Action action,
            Step step,
            int number,
            Duration hold,
            String thawed,
            List<String> mountPoints)
            throws IOException {
        List<String> command =
                ChildCommand.ofThisProcess().words(action, step, number, hold, thawed, mountPoints);
        return new DoomedChild(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Reads what the child says until it acts; the rest is read beside. */
    void awaitAct() throws IOException {
        StringBuilder before = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("acting ")) {
                actedAt = Long.parseLong(line.substring("acting ".length()));
                rest = Thread.ofPlatform().daemon().start(this::readRest);
                return;
            }
            before.append(line).append('\n');
        }
        throw new AssertionError("the child ended before it acted:\n" + before);
    }

    /** Returns the instant of the monotonic clock at which it acted. */
    long actedAt() {
        return actedAt;
    }

    void awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    /** The set failed, with a code that begins like this. */
    void assertFailed(String code) throws InterruptedException {
        awaitEnd();
        Objects.requireNonNull(rest).join();
        assertThat(outcome).startsWith("failed " + code);
    }

    void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    }

    private void readRest() {
        lines.lines()
                .filter(line -> line.startsWith("failed ") || line.equals("held"))
                .forEach(line -> outcome = line);
    }
}
