package org.openvss.kernel.guest;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * The results of the tests in a guest, one line for each event, written as they come: a guest that
 * hangs leaves the name of the test in which it hangs. A line has the words event, name, text and
 * milliseconds; name and text are in Base64.
 *
 * @param results what became of each test, in order
 * @param running name of the test that had begun and not ended, if any
 * @param complete whether the run came to its end
 */
record GuestResults(List<Result> results, Optional<String> running, boolean complete) {
    /** How a test or a whole class ended. */
    enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    /**
     * What became of one test.
     *
     * @param name class and test, for people
     * @param outcome how it ended
     * @param text why it failed or was skipped; empty if it passed
     * @param millis how long it took
     */
    record Result(String name, Outcome outcome, String text, long millis) {}

    private static final String BEGUN = "BEGUN";
    private static final String END = "END";

    /** Opens a file for results. */
    static Writer writeTo(Path file) throws IOException {
        return new Writer(Files.newBufferedWriter(file));
    }

    /** Reads what a guest wrote; a file that is missing means that no test began. */
    static GuestResults read(Path file) throws IOException {
        List<Result> results = new ArrayList<>();
        Optional<String> running = Optional.empty();
        boolean complete = false;
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case BEGUN -> running = Optional.of(decode(words[1]));
                case END -> complete = true;
                default -> {
                    results.add(
                            new Result(
                                    decode(words[1]),
                                    Outcome.valueOf(words[0]),
                                    decode(words[2]),
                                    Long.parseLong(words[3])));
                    running = Optional.empty();
                }
            }
        }
        return new GuestResults(results, running, complete);
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    /** Writes the events of a run. */
    static final class Writer implements TestExecutionListener, AutoCloseable {
        private final java.io.Writer file;
        private final Map<String, Long> begun = new HashMap<>();
        private Optional<TestPlan> plan = Optional.empty();

        private Writer(java.io.Writer file) {
            this.file = file;
        }

        @Override
        public void testPlanExecutionStarted(TestPlan started) {
            plan = Optional.of(started);
        }

        @Override
        public void testPlanExecutionFinished(TestPlan finished) {
            line(END);
        }

        @Override
        public void executionStarted(TestIdentifier test) {
            begun.put(test.getUniqueId(), System.nanoTime());
            if (test.isTest()) {
                line(BEGUN + " " + encode(name(test)));
            }
        }

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            write(test, Outcome.SKIPPED, reason);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            Outcome outcome =
                    switch (result.getStatus()) {
                        case SUCCESSFUL -> Outcome.PASSED;
                        case ABORTED -> Outcome.SKIPPED;
                        case FAILED -> Outcome.FAILED;
                    };
            // A class only counts if something is wrong with it as a whole.
            if (test.isTest() || outcome != Outcome.PASSED) {
                write(test, outcome, result.getThrowable().map(Writer::text).orElse(""));
            }
        }

        private void write(TestIdentifier test, Outcome outcome, String text) {
            long now = System.nanoTime();
            long millis = (now - begun.getOrDefault(test.getUniqueId(), now)) / 1_000_000;
            line(outcome + " " + encode(name(test)) + " " + encode(text) + " " + millis);
        }

        private String name(TestIdentifier test) {
            StringBuilder name = new StringBuilder(test.getDisplayName());
            Optional<TestIdentifier> parent = plan.orElseThrow().getParent(test);
            while (parent.isPresent() && parent.get().getParentId().isPresent()) {
                name.insert(0, parent.get().getDisplayName() + ": ");
                parent = plan.orElseThrow().getParent(parent.get());
            }
            return name.toString();
        }

        private static String text(Throwable failure) {
            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            return text.toString();
        }

        private void line(String text) {
            try {
                file.write(text + "\n");
                file.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
