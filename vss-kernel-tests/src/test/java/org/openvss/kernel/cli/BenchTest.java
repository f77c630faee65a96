package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.ScratchPlan;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.linux.MountTable;
import tools.jackson.databind.JsonNode;

/** The benchmark measures all contenders by the same definition; it judges no figures here. */
class BenchTest {
    /** What the launcher and the benchmark call, without a compiler. */
    private static final List<String> NEEDED =
            List.of(
                    "sh",
                    "bash",
                    "dirname",
                    "readlink",
                    "sed",
                    "mkfs.ext4",
                    "mkfs.xfs",
                    "mountpoint",
                    "fsfreeze",
                    "cp");

    @TempDir private Path temp;

    private CommandLine vss(String... environment) {
        Optional<String> obstacle =
                CommandLine.obstacle()
                        .or(() ->
                                ScratchVolumes.obstacle(
                                        ScratchPlan.of(List.of(GuestType.EXT4, GuestType.XFS))));
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        String[] program = new String[environment.length + 2];
        program[0] = "env";
        program[1] = "TMPDIR=" + temp;
        System.arraycopy(environment, 0, program, 2, environment.length);
        return CommandLine.in(temp).through(program);
    }

    private void assertNothingIsLeft() throws Exception {
        assertThat(MountTable.read()).noneMatch(mount -> mount.mountPoint().startsWith(temp + "/"));
        assertThat(temp.toFile().list()).noneMatch(name -> name.startsWith("openvss-scratch"));
    }

    @Test
    void measuresEveryContenderIdleAndUnderLoad() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "cc is not installed");
        JsonNode report =
                vss().run("bench", "gate", "--volumes", "1,3", "--rounds", "2", "--json")
                        .succeeded()
                        .json();

        assertThat(report.get("rows").size()).isEqualTo(4);
        for (JsonNode row : report.get("rows")) {
            for (String contender : List.of("vss", "program", "script")) {
                JsonNode held = row.get(contender);
                assertThat(held.get("measurements").asInt()).isEqualTo(2);
                assertThat(held.get("medianMillis").asDouble()).isBetween(0.001, 10_000.0);
                assertThat(held.get("lowerMillis").asDouble())
                        .isLessThanOrEqualTo(held.get("upperMillis").asDouble());
            }
            assertThat(row.get("vssToProgram").asDouble()).isPositive();
            assertThat(row.get("scriptToVss").asDouble()).isPositive();
        }
        assertThat(report.get("skipped").isEmpty()).isTrue();
        assertThat(report.get("kernel").asString()).isNotEmpty();
        assertNothingIsLeft();
    }

    @Test
    void saysWhatItSkipsWithoutACompiler() throws Exception {
        CommandLineRun run =
                vss("PATH=" + pathWithoutCompiler())
                        .run("bench", "gate", "--volumes", "2", "--rounds", "1")
                        .succeeded();

        assertThat(run.out())
                .contains("Skipped: the C program, because there is no compiler 'cc'")
                .contains("2  yes");
        assertNothingIsLeft();
    }

    private Path pathWithoutCompiler() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("programs"));
        for (String name : NEEDED) {
            for (String programs : List.of("/usr/bin", "/usr/sbin")) {
                Path program = Path.of(programs, name);
                if (Files.exists(program)) {
                    Files.createSymbolicLink(folder.resolve(name), program);
                    break;
                }
            }
        }
        return folder;
    }

    @Test
    void refusesNumbersThatNoSetCanHave() {
        vss().run("bench", "gate", "--volumes", "65").endedWith(2);
        vss().run("bench", "gate", "--rounds", "0").endedWith(2);
        assertThat(vss().run("bench").endedWith(2).err()).contains("gate");
    }
}
