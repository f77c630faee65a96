package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.benchmarks.GuestType;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Processes;

/** After kill -9 of vss, of its command, of both: nothing remains after the next command. */
class KilledExecTest {
    @TempDir private Path temp;

    private CommandLine.Background sleeping(Stage stage, Path marker) {
        String script = "echo $$ > \"$1.new\"; mv \"$1.new\" \"$1\"; exec sleep 1000";
        CommandLine.Background run =
                stage.vss()
                        .start(
                                List.of(
                                        "exec",
                                        stage.volume(0),
                                        stage.volume(1),
                                        "--",
                                        "sh",
                                        "-c",
                                        script,
                                        "sh",
                                        marker.toString()));
        Eventually.exists(marker);
        return run;
    }

    private static int pid(Path marker) throws Exception {
        return Integer.parseInt(Files.readString(marker).strip());
    }

    /** A killed process is gone when the kernel has released what it held. */
    private static void kill(int pid) throws LinuxException {
        Processes.kill(pid, Processes.SIGKILL);
        Eventually.holds(
                "process " + pid + " is gone", () -> !Files.exists(Path.of("/proc/" + pid)));
    }

    @Test
    void theCommand() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4, GuestType.XFS)) {
            Path marker = temp.resolve("marker");
            try (CommandLine.Background run = sleeping(stage, marker)) {
                Processes.kill(pid(marker), Processes.SIGKILL);
                run.waitFor().endedWith(137);
            }
            stage.assertClean();
        }
    }

    @Test
    void both() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4, GuestType.XFS)) {
            Path marker = temp.resolve("marker");
            try (CommandLine.Background run = sleeping(stage, marker)) {
                run.child().signal(Processes.SIGKILL);
                run.waitFor().endedWith(137);
                kill(pid(marker));
            }
            CommandLineRun next = stage.vss().run("list", "sets", "--json").succeeded();
            assertThat(next.out().strip()).isEqualTo("{\"sets\":[]}");
            assertThat(next.err()).contains("dead requester");
            stage.assertClean();
        }
    }

    @Test
    void vssWhileTheCommandLivesOn() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4, GuestType.XFS)) {
            Path marker = temp.resolve("marker");
            try (CommandLine.Background run = sleeping(stage, marker)) {
                run.child().signal(Processes.SIGKILL);
                run.waitFor().endedWith(137);
                assertThat(stage.vss().run("list", "sets", "--json").succeeded().out().strip())
                        .isEqualTo("{\"sets\":[]}");
                kill(pid(marker));
            }
            stage.vss().run("list", "sets").succeeded();
            stage.assertClean();
        }
    }
}
