package org.openvss.kernel.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.benchmarks.Freezing;
import org.openvss.coordinator.port.GateReport;
import org.openvss.gate.GateOptions;
import org.openvss.linux.Fd;

/**
 * Processes that may not be held or do not stand still: refused or noticed, and nothing is left
 * held.
 */
class ProcessHoldRefusalTest extends ProcessHoldStage {
    @Test
    void refusesAWriterBesideOurselves() throws Exception {
        Process writer =
                new ProcessBuilder("perl", "-e", "open F, '>', $ARGV[0]; sleep 100", path(0, "x"))
                        .start();
        try {
            awaitOpen(writer, path(0, "x"));
            assertRefused(
                    GateOptions.usual("/state"),
                    Long.toString(writer.pid()),
                    "perl",
                    path(0, "x"),
                    "systemd-run --scope");
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    @Test
    void refusesAServiceThatIsToKeepRunning() throws Exception {
        writers.append("/kept.service/below", file(0, "f"));
        writers.append("/free", file(1, "f"));
        writers.awaitProgress();
        GateOptions usual = GateOptions.usual("/state");
        for (String kept :
                List.of(
                        "kept.service",
                        groups.name("/kept.service"),
                        groups.name("/kept.service/below"))) {
            assertRefused(
                    usual.alsoKeeping(List.of(kept)), "keeps running", file(0, "f").toString());
        }
        GateReport report =
                hold(
                        usual.alsoKeeping(List.of("kept", groups.name("/kept"))),
                        plan(),
                        cuts(plan(), () -> {}));
        assertThat(report.results()).hasSize(2);
    }

    @Test
    void leavesGroupsAloneThatOthersHaveFrozen() throws Exception {
        writers.append("/foreign", file(0, "foreign"));
        Writers free = new Writers(groups);
        free.append("/free", file(1, "free"));
        writers.awaitProgress();
        free.awaitProgress();
        groups.freeze("/foreign", true);
        hold(GateOptions.usual("/state"), plan(), cuts(plan(), () -> {}));
        assertThat(groups.isAsked("/foreign")).isTrue();
        assertThat(groups.isAsked("/free")).isFalse();
        free.awaitProgress();
        groups.freeze("/foreign", false);
        writers.awaitProgress();
    }

    @Test
    void noticesThatSomebodyThawedAGroup() throws Exception {
        writers.append("/g", file(0, "f"));
        writers.awaitProgress();
        assertFails(HResult.VSS_E_HOLD_WRITES_TIMEOUT, () -> groups.freeze("/g", false), "/g");
        writers.awaitProgress();
    }

    @Test
    void noticesAWriterThatAppearsMeanwhile() throws Exception {
        writers.append("/g", file(0, "f"));
        writers.awaitProgress();
        assertFails(
                HResult.VSS_E_HOLD_WRITES_TIMEOUT,
                () -> {
                    Process newcomer =
                            groups.start(
                                    "/new",
                                    List.of(
                                            "perl",
                                            "-e",
                                            "open F, '>', $ARGV[0]; sleep 100",
                                            path(1, "new")));
                    awaitOpen(newcomer, path(1, "new"));
                },
                path(1, "new"));
        writers.awaitProgress();
    }

    @Test
    void givesUpIfAProcessDoesNotStandStill() throws Exception {
        // It has a member open for writing and waits inside the kernel for another volume.
        Process stuck =
                groups.start(
                        "/stuck",
                        List.of(
                                "perl",
                                "-e",
                                "open F, '>', $ARGV[0]; open G, '>', $ARGV[1]; while (1) { syswrite"
                                        + " G, 'x'; select undef, undef, undef, 0.001 }",
                                path(0, "f"),
                                path(2, "g")));
        awaitOpen(stuck, path(2, "g"));
        writers.append("/moving", file(1, "f"));
        writers.awaitProgress();
        try (Fd root = Freezing.openRoot(volumes.volumes().get(2))) {
            Freezing.freeze(root);
            LockSupport.parkNanos(50_000_000);
            assertThatThrownBy(
                            () -> hold(GateOptions.usual("/state"), plan(), cuts(plan(), () -> {})))
                    .isInstanceOfSatisfying(
                            VssException.class,
                            failure -> {
                                assertThat(failure.code())
                                        .isEqualTo(HResult.VSS_E_FLUSH_WRITES_TIMEOUT);
                                assertThat(failure.sentence())
                                        .contains("did not stand still within 500 ms");
                            });
            Freezing.thaw(root);
        }
        assertThat(groups.frozen()).isEmpty();
        writers.awaitProgress();
        assertThat(stuck.isAlive()).isTrue();
    }
}
