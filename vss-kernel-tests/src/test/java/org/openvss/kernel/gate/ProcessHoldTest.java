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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
import org.openvss.gate.LinuxGate;
import org.openvss.gate.RuntimeFolder;
import org.openvss.linux.Fd;
import org.openvss.provider.PreparedCut;

/** Volumes that are held by freezing the processes that write to them, with everybody alive. */
class ProcessHoldTest {
    private static final int VOLUMES = 3;
    private static final long LOOK_NANOS = 30_000_000;

    private static ScratchVolumes volumes;
    private static RuntimeFolder folder;

    private ControlGroups groups;
    private Writers writers;

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

    @ParameterizedTest
    @CsvSource({"1, 1", "10, 3", "50, 5"})
    void holdsProcessesThatWrite(int count, int groupCount) throws Exception {
        for (int at = 0; at < count; at++) {
            writers.append("/g" + at % groupCount, file(at % 2, "f" + at));
        }
        assertStandStill(count + " writers in " + groupCount + " groups");
    }

    @Test
    void holdsProcessesThatWaitForTheDisk() throws Exception {
        for (int at = 0; at < 10; at++) {
            writers.sync("/sync", file(at % 2, "s" + at));
        }
        assertStandStill("10 writers that sync");
    }

    @ParameterizedTest
    @ValueSource(strings = {"append", "sync", "map"})
    void holdsEveryThreadOfAProcess(String how) throws Exception {
        writers.threads("/threads", how, 8, mountPoint(0));
        assertStandStill("8 threads that " + how);
    }

    @Test
    void holdsProcessesAndFileSystemsTogether() throws Exception {
        writers.append("/g", file(0, "processes"));
        writers.append("/other", file(2, "file-system"));
        writers.awaitProgress();
        List<GateMember> members = new ArrayList<>(plan().members());
        members.addFirst(
                new GateMember(
                        ShadowCopyId.random(),
                        MountedVolumes.volume(mountPoint(2)),
                        HoldKind.FREEZE));
        GateReport report = assertNothingWritten(new GatePlan(members));
        CutResult frozen = report.results().getFirst();
        for (CutResult held : report.results().subList(1, 3)) {
            // Processes stop before the file system is frozen and go on after it was thawed.
            assertThat(closed(held)).isLessThan(closed(frozen));
            assertThat(opened(held)).isGreaterThan(opened(frozen));
            assertThat(held.times().cutFinishedNanos()).isLessThanOrEqualTo(opened(frozen));
        }
        writers.awaitProgress();
    }

    @Test
    void letsAVolumeBeHeldThatNobodyWritesTo() throws Exception {
        GateReport report = hold(GateOptions.usual("/state"), plan(), cuts(plan(), () -> {}));
        assertThat(report.results()).allMatch(result -> result.times().openedByUs());
    }

    @Test
    void confirmsEveryCutAfterTheLastAndBeforeTheWritersGoOn() throws Exception {
        writers.append("/g", file(0, "f"));
        writers.awaitProgress();
        GatePlan plan = plan();
        List<String> order = new ArrayList<>();
        List<PreparedCut> cuts = new ArrayList<>();
        for (GateMember member : plan.members()) {
            cuts.add(new Confirmed(member.copy(), cuts.size() * 20L, order));
        }
        hold(GateOptions.usual("/state"), plan, cuts);
        assertThat(order).hasSize(4);
        assertThat(order.subList(0, 2)).containsExactly("cut", "cut");
        assertThat(order.subList(2, 4)).containsExactly("confirm 1", "confirm 1");
    }

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

    private interface Act {
        void run() throws Exception;
    }

    private void assertFails(HResult code, Act whileHeld, String... words) throws Exception {
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

    private void assertRefused(GateOptions options, String... words) {
        assertThatThrownBy(() -> hold(options, plan(), cuts(plan(), () -> {})))
                .isInstanceOfSatisfying(
                        VssException.class,
                        failure -> {
                            assertThat(failure.code())
                                    .isEqualTo(HResult.VSS_E_FLUSH_WRITES_TIMEOUT);
                            assertThat(failure.sentence()).contains(words);
                        });
    }

    private void assertStandStill(String what) throws Exception {
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
    private GateReport assertNothingWritten(GatePlan plan) throws Exception {
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

    private static GateReport hold(GateOptions options, GatePlan plan, List<PreparedCut> cuts)
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
    private static GatePlan plan() throws Exception {
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

    private static GatePlan planOf(List<PreparedCut> cuts) throws Exception {
        assertThat(cuts).hasSize(2);
        return plan();
    }

    /** Cuts of which the last does something. */
    private static List<PreparedCut> cuts(GatePlan plan, Runnable last) {
        List<PreparedCut> cuts = new ArrayList<>();
        for (GateMember member : plan.members()) {
            boolean isLast = member.equals(plan.members().getLast());
            cuts.add(Cuts.of(member.copy(), isLast ? last : () -> {}));
        }
        return cuts;
    }

    private static void awaitOpen(Process process, String file) throws Exception {
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

    private static long closed(CutResult result) {
        return Objects.requireNonNull(result.times().gateClosedNanos());
    }

    private static long opened(CutResult result) {
        return Objects.requireNonNull(result.times().gateOpenedNanos());
    }

    private static String mountPoint(int volume) {
        return volumes.mountPoints().get(volume);
    }

    private static String path(int volume, String name) {
        return mountPoint(volume) + "/" + name;
    }

    private static Path file(int volume, String name) {
        return Path.of(path(volume, name));
    }

    /** Notes when it is cut and confirmed, and what was frozen then. */
    private final class Confirmed implements PreparedCut {
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
