package org.openvss.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openvss.BackupComponents;
import org.openvss.HResult;
import org.openvss.ProviderId;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySet;

/** Which volumes a set takes. */
final class SetRulesTest {
    @Test
    void sixtyFourVolumesAndNotOneMore() throws Exception {
        Bench bench = new Bench(Scenario.ofVolumes(65));
        BackupComponents session = bench.session(ShadowCopyContext.NAS_ROLLBACK);
        session.startSnapshotSet();
        List<String> names = new ArrayList<>(bench.scenario.volumes().keySet());
        for (String name : names.subList(0, 64)) {
            session.addToSnapshotSet(name, null);
        }
        assertThat(
                        Bench.refused(
                                HResult.VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED,
                                () -> session.addToSnapshotSet(names.get(64), null)))
                .contains("64", names.get(64));
        ShadowCopySet set = bench.done(session.doSnapshotSet());
        assertThat(set.shadowCopies()).hasSize(64);
        assertThat(set.simultaneous()).isTrue();
        session.close();
    }

    @Test
    void theSameVolumeTwiceNamesBoth() throws Exception {
        Bench bench = new Bench(Scenario.ofVolumes(2));
        BackupComponents session = bench.session(ShadowCopyContext.NAS_ROLLBACK);
        session.startSnapshotSet();
        session.addToSnapshotSet("/v0", null);
        assertThat(
                        Bench.refused(
                                HResult.VSS_E_OBJECT_ALREADY_EXISTS,
                                () -> session.addToSnapshotSet("/v0", null)))
                .contains("'/v0' and '/v0'", "8:0");
        session.addToSnapshotSet("/v1", null);
        assertThat(bench.done(session.doSnapshotSet()).shadowCopies()).hasSize(2);
        session.close();
    }

    @Test
    void oneMemberUnderAnotherInEitherOrder() throws Exception {
        for (List<String> order : List.of(List.of("/v0", "/v1"), List.of("/v1", "/v0"))) {
            Bench bench = new Bench(Scenario.ofVolumes(3));
            bench.world.beneath.put("/v1", List.of("8:1", "8:9", "8:0"));
            BackupComponents session = bench.session(ShadowCopyContext.NAS_ROLLBACK);
            session.startSnapshotSet();
            session.addToSnapshotSet(order.getFirst(), null);
            assertThat(
                            Bench.refused(
                                    HResult.VSS_E_NESTED_VOLUME_LIMIT,
                                    () -> session.addToSnapshotSet(order.getLast(), null)))
                    .contains("/v1 or its copy is stored on /v0");
            session.addToSnapshotSet("/v2", null);
            session.close();
        }
    }

    @Test
    void aCopyThatWouldBeWrittenToAnotherMember() throws Exception {
        Bench bench = new Bench(Scenario.ofVolumes(2));
        bench.world.storageOf.put("/v0", "8:1");
        BackupComponents session = bench.session(ShadowCopyContext.NAS_ROLLBACK);
        session.startSnapshotSet();
        session.addToSnapshotSet("/v0", null);
        Bench.refused(
                HResult.VSS_E_NESTED_VOLUME_LIMIT, () -> session.addToSnapshotSet("/v1", null));
        session.close();
        // A copy beside its own original is the usual case.
        bench.world.storageOf.put("/v0", "8:0");
        bench.made(ShadowCopyContext.NAS_ROLLBACK);
    }

    @Test
    void fiveHundredAndTwelveCopiesOfAVolume() throws Exception {
        Bench bench = new Bench(Scenario.ofVolumes(1));
        ShadowCopySet made = bench.made(ShadowCopyContext.NAS_ROLLBACK);
        ShadowCopy copy = made.shadowCopies().getFirst();
        List<ShadowCopy> many = new ArrayList<>();
        for (int i = 0; i < 511; i++) {
            many.add(copy);
        }
        bench.world.catalog.replaceAll((id, set) -> set.withShadowCopies(many));
        BackupComponents session = bench.session(ShadowCopyContext.NAS_ROLLBACK);
        session.startSnapshotSet();
        session.addToSnapshotSet("/v0", null);
        session.close();
        many.add(copy);
        bench.world.catalog.replaceAll((id, set) -> set.withShadowCopies(many));
        BackupComponents full = bench.session(ShadowCopyContext.NAS_ROLLBACK);
        full.startSnapshotSet();
        assertThat(
                        Bench.refused(
                                HResult.VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED,
                                () -> full.addToSnapshotSet("/v0", null)))
                .contains("512", "vss delete --oldest /v0");
        assertThat(full.isVolumeSupported(null, "/v0")).isTrue();
        full.close();
    }

    @Test
    void aRefusedVolumeLeavesTheSetAsItWas() throws Exception {
        Bench bench = new Bench(Scenario.ofVolumes(1));
        BackupComponents session = bench.session(ShadowCopyContext.NAS_ROLLBACK);
        session.startSnapshotSet();
        Bench.refused(
                HResult.VSS_E_OBJECT_NOT_FOUND, () -> session.addToSnapshotSet("/nowhere", null));
        Bench.refused(
                HResult.VSS_E_PROVIDER_NOT_REGISTERED,
                () -> session.addToSnapshotSet("/v0", new ProviderId(new UUID(5, 5))));
        Bench.refused(HResult.VSS_E_BAD_STATE, session::doSnapshotSet);
        session.addToSnapshotSet("/v0", null);
        assertThat(bench.done(session.doSnapshotSet()).shadowCopies()).hasSize(1);
        session.close();
    }

    @Test
    void volumesThatNobodyTakesAreNotSupported() throws Exception {
        Bench bench =
                new Bench(
                        new Scenario(
                                Scenario.volumes("zfs"),
                                Scenario.small().providers(),
                                List.of(),
                                List.of(),
                                ShadowCopyContext.NAS_ROLLBACK,
                                false,
                                false,
                                null));
        BackupComponents session = bench.session(ShadowCopyContext.NAS_ROLLBACK);
        assertThat(session.isVolumeSupported(null, "/v0")).isFalse();
        assertThat(session.isVolumeSnapshotted("/v0")).isFalse();
        session.startSnapshotSet();
        Bench.refused(
                HResult.VSS_E_VOLUME_NOT_SUPPORTED, () -> session.addToSnapshotSet("/v0", null));
        session.close();
        assertThat(bench.world.locked).isFalse();
        assertThat(Map.copyOf(bench.world.storage)).isEmpty();
    }
}
