package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.ScratchPlan;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;
import org.openvss.linux.PathBytes;
import tools.jackson.databind.JsonNode;

/** The demonstration proves, is able to fail, and leaves nothing behind however it ends. */
class DemoTest {
    private static final int SIGINT = 2;
    private static final String NOBODY = "65534";

    @TempDir private Path temp;

    private CommandLine vss() {
        Optional<String> obstacle =
                CommandLine.obstacle()
                        .or(() ->
                                ScratchVolumes.obstacle(
                                        ScratchPlan.of(
                                                List.of(
                                                        GuestType.EXT4,
                                                        GuestType.XFS,
                                                        GuestType.BTRFS))));
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        // Scratch volumes are made in $TMPDIR, so that only ours are looked for.
        return CommandLine.in(temp).through("env", "TMPDIR=" + temp);
    }

    private List<String> mountsInTemp() {
        try {
            return MountTable.read().stream()
                    .map(Mount::mountPoint)
                    .filter(mountPoint -> mountPoint.startsWith(temp + "/"))
                    .toList();
        } catch (LinuxException e) {
            throw new AssertionError(e);
        }
    }

    private boolean copiesAreMounted() {
        return mountsInTemp().stream().anyMatch(each -> each.contains("/copies/"));
    }

    /** Mounts, loop devices, folders: all that a demonstration makes is below its folder. */
    private void assertNothingIsLeft() throws Exception {
        assertThat(mountsInTemp()).isEmpty();
        assertThat(loopFiles()).noneMatch(file -> file.startsWith(temp + "/"));
        try (var files = Files.list(temp)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allMatch(name -> name.startsWith("call"));
        }
    }

    private static List<String> loopFiles() throws Exception {
        List<String> files = new ArrayList<>();
        try (var devices = Files.newDirectoryStream(Path.of("/sys/block"), "loop*")) {
            for (Path device : devices) {
                Path file = device.resolve("loop/backing_file");
                if (Files.exists(file)) {
                    files.add(PathBytes.decode(Files.readAllBytes(file)));
                }
            }
        }
        return files;
    }

    @Test
    void provesWithJson() throws Exception {
        JsonNode shown = vss().run("demo", "--sets", "2", "--json").succeeded().json();

        assertThat(shown.get("proved").asBoolean()).isTrue();
        assertThat(shown.get("kind").asString()).isEqualTo("volumes");
        assertThat(shown.get("volumes").size()).isEqualTo(5);
        assertThat(shown.get("sets").size()).isEqualTo(2);
        for (JsonNode set : shown.get("sets")) {
            assertThat(set.get("simultaneous").asBoolean()).isTrue();
            assertThat(set.get("violations").asInt()).isZero();
            assertThat(set.get("recordsMeanwhile").asLong()).isPositive();
            assertThat(set.get("shadowCopies").size()).isEqualTo(5);
        }
        assertThat(shown.get("controls").valueStream())
                .anyMatch(control -> control.get("violations").asInt() > 0);
        assertThat(shown.get("leftOut").valueStream())
                .anyMatch(left -> left.get("what").asString().equals("provider copy"));
        assertNothingIsLeft();
    }

    @Test
    void tellsEachStep() throws Exception {
        String text = vss().run("demo", "--sets", "1").succeeded().out();

        assertThat(text)
                .contains("do copies of several volumes show one instant?")
                .contains("      1  simultaneous   writes held ")
                .contains("ORDER BROKEN")
                .containsPattern("volume \\d has record \\d+, but volume \\d")
                .contains("CLOSED  ", "CUT  ", "OPENED  ", "#")
                .contains("\nProved: 1 of 1 sets of 5 volumes show one instant");
        assertThat(text.lines().mapToInt(String::length).max().orElse(0)).isLessThan(125);
        assertNothingIsLeft();
    }

    @Test
    void takesEverythingDownWhenItIsInterrupted() throws Exception {
        CommandLine vss = vss();
        try (CommandLine.Background demo = vss.start(List.of("demo", "--sets", "1000"))) {
            // In the middle of sets: as soon as copies are mounted.
            Eventually.holds("copies are mounted", this::copiesAreMounted);
            demo.child().signal(SIGINT);
            assertThat(demo.waitFor().code()).isEqualTo(130);
        }
        assertNothingIsLeft();
    }

    @Test
    void showsPlainCopiesWithoutRoot() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv is not installed");
        // The machine's runtime folder must be root's, also where /run is a tmpfs for everybody.
        vss().run("list", "sets").succeeded();
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxrwxrwx"));
        CommandLine nobody =
                CommandLine.in(temp)
                        .through(
                                "setpriv",
                                "--reuid=" + NOBODY,
                                "--regid=" + NOBODY,
                                "--clear-groups",
                                "env",
                                "TMPDIR=" + temp,
                                "XDG_RUNTIME_DIR=" + temp);
        assumeTrue(
                nobody.run("--version").code() == 0,
                "another user cannot run the launcher where the project lies");
        CommandLineRun demo = nobody.run("demo", "--sets", "1", "--json");
        assumeTrue(
                !demo.err().contains("user namespace"),
                "this kernel lets users have no namespace: " + demo.err());
        JsonNode shown = demo.succeeded().json();

        assertThat(shown.get("proved").asBoolean()).isTrue();
        assertThat(shown.get("kind").asString()).isEqualTo("tree");
        assertThat(shown.get("controls").valueStream())
                .allMatch(control -> control.get("violations").asInt() > 0);
        assertThat(shown.get("sets").get(0).get("simultaneous").asBoolean()).isTrue();
        assertThat(mountsInTemp()).isEmpty();
        assertThat(temp.toFile().list()).noneMatch(name -> name.startsWith("openvss-scratch"));
    }

    @Test
    void aDemonstrationOfNothingIsAnErrorOfUsage() {
        vss().run("demo", "--sets", "0").endedWith(2);
    }
}
