package org.openvss.kernel.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.benchmarks.Freezing;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.coordinator.port.Gate.GateLimits;
import org.openvss.coordinator.port.Gate.GateMember;
import org.openvss.coordinator.port.Gate.GatePlan;
import org.openvss.coordinator.port.Gate.HoldKind;
import org.openvss.coordinator.port.GateReport;
import org.openvss.coordinator.port.GateReport.CutResult;
import org.openvss.coordinator.port.GateSession;
import org.openvss.gate.GateOptions;
import org.openvss.gate.GateRecovery;
import org.openvss.gate.LinuxGate;
import org.openvss.gate.RuntimeFolder;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.PreparedCalls;
import org.openvss.provider.PreparedCut;
import org.openvss.writer.EmergencyThaw;

/** The gate on real file systems, with everybody alive. */
class GateHoldTest {
    private static final GateLimits LIMITS =
            new GateLimits(Duration.ofSeconds(60), Duration.ofSeconds(10));

    private RuntimeFolder folder;
    private ScratchVolumes volumes;
    private int rcuBefore;

    @BeforeEach
    void mount() throws Exception {
        volumes = GateSetup.volumes(8);
        folder = RuntimeFolder.establish();
        rcuBefore = GateSetup.rcuExpedited();
    }

    @AfterEach
    void unmount() throws Exception {
        volumes.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cutsEightVolumesAtOneInstant(boolean expedite) throws Exception {
        GatePlan gated = GateSetup.plan(volumes.mountPoints());
        List<PreparedCut> cuts = new ArrayList<>();
        List<Fd> files = new ArrayList<>();
        for (int index = 0; index < gated.members().size(); index++) {
            String image = volumes.volumes().get(index).image();
            Fd source = FileCalls.open(image, OpenFlags.READ_ONLY);
            Fd target =
                    FileCalls.open(image + ".copy", OpenFlags.READ_WRITE | OpenFlags.CREATE, 0600);
            files.addAll(List.of(source, target));
            cuts.add(
                    Cuts.of(
                            List.of(gated.members().get(index).copy()),
                            Duration.ZERO,
                            PreparedCalls.cloneFile(target, source)));
        }
        GateOptions usual = GateOptions.usual("/state");
        GateOptions options =
                new GateOptions(
                        "/state",
                        expedite,
                        usual.firstFlushLimit(),
                        usual.secondFlushLimit(),
                        usual.cutLimit(),
                        usual.keepRunning());

        GateReport report = hold(options, gated, cuts);

        files.forEach(Fd::close);
        assertThat(report.results()).hasSize(8).allMatch(result -> result.errno() == 0);
        assertOneInstant(report);
        System.out.println(
                "8 volumes, expedited "
                        + expedite
                        + ": held "
                        + Objects.requireNonNull(report.heldNanos()) / 1000
                        + " us");
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    @Test
    void opensNothingBeforeTheCutWithoutAGateHasEnded() throws Exception {
        List<GateMember> members = new ArrayList<>(GateSetup.plan(volumes.mountPoints()).members());
        ShadowCopyId ungated = ShadowCopyId.random();
        List<PreparedCut> cuts = idleCuts(new GatePlan(members));
        members.add(new GateMember(ungated, members.getFirst().volume(), HoldKind.NONE));
        cuts.add(Cuts.of(ungated, () -> Cuts.pause(Duration.ofMillis(300))));

        GateReport report = hold(GateOptions.usual("/state"), new GatePlan(members), cuts);

        assertThat(report.results()).hasSize(9);
        assertOneInstant(report);
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    @Test
    void holdsOneVolume() throws Exception {
        GatePlan plan = GateSetup.plan(volumes.mountPoints().subList(0, 1));
        GateReport report = hold(GateOptions.usual("/state"), plan, idleCuts(plan));
        assertOneInstant(report);
        System.out.println(
                "1 volume: held " + Objects.requireNonNull(report.heldNanos()) / 1000 + " us");
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    @Test
    void leavesAForeignFreezeAlone() throws Exception {
        GatePlan plan = GateSetup.plan(volumes.mountPoints());
        try (Fd foreign = Freezing.openRoot(volumes.volumes().get(3))) {
            Freezing.freeze(foreign);
            // The flush of a frozen and clean volume ends at once, so the hold finds the freeze.
            assertThatThrownBy(() -> hold(GateOptions.usual("/state"), plan, idleCuts(plan)))
                    .isInstanceOfSatisfying(
                            VssException.class,
                            failure -> {
                                assertThat(failure.code())
                                        .isEqualTo(HResult.VSS_E_FLUSH_WRITES_TIMEOUT);
                                assertThat(failure.sentence())
                                        .contains(volumes.mountPoints().get(3))
                                        .contains("fsfreeze -u");
                            });
            // Succeeds only if it is still frozen.
            Freezing.thaw(foreign);
        }
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    @Test
    void noticesAForeignThaw() throws Exception {
        GatePlan plan = GateSetup.plan(volumes.mountPoints());
        try (Fd victim = Freezing.openRoot(volumes.volumes().get(5))) {
            List<PreparedCut> cuts = idleCuts(plan);
            ShadowCopyId copy = plan.members().get(5).copy();
            cuts.set(5, Cuts.of(List.of(copy), Duration.ZERO, PreparedCalls.thaw(victim)));
            assertThatThrownBy(() -> hold(GateOptions.usual("/state"), plan, cuts))
                    .isInstanceOfSatisfying(
                            VssException.class,
                            failure -> {
                                assertThat(failure.code())
                                        .isEqualTo(HResult.VSS_E_HOLD_WRITES_TIMEOUT);
                                assertThat(failure.sentence())
                                        .contains(volumes.mountPoints().get(5));
                            });
        }
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    @Test
    void thawNowVoidsALivingSet() throws Exception {
        GatePlan plan = GateSetup.plan(volumes.mountPoints());
        List<PreparedCut> cuts = idleCuts(plan);
        List<String> done = new ArrayList<>();
        cuts.set(
                0,
                Cuts.of(
                        plan.members().getFirst().copy(),
                        () -> {
                            try {
                                done.addAll(new GateRecovery(folder).thawNow().done());
                            } catch (VssException failure) {
                                throw new IllegalStateException(failure);
                            }
                        }));
        assertThatThrownBy(() -> hold(GateOptions.usual("/state"), plan, cuts))
                .isInstanceOfSatisfying(
                        VssException.class,
                        failure ->
                                assertThat(failure.code())
                                        .isEqualTo(HResult.VSS_E_HOLD_WRITES_TIMEOUT));
        assertThat(done).anyMatch(line -> line.contains(volumes.mountPoints().getFirst()));
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    @Test
    void opensBesideACutThatHangs() throws Exception {
        GatePlan plan = GateSetup.plan(volumes.mountPoints());
        List<PreparedCut> cuts = idleCuts(plan);
        CountDownLatch end = new CountDownLatch(1);
        cuts.set(2, Cuts.of(plan.members().get(2).copy(), () -> awaitEnd(end)));
        GateLimits limits = new GateLimits(Duration.ofSeconds(60), Duration.ofMillis(1500));
        LinuxGate gate = new LinuxGate(folder, GateOptions.usual("/state"));
        try (GateSession session = gate.open(ShadowCopySetId.random(), limits)) {
            session.prepare(plan);
            session.preFlush();
            session.arm(List.of());
            assertThatThrownBy(() -> session.holdAndCut(cuts))
                    .isInstanceOfSatisfying(
                            VssException.class,
                            failure -> {
                                assertThat(failure.code())
                                        .isEqualTo(HResult.VSS_E_HOLD_WRITES_TIMEOUT);
                                assertThat(failure.sentence())
                                        .contains("gate of " + volumes.mountPoints().get(2));
                            });
            assertThat(Probe.notWritable(volumes.mountPoints(), Duration.ofSeconds(15))).isEmpty();
            session.disarm();
            assertThat(session.end()).isEmpty();
        } finally {
            end.countDown();
        }
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    @Test
    void refusesCutsThatAreTooLongTogether() throws Exception {
        GatePlan plan = GateSetup.plan(volumes.mountPoints());
        List<PreparedCut> cuts = new ArrayList<>();
        plan.members()
                .forEach(member ->
                        cuts.add(Cuts.of(List.of(member.copy()), Duration.ofMillis(300), () -> 0)));
        assertThatThrownBy(() -> hold(GateOptions.usual("/state"), plan, cuts))
                .isInstanceOfSatisfying(
                        VssException.class,
                        failure -> {
                            assertThat(failure.code())
                                    .isEqualTo(HResult.VSS_E_FLUSH_WRITES_TIMEOUT);
                            assertThat(failure.sentence()).contains("2400 ms");
                        });
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    @Test
    void refusesAFolderBelowAMount() throws Exception {
        Path below = Files.createDirectory(Path.of(volumes.mountPoints().getFirst(), "below"));
        GateMember real = GateSetup.plan(volumes.mountPoints()).members().getFirst();
        org.openvss.Volume volume = real.volume();
        org.openvss.Volume moved =
                new org.openvss.Volume(
                        volume.volumeId(),
                        volume.major(),
                        volume.minor(),
                        volume.fileSystemType(),
                        volume.fileSystemUuid(),
                        below.toString(),
                        volume.root(),
                        volume.source(),
                        volume.mountId(),
                        false);
        GatePlan plan = new GatePlan(List.of(new GateMember(real.copy(), moved, HoldKind.FREEZE)));
        assertThatThrownBy(() -> hold(GateOptions.usual("/state"), plan, idleCuts(plan)))
                .isInstanceOfSatisfying(
                        VssException.class,
                        failure ->
                                assertThat(failure.code())
                                        .isEqualTo(HResult.VSS_E_OBJECT_NOT_FOUND));
    }

    @Test
    void thawsWritersAtTheirLimit(@TempDir Path scratch) throws Exception {
        Path thawed = scratch.resolve("thawed");
        GatePlan plan = GateSetup.plan(volumes.mountPoints());
        GateLimits limits = new GateLimits(Duration.ofMillis(800), Duration.ofMillis(500));
        LinuxGate gate = new LinuxGate(folder, GateOptions.usual("/state"));
        try (GateSession session = gate.open(ShadowCopySetId.random(), limits)) {
            session.prepare(plan);
            session.preFlush();
            session.arm(
                    List.of(
                            new EmergencyThaw(
                                    List.of("/usr/bin/touch", thawed.toString()),
                                    Duration.ofSeconds(5))));
            long armedAt = System.nanoTime();
            while (!Files.exists(thawed)
                    && System.nanoTime() - armedAt < Duration.ofSeconds(20).toNanos()) {
                LockSupport.parkNanos(10_000_000);
            }
            assertThat(thawed).exists();
            assertThatThrownBy(session::disarm)
                    .isInstanceOfSatisfying(
                            VssException.class,
                            failure ->
                                    assertThat(failure.code())
                                            .isEqualTo(HResult.VSS_E_HOLD_WRITES_TIMEOUT));
        }
        GateSetup.assertNothingHeld(folder, volumes.mountPoints(), rcuBefore);
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private GateReport hold(GateOptions options, GatePlan plan, List<PreparedCut> cuts)
            throws VssException {
        try (GateSession session =
                new LinuxGate(folder, options).open(ShadowCopySetId.random(), LIMITS)) {
            session.prepare(plan);
            session.preFlush();
            session.arm(List.of());
            GateReport report = session.holdAndCut(cuts);
            session.disarm();
            assertThat(session.end()).isEmpty();
            return report;
        }
    }

    private static List<PreparedCut> idleCuts(GatePlan plan) {
        List<PreparedCut> cuts = new ArrayList<>();
        plan.members().forEach(member -> cuts.add(Cuts.of(member.copy(), () -> {})));
        return cuts;
    }

    /** The rule of the product's first promise, from the instants of a report. */
    private static void assertOneInstant(GateReport report) {
        long lastClosed = 0;
        long firstOpened = Long.MAX_VALUE;
        for (CutResult result : report.results()) {
            Long closed = result.times().gateClosedNanos();
            Long opened = result.times().gateOpenedNanos();
            if (closed != null && opened != null) {
                lastClosed = Math.max(lastClosed, closed);
                firstOpened = Math.min(firstOpened, opened);
            }
        }
        for (CutResult result : report.results()) {
            CutTimes times = result.times();
            Long opened = times.gateOpenedNanos();
            assertThat(times.openedByUs()).isTrue();
            assertThat(times.cutStartedNanos()).isGreaterThanOrEqualTo(lastClosed);
            assertThat(times.cutFinishedNanos())
                    .isBetween(times.cutStartedNanos(), opened == null ? firstOpened : opened);
        }
    }
}
