package org.openvss.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openvss.HResult.E_INVALIDARG;
import static org.openvss.HResult.VSS_E_BAD_STATE;
import static org.openvss.HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.openvss.BackupComponents;
import org.openvss.BackupState;
import org.openvss.Consistency;
import org.openvss.HResult;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.VssAsync;
import org.openvss.VssException;
import org.openvss.WriterState;
import org.openvss.WriterStatus;

/** The order of the calls of a session: every missing prerequisite is named. */
final class SessionRulesTest {
    private final Bench bench = new Bench(Scenario.small());

    @Test
    void everyCallNeedsInitializeForBackupAndNoneFollowsClose() throws Exception {
        BackupComponents fresh = bench.coordinator.newBackupComponents();
        everyCall(fresh)
                .forEach((name, call) ->
                        assertThat(Bench.refused(VSS_E_BAD_STATE, call))
                                .as(name)
                                .contains(name)
                                .contains("needs initializeForBackup"));
        BackupComponents closed = bench.session(ShadowCopyContext.APP_ROLLBACK);
        closed.close();
        closed.close();
        everyCall(closed)
                .forEach((name, call) ->
                        assertThat(Bench.refused(VSS_E_BAD_STATE, call))
                                .as(name)
                                .contains("after close"));
    }

    private static Map<String, ThrowingCallable> everyCall(BackupComponents session) {
        ShadowCopyId copy = new ShadowCopyId(new UUID(1, 1));
        ShadowCopySetId set = new ShadowCopySetId(new UUID(1, 1));
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("setContext", () -> session.setContext(ShadowCopyContext.ALL, Set.of()));
        calls.put("setBackupState", () -> session.setBackupState(BackupState.ofVolumes()));
        calls.put("enableWriterClasses", () -> session.enableWriterClasses(List.of()));
        calls.put("disableWriterClasses", () -> session.disableWriterClasses(List.of()));
        calls.put("disableWriterInstances", () -> session.disableWriterInstances(List.of()));
        calls.put("gatherWriterMetadata", session::gatherWriterMetadata);
        calls.put("getWriterMetadata", session::getWriterMetadata);
        calls.put("freeWriterMetadata", session::freeWriterMetadata);
        calls.put("gatherWriterStatus", session::gatherWriterStatus);
        calls.put("getWriterStatus", session::getWriterStatus);
        calls.put("freeWriterStatus", session::freeWriterStatus);
        calls.put("startSnapshotSet", session::startSnapshotSet);
        calls.put("addToSnapshotSet", () -> session.addToSnapshotSet("/v0", null));
        calls.put("isVolumeSupported", () -> session.isVolumeSupported(null, "/v0"));
        calls.put("isVolumeSnapshotted", () -> session.isVolumeSnapshotted("/v0"));
        calls.put("prepareForBackup", session::prepareForBackup);
        calls.put("doSnapshotSet", session::doSnapshotSet);
        calls.put("setBackupSucceeded", () -> session.setBackupSucceeded(true));
        calls.put("backupComplete", session::backupComplete);
        calls.put("abortBackup", session::abortBackup);
        calls.put("getSnapshotProperties", () -> session.getSnapshotProperties(copy));
        calls.put("querySnapshotSets", session::querySnapshotSets);
        calls.put("queryProviders", session::queryProviders);
        calls.put("deleteSnapshotSet", () -> session.deleteSnapshotSet(set, false));
        calls.put("deleteSnapshot", () -> session.deleteSnapshot(copy, false));
        calls.put("exposeSnapshot", () -> session.exposeSnapshot(copy, "/mnt"));
        calls.put("unexposeSnapshot", () -> session.unexposeSnapshot(copy));
        calls.put("revertToSnapshot", () -> session.revertToSnapshot(copy, false));
        calls.put("getSessionId", session::getSessionId);
        calls.put("addComponent", () -> session.addComponent(Ledger.INSTANCE, Ledger.key("Books")));
        calls.put("getWriterComponents", session::getWriterComponents);
        calls.put("setBackupOptions", () -> session.setBackupOptions(Ledger.key("Books"), "o"));
        calls.put(
                "setPreviousBackupStamp",
                () -> session.setPreviousBackupStamp(Ledger.key("Books"), "s"));
        calls.put("saveAsXml", session::saveAsXml);
        return calls;
    }

