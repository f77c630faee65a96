package org.openvss.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openvss.BackupComponents;
import org.openvss.Consistency;
import org.openvss.HResult;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySet;
import org.openvss.VssAsync;
import org.openvss.VssException;
import org.openvss.WriterState;
import org.openvss.WriterStatus;

/** Tables of the state of a writer, on the way and after each failure; others are not touched. */
final class WriterStatesTest {
    private final Bench bench = new Bench(Scenario.small());

    /** How one handler fails, then state and code of the writer, and whether it was aborted. */
    @ParameterizedTest
    @CsvSource({
        "prepareBackup,   CODE,    FAILED_AT_PREPARE_BACKUP,   VSS_E_WRITERERROR,              0",
        "prepareBackup,   RUNTIME, FAILED_AT_PREPARE_BACKUP,   VSS_E_WRITERERROR_NONRETRYABLE, 0",
        "prepareBackup,   OVERRUN, FAILED_AT_PREPARE_BACKUP,   VSS_E_WRITER_NOT_RESPONDING,    0",
        "prepareSnapshot, CODE,    FAILED_AT_PREPARE_SNAPSHOT, VSS_E_WRITERERROR,              0",
        "prepareSnapshot, RUNTIME, FAILED_AT_PREPARE_SNAPSHOT, VSS_E_WRITERERROR_NONRETRYABLE, 0",
        "prepareSnapshot, OVERRUN, FAILED_AT_PREPARE_SNAPSHOT, VSS_E_WRITER_NOT_RESPONDING,    0",
        "freeze,          CODE,    FAILED_AT_FREEZE,           VSS_E_WRITERERROR,              1",
        "freeze,          RUNTIME, FAILED_AT_FREEZE,           VSS_E_WRITERERROR_NONRETRYABLE, 1",
        "freeze,          LIE,     FAILED_AT_FREEZE,           VSS_E_WRITERERROR_RETRYABLE,    1",
        "proveFrozen,     CODE,    FAILED_AT_FREEZE,           VSS_E_WRITERERROR,              1",
        "proveFrozen,     MEMORY,  FAILED_AT_FREEZE,           VSS_E_WRITERERROR_NONRETRYABLE, 1",
        "thaw,            CODE,    FAILED_AT_THAW,             VSS_E_WRITERERROR,              1",
        "thaw,            RUNTIME, FAILED_AT_THAW,             VSS_E_WRITERERROR_NONRETRYABLE, 1",
        "thaw,            OVERRUN, FAILED_AT_THAW,             VSS_E_WRITERERROR_TIMEOUT,      1",
        "postSnapshot,    CODE,    FAILED_AT_POST_SNAPSHOT,    VSS_E_WRITERERROR,              0",
        "postSnapshot,    OVERRUN, FAILED_AT_POST_SNAPSHOT,    VSS_E_WRITER_NOT_RESPONDING,    0",
        "backupComplete,  CODE,    FAILED_AT_BACKUP_COMPLETE,  VSS_E_WRITERERROR,              0",
        "backupComplete,  RUNTIME, FAILED_AT_BACKUP_COMPLETE,  VSS_E_WRITERERROR_NONRETRYABLE, 0",
        "backupComplete,  OVERRUN, FAILED_AT_BACKUP_COMPLETE,  VSS_E_WRITER_NOT_RESPONDING,    0"
    })
    void aFailureHasItsStateAndItsCode(
            String handler, Fault fault, WriterState state, String code, int aborts)
            throws VssException {
        fail(handler, fault);
        BackupComponents session = bench.prepared(ShadowCopyContext.APP_ROLLBACK);
        ShadowCopySet set = bench.done(session.doSnapshotSet());
        session.setBackupSucceeded(true);
        List<WriterStatus> states = bench.done(session.backupComplete());
        assertThat(bench.done(session.gatherWriterStatus())).isEqualTo(states);
        WriterStatus front = states.getFirst();
        assertThat(front.name()).isEqualTo("front");
        assertThat(front.state()).isEqualTo(state);
        assertThat(front.failure().name()).startsWith(code);
        assertThat(front.message()).as("who and what").containsAnyOf("front", handler);
        assertThat(bench.world.application("front").abortCalls).isEqualTo(aborts);
        assertThat(bench.world.application("front").frozen).isFalse();
        assertThat(states.getLast().state()).isEqualTo(WriterState.STABLE);
        assertThat(states.getLast().failure()).isEqualTo(HResult.S_OK);
        assertThat(set.simultaneous()).as("the set is none the worse").isTrue();
        boolean held = List.of("thaw", "postSnapshot", "backupComplete").contains(handler);
        assertThat(set.consistency()).isEqualTo(held ? Consistency.APPLICATION : Consistency.CRASH);
        session.close();
        assertThat(bench.world.violations).isEmpty();
    }

