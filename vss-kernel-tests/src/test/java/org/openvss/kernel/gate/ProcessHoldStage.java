package org.openvss.kernel.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.coordinator.port.Gate.GateLimits;
import org.openvss.coordinator.port.Gate.GateMember;
import org.openvss.coordinator.port.Gate.GatePlan;
import org.openvss.coordinator.port.Gate.HoldKind;
import org.openvss.coordinator.port.GateReport;
import org.openvss.coordinator.port.GateReport.CutResult;
import org.openvss.coordinator.port.GateSession;
import org.openvss.gate.GateOptions;
import org.openvss.gate.LinuxGate;
import org.openvss.gate.RuntimeFolder;
import org.openvss.provider.PreparedCut;

/** Volumes with processes that write to them, and what a hold of these is judged by. */
abstract class ProcessHoldStage {
    static final int VOLUMES = 3;
    static final long LOOK_NANOS = 30_000_000;

    static ScratchVolumes volumes;
    static RuntimeFolder folder;

    ControlGroups groups;
    Writers writers;

    @BeforeAll
    static void mount() throws Exception {
        volumes = GateSetup.volumes(VOLUMES);
        folder = RuntimeFolder.establish();
    }

    @AfterAll
    static void unmount() throws Exception {
        if (volumes != null) {
            volumes.close();
        }
    }

    @BeforeEach
    void makeGroups() throws Exception {
        groups = ControlGroups.make();
        writers = new Writers(groups);
    }

    @AfterEach
    void removeGroups() throws Exception {
        assertThat(GateSetup.ledgers(folder)).isEmpty();
        if (groups != null) {
            groups.close();
        }
    }

    interface Act {
        void run() throws Exception;
    }

    final void assertFails(HResult code, Act whileHeld, String... words) throws Exception {
        List<PreparedCut> cuts =
                cuts(
                        plan(),
                        () -> {
                            try {
                                whileHeld.run();
                            } catch (Exception failure) {
                                throw new IllegalStateException(failure);
                            }
                        });
        assertThatThrownBy(() -> hold(GateOptions.usual("/state"), planOf(cuts), cuts))
                .isInstanceOfSatisfying(
                        VssException.class,
                        failure -> {
                            assertThat(failure.code()).isEqualTo(code);
                            assertThat(failure.sentence()).contains(words);
                        });
        assertThat(groups.frozen()).isEmpty();
    }

    final void assertRefused(GateOptions options, String... words) {
        assertThatThrownBy(() -> hold(options, plan(), cuts(plan(), () -> {})))
                .isInstanceOfSatisfying(
                        VssException.class,
                        failure -> {
                            assertThat(failure.code())
                                    .isEqualTo(HResult.VSS_E_FLUSH_WRITES_TIMEOUT);
                            assertThat(failure.sentence()).contains(words);
                        });
    }

    final void assertStandStill(String what) throws Exception {
        writers.awaitProgress();
        GateReport report = assertNothingWritten(plan());
        assertThat(report.results())
                .allMatch(result -> result.times().openedByUs() && result.errno() == 0);
        System.out.println(
                what
                        + ": stand still after "
                        + closed(report.results().getFirst()) / 1000
                        + " us, held "
                        + (Objects.requireNonNull(report.heldNanos()) - LOOK_NANOS) / 1000
                        + " us without the cut");
        assertThat(groups.frozen()).isEmpty();
        writers.awaitProgress();
    }

    /** Holds and looks at the files for a while: nothing may change in them. */
    final GateReport assertNothingWritten(GatePlan plan) throws Exception {
        List<List<String>> states = new ArrayList<>();
        List<PreparedCut> cuts =
                cuts(
                        plan,
                        () -> {
                            try {
                                states.add(writers.state());
                                Cuts.pause(Duration.ofNanos(LOOK_NANOS));
                                states.add(writers.state());
                            } catch (Exception failure) {
                                throw new IllegalStateException(failure);
                            }
                        });
        GateReport report = hold(GateOptions.usual("/state"), plan, cuts);
        assertThat(states).hasSize(2);
        assertThat(states.getLast()).isEqualTo(states.getFirst());
        return report;
    }

    static GateReport hold(GateOptions options, GatePlan plan, List<PreparedCut> cuts)
            throws VssException {
        try (GateSession session =
                new LinuxGate(folder, options)
                        .open(ShadowCopySetId.random(), GateLimits.longest())) {
            session.prepare(plan);
            session.preFlush();
            session.arm(List.of());
            GateReport report = session.holdAndCut(cuts);
            session.disarm();
            assertThat(session.end()).isEmpty();
            return report;
        }
    }

    /** Two volumes that are held by their processes. */
    static GatePlan plan() throws Exception {
        List<GateMember> members = new ArrayList<>();
        for (int at = 0; at < 2; at++) {
            members.add(
                    new GateMember(
                            new ShadowCopyId(new java.util.UUID(1, at)),
                            MountedVolumes.volume(mountPoint(at)),
                            HoldKind.PROCESSES));
        }
        return new GatePlan(members);
    }

    static GatePlan planOf(List<PreparedCut> cuts) throws Exception {
        assertThat(cuts).hasSize(2);
        return plan();
    }

    /** Cuts of which the last does something. */
    static List<PreparedCut> cuts(GatePlan plan, Runnable last) {
        List<PreparedCut> cuts = new ArrayList<>();
        for (GateMember member : plan.members()) {
            boolean isLast = member.equals(plan.members().getLast());
            cuts.add(Cuts.of(member.copy(), isLast ? last : () -> {}));
        }
        return cuts;
    }

    static void awaitOpen(Process process, String file) throws Exception {
        Path files = Path.of("/proc/" + process.pid() + "/fd");
        for (int attempt = 0; attempt < 2000; attempt++) {
            try (var links = Files.list(files)) {
                for (Path link : links.toList()) {
                    if (Files.readSymbolicLink(link).toString().equals(file)) {
                        return;
                    }
                }
            } catch (java.io.IOException changing) {
                assertThat(process.waitFor(1, TimeUnit.MILLISECONDS)).isFalse();
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        throw new AssertionError("the process has not opened " + file);
    }

    static long closed(CutResult result) {
        return Objects.requireNonNull(result.times().gateClosedNanos());
    }

    static long opened(CutResult result) {
        return Objects.requireNonNull(result.times().gateOpenedNanos());
    }

    static String mountPoint(int volume) {
        return volumes.mountPoints().get(volume);
    }

    static String path(int volume, String name) {
        return mountPoint(volume) + "/" + name;
    }

    static Path file(int volume, String name) {
        return Path.of(path(volume, name));
    }

    /** Notes when it is cut and confirmed, and what was frozen then. */
    final class Confirmed implements PreparedCut {
        private final ShadowCopyId copy;
        private final long millis;
        private final List<String> order;

        Confirmed(ShadowCopyId copy, long millis, List<String> order) {
            this.copy = copy;
            this.millis = millis;
            this.order = order;
        }

        @Override
        public List<ShadowCopyId> copies() {
            return List.of(copy);
        }

        @Override
        public Duration predicted() {
            return Duration.ZERO;
        }

        @Override
        public int cut() {
            Cuts.pause(Duration.ofMillis(millis));
            synchronized (order) {
                order.add("cut");
            }
            return 0;
        }

        @Override
        public void confirm() {
            try {
                int frozen = groups.frozen().size();
                synchronized (order) {
                    order.add("confirm " + frozen);
                }
            } catch (java.io.IOException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
