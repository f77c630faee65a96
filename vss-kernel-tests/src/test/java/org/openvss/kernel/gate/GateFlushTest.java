package org.openvss.kernel.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.coordinator.port.Gate.GateLimits;
import org.openvss.coordinator.port.GateSession;
import org.openvss.gate.GateOptions;
import org.openvss.gate.LinuxGate;
import org.openvss.gate.RuntimeFolder;

/** Storage that does not take what is dirty: the flush is given up before anything is held. */
class GateFlushTest {
    @Test
    void aFlushThatHangsIsAbandonedBeforeAnythingIsHeld() throws Exception {
        try (ScratchVolumes volumes = GateSetup.volumes(2)) {
            RuntimeFolder folder = RuntimeFolder.establish();
            int rcuBefore = GateSetup.rcuExpedited();
            String host = volumes.folder().resolve("host").toString();
            GateOptions options =
                    new GateOptions(
                            "/state",
                            true,
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(2),
                            List.of());
            GateLimits limits = new GateLimits(Duration.ofSeconds(60), Duration.ofSeconds(10));
            try (GateSession session =
                    new LinuxGate(folder, options).open(ShadowCopySetId.random(), limits)) {
                session.prepare(GateSetup.plan(volumes.mountPoints()));
                Path dirty = Path.of(volumes.mountPoints().getFirst(), "dirty");
                run("fsfreeze", "-f", host);
                try {
                    Files.write(dirty, new byte[1 << 20]);
                    long begun = System.nanoTime();
                    assertThatThrownBy(session::preFlush)
                            .isInstanceOfSatisfying(
                                    VssException.class,
                                    failure -> {
                                        assertThat(failure.code())
                                                .isEqualTo(HResult.VSS_E_FLUSH_WRITES_TIMEOUT);
                                        assertThat(failure.sentence())
                                                .contains("within 2 s")
                                                .containsPattern(
                                                        Pattern.quote(
                                                                        volumes.mountPoints()
                                                                                .getFirst())
                                                                + " \\([0-9]+:[0-9]+\\) not yet")
                                                .contains("Nothing was held");
                                    });
                    assertThat(Duration.ofNanos(System.nanoTime() - begun))
                            .isLessThan(Duration.ofSeconds(6));
                } finally {
                    run("fsfreeze", "-u", host);
                }
            }
            GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
        }
    }

    private static void run(String... words) throws Exception {
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    }
}
