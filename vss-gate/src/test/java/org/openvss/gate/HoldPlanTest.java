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
import org.openvss.provider.PreparedCut;

class HoldPlanTest {
    private static final Volume VOLUME =
            new Volume("id", 7, 0, "ext4", null, "/mnt", "/", "/dev/loop0", 1, false);

    private final ShadowCopyId first = ShadowCopyId.random();
    private final ShadowCopyId second = ShadowCopyId.random();
    private final ShadowCopyId third = ShadowCopyId.random();
    private final GatePlan plan =
            new GatePlan(
                    List.of(
                            new GateMember(first, VOLUME, true),
                            new GateMember(second, VOLUME, false),
                            new GateMember(third, VOLUME, true)));

    @Test
    void givesEachGatedVolumeItsOwnCutAndOthersTheirOwnThread() throws VssException {
        HoldPlan hold = HoldPlan.of(plan, List.of(cut(second), cut(third), cut(first)));
        assertThat(hold.gated()).extracting(GateMember::copy).containsExactly(first, third);
        assertThat(hold.cutOfSlot()).containsExactly(2, 1);
        assertThat(hold.threadOfCut()).containsExactly(2, 1, 0);
        assertThat(hold.holdsAll()).containsExactly(true, false, false);
        assertThat(hold.threads()).isEqualTo(3);
    }

    @Test
    void makesACutOfAGroupOnceAndLetsAllItsVolumesWait() throws VssException {
        HoldPlan hold = HoldPlan.of(plan, List.of(cut(first, second, third)));
        assertThat(hold.cutOfSlot()).containsExactly(0, 0);
        assertThat(hold.threadOfCut()).containsExactly(0);
        assertThat(hold.holdsAll()).containsExactly(true);
        assertThat(hold.threads()).isEqualTo(2);
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