    private void fail(String handler, Fault fault) {
        bench.world.script =
                (index, site) -> site.equals("writer.front." + handler) ? fault : Fault.NONE;
    }

    /** A writer that overruns its freeze may freeze later; only its guard can help then. */
    @Test
    void aFreezeThatHangsCostsTheLimitOfItsWriter() throws VssException {
        fail("freeze", Fault.OVERRUN);
        BackupComponents session = bench.prepared(ShadowCopyContext.APP_ROLLBACK);
        long before = bench.world.clock;
        VssAsync<ShadowCopySet> creation = session.doSnapshotSet();
        bench.workers.runAll();
        WriterStatus front = bench.done(session.gatherWriterStatus()).getFirst();
        assertThat(front.state()).isEqualTo(WriterState.FAILED_AT_FREEZE);
        assertThat(front.failure()).isEqualTo(HResult.VSS_E_WRITERERROR_TIMEOUT);
        assertThat(front.message()).contains("front.freeze", "abandoned");
        assertThat(bench.world.clock - before).isLessThan(200_000_000_000L);
        assertThat(creation.queryStatus()).isNotEqualTo(HResult.VSS_S_ASYNC_PENDING);
        session.close();
        assertThat(bench.world.application("front").frozen).isFalse();
    }

    @Test
    void theStatesOnTheWay() throws VssException {
        BackupComponents session = bench.prepared(ShadowCopyContext.APP_ROLLBACK);
        Map<String, WriterState> seen = new LinkedHashMap<>();
        bench.world.script =
                (index, site) -> {
                    if (seen.size() < 100 && !seen.containsKey(site)) {
                        seen.put(site, stateNow(session));
                    }
                    return Fault.NONE;
                };
        bench.done(session.doSnapshotSet());
        assertThat(seen)
                .containsEntry("gate.open", WriterState.STABLE)
                .containsEntry("writer.front.prepareSnapshot", WriterState.STABLE)
                .containsEntry("gate.preFlush", WriterState.WAITING_FOR_FREEZE)
                .containsEntry("writer.front.freeze", WriterState.WAITING_FOR_FREEZE)
                .containsEntry("writer.system.freeze", WriterState.WAITING_FOR_THAW)
                .containsEntry("provider.image.preCommit", WriterState.WAITING_FOR_THAW)
                .containsEntry("writer.front.proveFrozen", WriterState.WAITING_FOR_THAW)
                .containsEntry("gate.disarm", WriterState.WAITING_FOR_POST_SNAPSHOT)
                .containsEntry(
                        "provider.image.postFinalCommit", WriterState.WAITING_FOR_BACKUP_COMPLETE);
        assertThat(stateNow(session)).isEqualTo(WriterState.WAITING_FOR_BACKUP_COMPLETE);
        bench.done(session.backupComplete());
        assertThat(stateNow(session)).isEqualTo(WriterState.STABLE);
        session.close();
    }

    /** Asks as a requester does; while another operation runs the answer comes at once. */
    private WriterState stateNow(BackupComponents session) {
        try {
            var status = session.gatherWriterStatus();
            bench.workers.runAll();
            return status.result().getFirst().state();
        } catch (VssException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void afterAnAbortWaitingWritersAreStableAgain() throws VssException {
        bench.world.script =
                (index, site) -> site.equals("provider.ceph.preCommit") ? Fault.CODE : Fault.NONE;
        BackupComponents session = bench.prepared(ShadowCopyContext.APP_ROLLBACK);
        VssAsync<ShadowCopySet> creation = session.doSnapshotSet();
        bench.workers.runAll();
        assertThat(creation.queryStatus().isFailure()).isTrue();
        assertThat(bench.done(session.gatherWriterStatus()))
                .extracting(WriterStatus::state)
                .containsOnly(WriterState.STABLE);
        assertThat(bench.world.application("front").abortCalls).isEqualTo(1);
        session.close();
    }

    @Test
    void aNewSessionBeginsStable() throws VssException {
        fail("freeze", Fault.CODE);
        bench.made(ShadowCopyContext.APP_ROLLBACK);
        bench.world.script = FaultScript.NONE;
        bench.world.applications.values().forEach(FakeApplication::newSession);
        BackupComponents session = bench.prepared(ShadowCopyContext.APP_ROLLBACK);
        assertThat(bench.done(session.gatherWriterStatus()))
                .extracting(WriterStatus::state)
                .containsOnly(WriterState.STABLE);
        session.close();
    }
}