    @Test
    void aSessionMakesOneBackup() throws Exception {
        BackupComponents session = bench.prepared(ShadowCopyContext.APP_ROLLBACK);
        badState("can be called once", session::initializeForBackup);
        badState("can be called once", () -> session.setContext(ShadowCopyContext.ALL, Set.of()));
        badState("can be called once", session::gatherWriterMetadata);
        badState("can be called once", session::startSnapshotSet);
        badState("can be called once", session::prepareForBackup);
        badState("before prepareForBackup", () -> session.setBackupState(BackupState.ofVolumes()));
        bench.done(session.doSnapshotSet());
        badState("can be called once", session::doSnapshotSet);
        badState("before doSnapshotSet", () -> session.addToSnapshotSet("/v0", null));
        bench.done(session.backupComplete());
        badState("before backupComplete", session::backupComplete);
        badState("before backupComplete", () -> session.setBackupSucceeded(true));
        session.close();
    }

    @Test
    void whatAContextWithWritersNeeds() throws Exception {
        BackupComponents session = bench.session(ShadowCopyContext.APP_ROLLBACK);
        badState("needs startSnapshotSet first", session::doSnapshotSet);
        badState("needs startSnapshotSet first", () -> session.addToSnapshotSet("/v0", null));
        badState("needs setBackupState first", session::prepareForBackup);
        session.setBackupState(BackupState.ofVolumes());
        badState("needs gatherWriterMetadata first", session::prepareForBackup);
        badState("needs gatherWriterMetadata first", session::getWriterMetadata);
        badState("needs gatherWriterMetadata first", session::gatherWriterStatus);
        badState("needs gatherWriterStatus first", session::getWriterStatus);
        VssAsync<?> gathering = session.gatherWriterMetadata();
        badState("needs the end of gatherWriterMetadata", session::prepareForBackup);
        bench.done(gathering);
        badState("needs startSnapshotSet first", session::prepareForBackup);
        session.startSnapshotSet();
        badState("needs prepareForBackup first", session::doSnapshotSet);
        VssAsync<?> preparing = session.prepareForBackup();
        badState("needs the end of prepareForBackup", session::doSnapshotSet);
        bench.done(preparing);
        badState("the set is empty", session::doSnapshotSet);
        badState("needs a doSnapshotSet that has succeeded", session::backupComplete);
        badState("needs a doSnapshotSet", () -> session.setBackupSucceeded(true));
        session.addToSnapshotSet("/v0", null);
        bench.done(session.doSnapshotSet());
        session.close();
    }

    @Test
    void theContextCannotChangeOnceASetIsStarted() throws Exception {
        BackupComponents session = bench.coordinator.newBackupComponents();
        session.initializeForBackup();
        session.startSnapshotSet();
        badState(
                "must come before startSnapshotSet",
                () -> session.setContext(ShadowCopyContext.ALL, Set.of()));
        session.close();
    }

    @Test
    void aContextWithoutWritersRefusesTheirEvents() throws Exception {
        BackupComponents session = bench.prepared(ShadowCopyContext.NAS_ROLLBACK);
        badState("has no writers", session::prepareForBackup);
        ShadowCopySet set = bench.done(session.doSnapshotSet());
        badState("has no writers", session::backupComplete);
        assertThat(set.writers()).isEmpty();
        assertThat(set.consistency()).isEqualTo(Consistency.CRASH);
        session.close();
    }

    @Test
    void nothingIsCreatedInTheContextOfAdministration() throws Exception {
        BackupComponents session = bench.session(ShadowCopyContext.ALL);
        badState("context all", session::startSnapshotSet);
        session.close();
        assertThat(bench.world.locked).isFalse();
    }

