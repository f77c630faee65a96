package org.openvss.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openvss.BackupComponents;
import org.openvss.DeleteResult;
import org.openvss.HResult;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.coordinator.Coordinator;
import org.openvss.coordinator.RecoveryReport;

/** Looking, deleting, exposing, reverting, recovering. */
final class AdministrationTest {
    private final Bench bench = new Bench(Scenario.small());

    @Test
    void queriesShowTheirContextAndAllShowsAll() throws Exception {
        ShadowCopySet set = bench.made(ShadowCopyContext.APP_ROLLBACK);
        BackupComponents same = bench.session(ShadowCopyContext.APP_ROLLBACK);
        assertThat(same.querySnapshotSets())
                .extracting(ShadowCopySet::id)
                .containsExactly(set.id());
        assertThat(same.querySnapshots()).hasSize(3);
        BackupComponents other = bench.session(ShadowCopyContext.NAS_ROLLBACK);
        assertThat(other.querySnapshots()).isEmpty();
        BackupComponents all = bench.session(ShadowCopyContext.ALL);
        assertThat(all.querySnapshots()).hasSize(3);
        assertThat(all.isVolumeSnapshotted("/v0")).isTrue();
        ShadowCopy copy = set.shadowCopies().getFirst();
        assertThat(all.getSnapshotProperties(copy.id()).path()).isEqualTo("/copies/" + copy.id());
        assertThat(all.queryProviders()).hasSize(2);
        bench.world.mounted.clear();
        assertThat(all.getSnapshotProperties(copy.id()).path()).isNull();
        assertThat(all.getSnapshotProperties(copy.id()).attributes())
                .contains(ShadowCopyAttribute.NOT_SURFACED, ShadowCopyAttribute.PERSISTENT);
        Bench.refused(
                HResult.VSS_E_OBJECT_NOT_FOUND,
                () -> all.getSnapshotProperties(new ShadowCopyId(new UUID(3, 3))));
    }

    @Test
    void theSetGoesWithItsLastCopy() throws Exception {
        ShadowCopySet set = bench.made(ShadowCopyContext.APP_ROLLBACK);
        BackupComponents session = bench.session(ShadowCopyContext.ALL);
        for (ShadowCopy copy : set.shadowCopies()) {
            assertThat(bench.world.catalog).containsKey(set.id());
            assertThat(session.deleteSnapshot(copy.id(), false))
                    .isEqualTo(new DeleteResult(1, null, null));
            assertThat(bench.world.storage).doesNotContainKey(copy.id());
            assertThat(bench.world.mounted).doesNotContain(copy.id());
        }
        assertThat(bench.world.catalog).isEmpty();
        Bench.refused(
                HResult.VSS_E_OBJECT_NOT_FOUND,
                () -> session.deleteSnapshot(set.shadowCopies().getFirst().id(), false));
        Bench.refused(
                HResult.VSS_E_OBJECT_NOT_FOUND, () -> session.deleteSnapshotSet(set.id(), true));
    }

    @Test
    void deletionStopsAtTheFirstCopyThatCannotBeDeletedAndCanBeRepeated() throws Exception {
        bench.world.sideBySide = false;
        ShadowCopySet set = bench.made(ShadowCopyContext.APP_ROLLBACK);
        int[] deletions = {0};
        bench.world.script =
                (index, site) ->
                        site.endsWith(".delete") && deletions[0]++ == 1 ? Fault.CODE : Fault.NONE;
        BackupComponents session = bench.session(ShadowCopyContext.ALL);
        DeleteResult result = session.deleteSnapshotSet(set.id(), false);
        assertThat(result.deletedCount()).isEqualTo(1);
        assertThat(result.firstNotDeleted()).isEqualTo(set.shadowCopies().get(1).id());
        assertThat(result.failure())
                .isNotNull()
                .extracting(VssException::code)
                .isEqualTo(HResult.VSS_E_PROVIDER_VETO);
        assertThat(session.querySnapshots()).hasSize(2);
        assertThat(session.deleteSnapshotSet(set.id(), false).deletedCount()).isEqualTo(2);
        assertThat(bench.world.catalog).isEmpty();
    }

