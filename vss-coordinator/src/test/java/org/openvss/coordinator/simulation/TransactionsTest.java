package org.openvss.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openvss.BackupComponents;
import org.openvss.BackupState;
import org.openvss.HResult;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySet;
import org.openvss.VssAsync;
import org.openvss.VssException;

/** When transaction managers are frozen, and what their failures do to the set. */
final class TransactionsTest {
    private final Bench bench = new Bench(Scenario.small());
    private final FakeApplication shop = bench.world.transactionManager("shop");

    @Test
    void managersAreFrozenBeforeTheFirstWriterAndThawedAfterTheLast() throws VssException {
        bench.made(ShadowCopyContext.APP_ROLLBACK);
        assertThat(bench.world.violations).isEmpty();
        assertThat(at("transactions.shop.freeze")).isBetween(0, at("writer.front.freeze"));
        assertThat(at("transactions.shop.thaw"))
                .isGreaterThan(at("writer.front.thaw"))
                .isGreaterThan(at("writer.system.thaw"));
        assertThat(shop.freezeCalls).isEqualTo(1);
        assertThat(shop.thawsDone).isEqualTo(1);
    }

    @Test
    void theyAreFrozenInContextsWithoutWritersToo() throws VssException {
        bench.made(ShadowCopyContext.NAS_ROLLBACK);
        assertThat(shop.freezeCalls).isEqualTo(1);
    }

    @Test
    void notTransactedLeavesThemAlone() throws VssException {
        try (BackupComponents session = bench.coordinator.newBackupComponents()) {
            session.initializeForBackup();
            session.setContext(
                    ShadowCopyContext.APP_ROLLBACK, Set.of(ShadowCopyAttribute.NOT_TRANSACTED));
            session.setBackupState(BackupState.ofVolumes());
            bench.done(session.gatherWriterMetadata());
            session.startSnapshotSet();
            session.addToSnapshotSet("/v0", null);
            bench.done(session.prepareForBackup());
            bench.done(session.doSnapshotSet());
        }
        assertThat(shop.freezeCalls).isZero();
    }

    @Test
    void aManagerWithoutFilesOnTheVolumesIsLeftAlone() throws VssException {
        try (BackupComponents session = bench.session(ShadowCopyContext.NAS_ROLLBACK)) {
            session.startSnapshotSet();
            session.addToSnapshotSet("/v2", null);
            ShadowCopySet made = bench.done(session.doSnapshotSet());
            assertThat(made.simultaneous()).isTrue();
        }
        assertThat(shop.freezeCalls).isZero();
    }

    @Test
    void decisionsThatDoNotEndInTimeAreTheEndOfTheSet() throws VssException {
        fails("transactions.shop.freeze", Fault.CODE, HResult.VSS_E_TRANSACTION_FREEZE_TIMEOUT);
        assertThat(bench.world.application("front").freezeCalls).isZero();
    }

    @Test
    void aManagerThatHangsIsTheEndOfTheSetAndNamed() throws VssException {
        String sentence =
                fails(
                        "transactions.shop.freeze",
                        Fault.OVERRUN,
                        HResult.VSS_E_TRANSACTION_FREEZE_TIMEOUT);
        assertThat(sentence).contains("shop").contains("NOT_TRANSACTED");
    }

    @Test
    void aManagerThatFailsInItsOwnWayIsReportedAsOneThatWasNotFrozen() throws VssException {
        fails("transactions.shop.freeze", Fault.RUNTIME, HResult.VSS_E_TRANSACTION_FREEZE_TIMEOUT);
    }

    @Test
    void anUnconfirmedThawIsTheEndOfTheSet() throws VssException {
        fails("transactions.shop.thaw", Fault.CODE, HResult.VSS_E_TRANSACTION_THAW_TIMEOUT);
    }

    /** Has a call fail; requires the code, that nothing is left, and one thaw for the freeze. */
    private String fails(String site, Fault fault, HResult code) throws VssException {
        bench.world.script = (index, at) -> at.equals(site) ? fault : Fault.NONE;
        String sentence;
        try (BackupComponents session = bench.prepared(ShadowCopyContext.APP_ROLLBACK)) {
            VssAsync<ShadowCopySet> creation = session.doSnapshotSet();
            sentence = Bench.refused(code, () -> bench.done(creation));
            assertThat(creation.queryStatus()).isEqualTo(code);
        }
        assertThat(bench.world.violations).isEmpty();
        assertThat(bench.world.storage).isEmpty();
        assertThat(bench.world.catalog).isEmpty();
        assertThat(shop.frozen).isFalse();
        assertThat(shop.freezeCalls).isEqualTo(1);
        assertThat(shop.thawCalls).isEqualTo(1);
        return sentence;
    }

    private int at(String site) {
        for (int i = 0; i < bench.world.trace.size(); i++) {
            if (bench.world.trace.get(i).contains(" " + site + " ")) {
                return i;
            }
        }
        return -1;
    }
}
