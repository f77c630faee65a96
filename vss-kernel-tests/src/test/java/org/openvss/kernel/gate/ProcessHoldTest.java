package org.openvss.kernel.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openvss.ShadowCopyId;
import org.openvss.coordinator.port.Gate.GateMember;
import org.openvss.coordinator.port.Gate.GatePlan;
import org.openvss.coordinator.port.Gate.HoldKind;
import org.openvss.coordinator.port.GateReport;
import org.openvss.coordinator.port.GateReport.CutResult;
import org.openvss.gate.GateOptions;
import org.openvss.provider.PreparedCut;

/** Volumes that are held by freezing the processes that write to them, with everybody alive. */
class ProcessHoldTest extends ProcessHoldStage {
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
}