    @Test
    void deletionSideBySideNamesTheCopyThatIsLeft() throws Exception {
        ShadowCopySet set = bench.made(ShadowCopyContext.APP_ROLLBACK);
        int[] deletions = {0};
        bench.world.script =
                (index, site) ->
                        site.endsWith(".delete") && deletions[0]++ == 1 ? Fault.CODE : Fault.NONE;
        BackupComponents session = bench.session(ShadowCopyContext.ALL);
        DeleteResult result = session.deleteSnapshotSet(set.id(), false);
        assertThat(result.deletedCount()).isEqualTo(2);
        assertThat(session.querySnapshots())
                .singleElement()
                .extracting(ShadowCopy::id)
                .isEqualTo(result.firstNotDeleted());
        assertThat(session.deleteSnapshotSet(set.id(), false).deletedCount()).isEqualTo(1);
        assertThat(bench.world.catalog).isEmpty();
    }

    @Test
    void exposureOfPersistentCopies() throws Exception {
        ShadowCopySet set = bench.made(ShadowCopyContext.APP_ROLLBACK);
        ShadowCopyId copy = set.shadowCopies().getFirst().id();
        BackupComponents session = bench.session(ShadowCopyContext.ALL);
        Bench.refused(HResult.E_INVALIDARG, () -> session.exposeSnapshot(copy, "mnt"));
        Bench.refused(HResult.VSS_E_OBJECT_NOT_FOUND, () -> session.unexposeSnapshot(copy));
        assertThat(session.exposeSnapshot(copy, "/mnt")).isEqualTo("/mnt");
        assertThat(session.getSnapshotProperties(copy).exposedPath()).isEqualTo("/mnt");
        assertThat(session.getSnapshotProperties(copy).attributes())
                .contains(ShadowCopyAttribute.EXPOSED_LOCALLY);
        assertThat(
                        Bench.refused(
                                HResult.VSS_E_BAD_STATE,
                                () -> session.exposeSnapshot(copy, "/other")))
                .contains("/mnt");
        session.unexposeSnapshot(copy);
        assertThat(session.getSnapshotProperties(copy).exposedPath()).isNull();
        session.exposeSnapshot(copy, "/mnt");
        session.deleteSnapshot(copy, false);
        assertThat(bench.world.trace).anyMatch(t -> t.contains(".unexpose"));
    }

    @Test
    void anExposureThatCannotBeRecordedIsTakenBack() throws Exception {
        ShadowCopySet set = bench.made(ShadowCopyContext.APP_ROLLBACK);
        ShadowCopyId copy = set.shadowCopies().getFirst().id();
        BackupComponents session = bench.session(ShadowCopyContext.ALL);
        bench.world.script = (index, site) -> site.equals("catalog.put") ? Fault.CODE : Fault.NONE;
        Bench.refused(HResult.VSS_E_UNEXPECTED, () -> session.exposeSnapshot(copy, "/mnt"));
        assertThat(bench.world.trace).anyMatch(t -> t.contains(".unexpose"));
    }

    @Test
    void someCopiesMustNotBeExposedOrRevertedTo() throws Exception {
        ShadowCopySet shared = bench.made(ShadowCopyContext.CLIENT_ACCESSIBLE);
        BackupComponents all = bench.session(ShadowCopyContext.ALL);
        Bench.refused(
                HResult.VSS_E_UNSUPPORTED_CONTEXT,
                () -> all.exposeSnapshot(shared.shadowCopies().getFirst().id(), "/mnt"));
        Bench.refused(
                HResult.E_NOTIMPL,
                () -> all.revertToSnapshot(shared.shadowCopies().getFirst().id(), false));
        BackupComponents backup = bench.prepared(ShadowCopyContext.BACKUP);
        ShadowCopyId passing = bench.done(backup.doSnapshotSet()).shadowCopies().getFirst().id();
        Bench.refused(HResult.VSS_E_UNSUPPORTED_CONTEXT, () -> all.exposeSnapshot(passing, "/mnt"));
        Bench.refused(
                HResult.VSS_E_UNSUPPORTED_CONTEXT, () -> all.revertToSnapshot(passing, false));
        backup.close();
    }