    @Test
    void illegalArguments() throws Exception {
        BackupComponents session = bench.coordinator.newBackupComponents();
        session.initializeForBackup();
        Set<ShadowCopyAttribute> both =
                Set.of(ShadowCopyAttribute.PLEX, ShadowCopyAttribute.DIFFERENTIAL);
        Set<ShadowCopyAttribute> one = Set.of(ShadowCopyAttribute.NO_AUTORECOVERY);
        invalid("exclude each other", () -> session.setContext(ShadowCopyContext.BACKUP, both));
        for (ShadowCopyContext context :
                List.of(
                        ShadowCopyContext.CLIENT_ACCESSIBLE,
                        ShadowCopyContext.CLIENT_ACCESSIBLE_WRITERS,
                        ShadowCopyContext.ALL)) {
            invalid("takes no modifiers", () -> session.setContext(context, one));
        }
        for (ShadowCopyAttribute attribute :
                List.of(
                        ShadowCopyAttribute.PERSISTENT,
                        ShadowCopyAttribute.NO_WRITERS,
                        ShadowCopyAttribute.HARDWARE_ASSISTED)) {
            invalid(
                    attribute.name() + " cannot be asked for",
                    () -> session.setContext(ShadowCopyContext.BACKUP, Set.of(attribute)));
        }
        session.setContext(ShadowCopyContext.BACKUP, one);
        session.close();
    }

    @Test
    void theCreationLockIsHeldUntilTheSetIsMadeDroppedOrClosed() throws Exception {
        BackupComponents first = bench.session(ShadowCopyContext.NAS_ROLLBACK);
        BackupComponents second = bench.session(ShadowCopyContext.NAS_ROLLBACK);
        first.startSnapshotSet();
        Bench.refused(VSS_E_SNAPSHOT_SET_IN_PROGRESS, second::startSnapshotSet);
        first.abortBackup();
        badState("the backup was aborted", () -> first.addToSnapshotSet("/v0", null));
        second.startSnapshotSet();
        second.close();
        BackupComponents third = bench.prepared(ShadowCopyContext.NAS_ROLLBACK);
        bench.done(third.doSnapshotSet());
        assertThat(bench.world.locked).isFalse();
        third.close();
    }

    @Test
    void abortAfterPrepareForBackupTellsTheWriters() throws Exception {
        BackupComponents session = bench.prepared(ShadowCopyContext.APP_ROLLBACK);
        session.abortBackup();
        assertThat(bench.world.application("front").abortsBeforeFreeze).isEqualTo(1);
        assertThat(bench.world.locked).isFalse();
        session.close();
        assertThat(bench.world.application("front").abortsBeforeFreeze).isEqualTo(1);
    }

    @Test
    void cancelBeforeItRunsUndoesEverything() throws Exception {
        BackupComponents session = bench.prepared(ShadowCopyContext.APP_ROLLBACK);
        VssAsync<ShadowCopySet> creation = session.doSnapshotSet();
        assertThat(creation.cancel()).isEqualTo(HResult.S_OK);
        bench.workers.runAll();
        assertThat(creation.queryStatus()).isEqualTo(HResult.VSS_S_ASYNC_CANCELLED);
        assertThat(bench.world.storage).isEmpty();
        assertThat(bench.world.journal).isEmpty();
        badState("has failed or was cancelled", session::backupComplete);
        session.close();
    }

    @Test
    void writersAreListedWithTheirStates() throws Exception {
        BackupComponents session = bench.prepared(ShadowCopyContext.APP_ROLLBACK);
        assertThat(session.getWriterMetadata())
                .extracting(m -> m.name())
                .containsExactly("front", "system");
        bench.done(session.doSnapshotSet());
        bench.done(session.gatherWriterStatus());
        assertThat(session.getWriterStatus())
                .extracting(WriterStatus::state)
                .containsOnly(WriterState.WAITING_FOR_BACKUP_COMPLETE);
        session.freeWriterStatus();
        badState("needs gatherWriterStatus first", session::getWriterStatus);
        session.freeWriterMetadata();
        badState("cannot follow freeWriterMetadata", session::getWriterMetadata);
        bench.done(session.backupComplete());
        assertThat(bench.done(session.gatherWriterStatus()))
                .extracting(WriterStatus::state)
                .containsOnly(WriterState.STABLE);
        session.close();
    }

    private static void badState(String missing, ThrowingCallable call) {
        assertThat(Bench.refused(VSS_E_BAD_STATE, call)).contains(missing);
    }

    private static void invalid(String why, ThrowingCallable call) throws VssException {
        assertThat(Bench.refused(E_INVALIDARG, call)).contains(why);
    }
}
