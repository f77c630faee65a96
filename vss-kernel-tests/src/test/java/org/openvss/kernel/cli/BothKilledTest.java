package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.benchmarks.Freezing;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.ScratchVolume;
import org.openvss.gate.GateChild.Action;
import org.openvss.gate.GateChild.Step;
import org.openvss.kernel.gate.ChildCommand;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.LinuxException;

/** Coordinator and guard are both killed while volumes are held: the next command opens them. */
class BothKilledTest {
    @TempDir private Path temp;

    @Test
    void thawOpensAtOnce() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4, GuestType.XFS)) {
            List<String> held = killBoth(stage);
            assertThat(stage.vss().run("thaw").succeeded().out()).contains(held);
            assertThat(stage.vss().run("thaw").succeeded().out()).isEqualTo("nothing is held\n");
            stage.assertClean();
        }
    }

    @Test
    void theNextCommandOpensAndSaysSo() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4, GuestType.XFS)) {
            List<String> held = killBoth(stage);
            CommandLineRun list = stage.vss().run("list", "sets", "--json").succeeded();
            assertThat(list.out()).isEqualTo("{\"sets\":[]}\n");
            assertThat(list.err()).contains(held);
            assertThat(stage.vss().run("list", "sets").succeeded().err()).isEmpty();
            stage.assertClean();
        }
    }

    /** Returns the volumes that are held now; one may have been opened just before the kill. */
    private List<String> killBoth(Stage stage) throws Exception {
        List<String> command =
                ChildCommand.ofThisProcess()
                        .words(
                                Action.KILL_BOTH,
                                Step.BEFORE_CUT,
                                1,
                                Duration.ofSeconds(9),
                                temp.resolve("thawed").toString(),
                                stage.volumes().mountPoints());
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("acting ");
        List<String> held = new ArrayList<>();
        for (ScratchVolume volume : stage.volumes().volumes()) {
            try (Fd root = Freezing.openRoot(volume)) {
                Freezing.freeze(root);
                Freezing.thaw(root);
            } catch (LinuxException e) {
                assertThat(e.errno()).isEqualTo(Errno.EBUSY);
                held.add(volume.mountPoint());
            }
        }
        assertThat(held).isNotEmpty();
        return held;
    }
}