    @Test
    void autoReleaseSetsGoWithTheirSession() throws Exception {
        BackupComponents session = bench.prepared(ShadowCopyContext.BACKUP);
        ShadowCopySet set = bench.done(session.doSnapshotSet());
        assertThat(bench.world.claims).containsExactly(set.id());
        assertThat(bench.coordinator.recover().released()).isEmpty();
        session.close();
        assertThat(bench.world.storage).isEmpty();
        assertThat(bench.world.catalog).isEmpty();
        assertThat(bench.world.claims).isEmpty();
    }

    @Test
    void anAutoReleaseSetThatCannotBeDeletedIsReportedByClose() throws Exception {
        BackupComponents session = bench.prepared(ShadowCopyContext.BACKUP);
        bench.done(session.doSnapshotSet());
        bench.world.script = (index, site) -> site.endsWith(".delete") ? Fault.CODE : Fault.NONE;
        Bench.refused(HResult.VSS_E_PROVIDER_VETO, session::close);
        bench.world.script = FaultScript.NONE;
        assertThat(bench.coordinator.recover().released()).hasSize(1);
        assertThat(bench.world.storage).isEmpty();
    }

    @Test
    void recoveryReleasesTheSetsOfDeadRequestersAndListsOrphans() throws Exception {
        BackupComponents session = bench.prepared(ShadowCopyContext.BACKUP);
        ShadowCopySet set = bench.done(session.doSnapshotSet());
        ShadowCopyId orphan = new ShadowCopyId(new UUID(4, 4));
        bench.world.storage.put(
                orphan, new World.Artefact("image", new ShadowCopySetId(new UUID(5, 5)), "ext4:0"));
        bench.world.crash();
        SimulatedProcess next = bench.world.start();
        Coordinator coordinator =
                new Coordinator(bench.scenario.parts(next, new FakeWorkers(next)));
        RecoveryReport report = coordinator.recover();
        assertThat(report.released()).containsExactly(set.id());
        assertThat(report.undone()).isEmpty();
        assertThat(report.orphans().orphans())
                .singleElement()
                .satisfies(found -> assertThat(found.copy().copy()).isEqualTo(orphan));
        assertThat(coordinator.findOrphans().orphans()).hasSize(1);
        assertThat(bench.world.storage).containsOnlyKeys(orphan);
        bench.world.script =
                (index, site) -> site.endsWith("shadowCopies") ? Fault.CODE : Fault.NONE;
        assertThat(coordinator.findOrphans().unread()).hasSize(2);
    }

    @Test
    void recoveryKeepsTheEntryOfWhatItCannotUndo() throws Exception {
        BackupComponents session = bench.prepared(ShadowCopyContext.APP_ROLLBACK);
        bench.world.script =
                (index, site) -> site.endsWith("preCommit") ? Fault.CRASH_AFTER : Fault.NONE;
        session.doSnapshotSet();
        bench.workers.runAll();
        SimulatedProcess next = bench.world.start();
        Coordinator coordinator =
                new Coordinator(bench.scenario.parts(next, new FakeWorkers(next)));
        bench.world.script = (index, site) -> site.endsWith(".delete") ? Fault.CODE : Fault.NONE;
        RecoveryReport report = coordinator.recover();
        assertThat(report.undone()).isEmpty();
        assertThat(report.notUndone()).hasSize(3).allMatch(s -> s.contains("could not be removed"));
        assertThat(bench.world.journal).hasSize(1);
        bench.world.script = FaultScript.NONE;
        RecoveryReport second = coordinator.recover();
        assertThat(second.undone()).hasSize(1);
        assertThat(second.finished()).isEmpty();
        assertThat(List.copyOf(bench.world.storage.keySet())).isEmpty();
    }
}
