package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.ScratchFiles;
import org.openvss.linux.LinuxException;
import tools.jackson.databind.JsonNode;

/** A plain copy while somebody writes shows no instant: it is refused unless that is allowed. */
class NotSimultaneousTest {
    @TempDir private Path temp;

    @Test
    void isRefusedUnlessAllowedAndThenSaysSo() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            AtomicBoolean ended = new AtomicBoolean();
            Thread writer = Thread.ofPlatform().start(() -> write(stage.volume(0), ended));
            try {
                CommandLineRun refused =
                        stage.vss().run("create", "--provider", "copy", stage.volume(0));
                assertThat(refused.endedWith(1).err())
                        .startsWith("VSS_E_HOLD_WRITES_TIMEOUT (0x80042314): ")
                        .contains("do not show one instant")
                        .contains("busy")
                        .contains("--allow-not-simultaneous");
                assertThat(refused.out()).isEmpty();
                assertThat(stage.isClean()).isTrue();

                JsonNode kept =
                        stage.vss()
                                .run(
                                        "create",
                                        "--provider",
                                        "copy",
                                        "--allow-not-simultaneous",
                                        "--json",
                                        stage.volume(0))
                                .succeeded()
                                .json();
                assertThat(kept.get("simultaneous").asBoolean()).isFalse();
                assertThat(kept.get("consistency").asString()).isEqualTo("none");
                assertThat(stage.vss().run("list", "sets").succeeded().out()).contains(" NO ");
            } finally {
                ended.set(true);
                writer.join();
            }
        }
    }

    private static void write(String volume, AtomicBoolean ended) {
        try {
            for (long number = 0; !ended.get(); number++) {
                ScratchFiles.write(volume, "busy", Long.toString(number));
            }
        } catch (LinuxException e) {
            throw new AssertionError(e);
        }
    }
}
