package org.openvss.kernel.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DynamicTest;
import org.openvss.linux.LinuxException;

/**
 * Runs test classes inside a {@link Guest} and shows each of their results as a test of its own. A
 * class that is for guests only has a name that the ordinary run does not look for.
 */
final class GuestTests {
    private static final String RESULTS = "results";

    private GuestTests() {}

    /**
     * Runs classes in one guest, or skips with the reason where no guest can run.
     *
     * @param guest the guest
     * @param temp folder for the job
     * @param classes names of the classes, in the order in which they run; {@code Class#method} for
     *     one of its tests
     */
    static List<DynamicTest> run(Guest guest, Path temp, List<String> classes)
            throws IOException, LinuxException {
        Optional<String> obstacle = Guest.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        Path job = Files.createTempDirectory(temp, "guest");
        Files.writeString(job.resolve("java-arguments"), javaArguments(classes));
        String java = Path.of(property("java.home"), "bin", "java").toString();
        Guest.Run run = guest.run(job, "exec '" + java + "' @/mnt/java-arguments\n");
        System.out.println(run.output());
        return report(guest, run, GuestResults.read(job.resolve(RESULTS)));
    }

    /**
     * Runs groups of classes, each in a guest of its own, two guests at a time: each has one
     * processor.
     *
     * @param guest how each guest is
     * @param temp folder for the jobs
     * @param groups the groups, as {@link #run} takes them
     */
    static List<DynamicTest> runSideBySide(Guest guest, Path temp, List<List<String>> groups)
            throws Exception {
        Optional<String> obstacle = Guest.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        try (ExecutorService pair =
                Executors.newFixedThreadPool(2, Thread.ofPlatform().name("guest-", 0).factory())) {
            List<Future<List<DynamicTest>>> runs = new ArrayList<>();
            for (List<String> group : groups) {
                runs.add(pair.submit(() -> run(guest, temp, group)));
            }
            List<DynamicTest> tests = new ArrayList<>();
            for (Future<List<DynamicTest>> run : runs) {
                tests.addAll(run.get());
            }
            return tests;
        }
    }

    private static List<DynamicTest> report(Guest guest, Guest.Run run, GuestResults results) {
        List<DynamicTest> tests = new ArrayList<>();
        for (GuestResults.Result result : results.results()) {
            tests.add(dynamicTest("in the guest: " + result.name(), () -> retell(result)));
        }
        tests.add(
                dynamicTest(
                        "the guest comes to its end",
                        () -> {
                            String test =
                                    results.running()
                                            .map(each -> " in the test " + each)
                                            .orElse("");
                            assertThat(run.limitReached())
                                    .as("killed after %s%s", guest.limit(), test)
                                    .isFalse();
                            assertThat(results.complete())
                                    .as("ended too early%s: %s", test, run.output())
                                    .isTrue();
                            assertThat(results.results()).isNotEmpty();
                            assertThat(run.exit()).contains(0);
                        }));
        return tests;
    }

    private static void retell(GuestResults.Result result) {
        System.out.println(result.millis() + " ms: " + result.name());
        switch (result.outcome()) {
            case PASSED -> {
                // Nothing to say.
            }
            case SKIPPED -> abort("in the guest: " + result.text().lines().findFirst().orElse(""));
            case FAILED -> throw new AssertionError("in the guest: " + result.text());
        }
    }

    private static String javaArguments(List<String> classes) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-UsePerfData",
                                "-Xmx384m",
                                "-ea",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Djava.io.tmpdir=/run/tmp",
                                "-Duser.dir=" + property("user.dir"),
                                "-Dvss.full=" + System.getProperty("vss.full", "false"),
                                "-cp",
                                property("java.class.path"),
                                GuestMain.class.getName(),
                                "/mnt/" + RESULTS));
        words.addAll(classes);
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            text.append('"')
                    .append(word.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append("\"\n");
        }
        return text.toString();
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }
}
