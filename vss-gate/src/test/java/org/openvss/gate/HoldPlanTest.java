package org.openvss.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.coordinator.port.Gate.GateMember;
import org.openvss.coordinator.port.Gate.GatePlan;
import org.openvss.coordinator.port.Gate.HoldKind;
import org.openvss.provider.PreparedCut;

class HoldPlanTest {
    private static Volume volume(int minor) {
        return new Volume(
                "id", 7, minor, "ext4", null, "/mnt" + minor, "/", "/dev/loop" + minor, 1, false);
    }

    private final ShadowCopyId first = ShadowCopyId.random();
    private final ShadowCopyId second = ShadowCopyId.random();
    private final ShadowCopyId third = ShadowCopyId.random();
    private final GatePlan plan =
            new GatePlan(
                    List.of(
                            new GateMember(first, volume(1), HoldKind.FREEZE),
                            new GateMember(second, volume(2), HoldKind.NONE),
                            new GateMember(third, volume(3), HoldKind.FREEZE)));

    @Test
    void givesEachGatedVolumeItsOwnCutAndOthersTheirOwnThread() throws VssException {
        HoldPlan hold = HoldPlan.of(plan, List.of(cut(second), cut(third), cut(first)));
        assertThat(copies(hold)).containsExactly(List.of(first), List.of(third));
        assertThat(hold.cutsOfSlot()).containsExactly(List.of(2), List.of(1));
        assertThat(hold.threadOfCut()).containsExactly(2, 1, 0);
        assertThat(hold.holdsAll()).containsExactly(true, false, false);
        assertThat(hold.threads()).isEqualTo(3);
        assertThat(hold.awaitedByOthers()).containsExactly(false, false, false);
    }

    @Test
    void makesACutOfAGroupOnceAndLetsAllItsVolumesWait() throws VssException {
        HoldPlan hold = HoldPlan.of(plan, List.of(cut(first, second, third)));
        assertThat(hold.cutsOfSlot()).containsExactly(List.of(0), List.of(0));
        assertThat(hold.threadOfCut()).containsExactly(0);
        assertThat(hold.holdsAll()).containsExactly(true);
        assertThat(hold.threads()).isEqualTo(2);
    }

    @Test
    void closesWhatSeveralMembersShareOnce() throws VssException {
        GatePlan sharing =
                new GatePlan(
                        List.of(
                                new GateMember(first, volume(1), HoldKind.SUSPEND),
                                new GateMember(second, volume(1), HoldKind.FREEZE),
                                new GateMember(third, volume(1), HoldKind.SUSPEND)));
        HoldPlan hold = HoldPlan.of(sharing, List.of(cut(first), cut(second), cut(third)));
        assertThat(copies(hold)).containsExactly(List.of(first, third), List.of(second));
        // One thread waits for two cuts and makes the first; the other has a thread of its own.
        assertThat(hold.cutsOfSlot()).containsExactly(List.of(0, 2), List.of(1));
        assertThat(hold.threadOfCut()).containsExactly(0, 1, 2);
        assertThat(hold.awaitedByOthers()).containsExactly(false, false, true);
        assertThat(hold.slotOfCopy()).containsEntry(third, 0);
    }

    @Test
    void holdsAllProcessesTogetherAndLetsNothingGoBeforeTheirCuts() throws VssException {
        GatePlan processes =
                new GatePlan(
                        List.of(
                                new GateMember(first, volume(1), HoldKind.PROCESSES),
                                new GateMember(second, volume(2), HoldKind.FREEZE),
                                new GateMember(third, volume(3), HoldKind.PROCESSES)));
        HoldPlan hold = HoldPlan.of(processes, List.of(cut(first), cut(second), cut(third)));
        assertThat(copies(hold)).containsExactly(List.of(first, third), List.of(second));
        assertThat(hold.slots()).extracting(HoldSlot::closesFirst).containsExactly(true, false);
        assertThat(hold.threadOfCut()).containsExactly(2, 1, 3);
        assertThat(hold.holdsAll()).containsExactly(true, false, true);
        assertThat(hold.confirms()).containsExactly(true, false, true);
    }

    @Test
    void refusesCutsThatDoNotMatchTheSet() {
        for (List<PreparedCut> cuts :
                List.of(
                        List.of(cut(first, second)),
                        List.of(cut(first, second, third), cut(third)),
                        List.of(cut(first, second, third), cut(ShadowCopyId.random())),
                        List.<PreparedCut>of())) {
            assertThatThrownBy(() -> HoldPlan.of(plan, cuts))
                    .isInstanceOfSatisfying(
                            VssException.class,
                            failure ->
                                    assertThat(failure.code())
                                            .isEqualTo(HResult.VSS_E_UNEXPECTED_PROVIDER_ERROR));
        }
    }

    private static List<List<ShadowCopyId>> copies(HoldPlan hold) {
        return hold.slots().stream()
                .map(slot -> slot.members().stream().map(GateMember::copy).toList())
                .toList();
    }

    private static PreparedCut cut(ShadowCopyId... copies) {
        return new PreparedCut() {
            @Override
            public List<ShadowCopyId> copies() {
                return List.of(copies);
            }

            @Override
            public Duration predicted() {
                return Duration.ZERO;
            }

            @Override
            public int cut() {
                return 0;
            }
        };
    }
}
