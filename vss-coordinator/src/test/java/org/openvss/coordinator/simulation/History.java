package org.openvss.coordinator.simulation;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.BackupComponents;
import org.openvss.BackupState;
import org.openvss.BackupType;
import org.openvss.ComponentKey;
import org.openvss.Consistency;
import org.openvss.HResult;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.VssAsync;
import org.openvss.VssException;
import org.openvss.coordinator.Coordinator;
import org.openvss.coordinator.RecoveryReport;

/** One history: a requester makes a set while things go wrong; then the next start recovers. */
final class History {
    /** Spec of DoSnapshotSet: what QueryStatus may answer at the end. */
    private static final Set<HResult> ALLOWED_ENDINGS =
            Set.of(
                    HResult.VSS_S_ASYNC_FINISHED,
                    HResult.VSS_S_ASYNC_CANCELLED,
                    HResult.E_ACCESSDENIED,
                    HResult.E_OUTOFMEMORY,
                    HResult.VSS_E_BAD_STATE,
                    HResult.VSS_E_INSUFFICIENT_STORAGE,
                    HResult.VSS_E_PROVIDER_VETO,
                    HResult.VSS_E_UNEXPECTED_PROVIDER_ERROR,
                    HResult.VSS_E_FLUSH_WRITES_TIMEOUT,
                    HResult.VSS_E_HOLD_WRITES_TIMEOUT,
                    HResult.VSS_E_NESTED_VOLUME_LIMIT,
                    HResult.VSS_E_REBOOT_REQUIRED,
                    HResult.VSS_E_TRANSACTION_FREEZE_TIMEOUT,
                    HResult.VSS_E_TRANSACTION_THAW_TIMEOUT,
                    HResult.VSS_E_UNEXPECTED);

    private final World world;
    private final Scenario scenario;

    /** How the last DoSnapshotSet ended, or null if it was not reached. */
    @Nullable HResult ending;

    @Nullable ShadowCopySet made;

    /** The components that could be added. */
    private List<ComponentKey> added = List.of();

    History(World world, Scenario scenario) {
        this.world = world;
        this.scenario = scenario;
    }

    /** Runs a session with the script of the world, then a recovery; checks after each. */
    void run(boolean faultsDuringRecovery) {
        world.applications.values().forEach(FakeApplication::newSession);
        world.transactionManagers.values().forEach(FakeApplication::newSession);
        SimulatedProcess process = world.start();
        FakeWorkers workers = new FakeWorkers(process);
        session(new Coordinator(scenario.parts(process, workers)), workers);
        process.end();
        checkQuiet();
        if (!world.crashed) {
            checkWriters();
        }
        checkRecords();
        if (faultsDuringRecovery) {
            recover();
            checkRecords();
        }
        world.script = FaultScript.NONE;
        RecoveryReport report = recover();
        checkAfterRecovery(report);
    }

    private void session(Coordinator coordinator, FakeWorkers workers) {
        BackupComponents session = coordinator.newBackupComponents();
        try {
            build(session, workers);
            if (!scenario.aborts()) {
                create(session, workers);
            }
        } catch (VssException failure) {
            world.trace.add("call failed: " + failure.code());
        } catch (SimulatedCrash crash) {
            world.trace.add("crash");
        }
        try {
            if (!HResult.VSS_S_ASYNC_FINISHED.equals(ending)) {
                session.abortBackup();
            }
        } catch (VssException | SimulatedCrash failure) {
            world.trace.add("abort failed");
        }
        try {
            session.close();
        } catch (VssException failure) {
            world.trace.add("close failed: " + failure.code());
        } catch (SimulatedCrash crash) {
            world.trace.add("crash");
        }
    }

    private void build(BackupComponents session, FakeWorkers workers) throws VssException {
        boolean writers = scenario.context().hasWriters();
        session.initializeForBackup();
        session.setContext(scenario.context(), Set.of());
        if (writers) {
            session.setBackupState(
                    new BackupState(scenario.wishes() != null, false, BackupType.FULL, false));
            var _ = session.gatherWriterMetadata();
            workers.runAll();
            added = ComponentHistory.add(session, scenario);
        }
        session.startSnapshotSet();
        for (String volume : scenario.volumes().keySet()) {
            session.addToSnapshotSet(volume, null);
        }
        if (writers) {
            var _ = session.prepareForBackup();
            workers.runAll();
        }
    }

    private void create(BackupComponents session, FakeWorkers workers) throws VssException {
        ComponentHistory components = new ComponentHistory(world, scenario, added);
        VssAsync<ShadowCopySet> creation = session.doSnapshotSet();
        boolean[] wished = {false};
        world.cancel =
                () -> {
                    wished[0] = true;
                    creation.cancel();
                };
        workers.runAll();
        world.cancel = () -> {};
        if (world.crashed) {
            return;
        }
        HResult end = creation.queryStatus();
        ending = end;
        world.trace.add("ending " + end);
        check(ALLOWED_ENDINGS.contains(end), "DoSnapshotSet ended with " + end);
        check(
                end != HResult.VSS_S_ASYNC_CANCELLED || wished[0],
                "cancelled although nobody wished it");
        check(!world.locked, "the creation lock is still held");
        if (end == HResult.VSS_S_ASYNC_FINISHED) {
            made = creation.result();
            checkMade(creation.result());
            components.checkDocument(session);
            if (scenario.completes() && scenario.context().hasWriters()) {
                components.complete(session, workers);
            }
        } else {
            world.catalog.values().forEach(this::checkEntire);
        }
    }

    private void checkMade(ShadowCopySet set) {
        checkEntire(set);
        check(world.catalog.containsKey(set.id()), "a finished set is not in the catalog");
        check(set.shadowCopies().size() == scenario.volumes().size(), "copies are missing");
        if (set.simultaneous()) {
            for (ShadowCopy copy : set.shadowCopies()) {
                World.Artefact artefact = world.storage.get(copy.id());
                check(
                        artefact != null && artefact.cutWhileAllHeld,
                        "called simultaneous, but not cut while all were held");
            }
        }
        if (set.consistency() == Consistency.APPLICATION) {
            check(!set.writers().isEmpty(), "level application without a writer");
        }
        check(
                scenario.context() != ShadowCopyContext.NAS_ROLLBACK || set.writers().isEmpty(),
                "writers in a context without writers");
    }

    private void checkEntire(ShadowCopySet set) {
        for (ShadowCopy copy : set.shadowCopies()) {
            World.Artefact artefact = world.storage.get(copy.id());
            check(artefact != null && artefact.complete, "a visible set lacks copy " + copy.id());
        }
    }

    private void checkQuiet() {
        check(world.heldVolumes.isEmpty(), "held volumes: " + world.heldVolumes);
        for (FakeApplication application : world.applications.values()) {
            check(!application.frozen, application.name + " is still frozen");
        }
        for (FakeApplication manager : world.transactionManagers.values()) {
            check(!manager.frozen, manager.name + " still holds its decisions");
        }
        check(!world.locked, "the creation lock is still held");
    }

    private void checkWriters() {
        new ComponentHistory(world, scenario, added).checkEvents();
        for (FakeApplication a : world.applications.values()) {
            check(a.freezeCalls <= 1, a.name + " was frozen " + a.freezeCalls + " times");
            check(a.thawCalls <= 1, a.name + " was thawed " + a.thawCalls + " times");
            check(a.abortCalls <= 1, a.name + " was aborted " + a.abortCalls + " times");
            check(
                    a.freezeCalls == 0 || a.abortCalls == 1 || a.thawsDone == 1,
                    a.name + " got neither thaw nor abort");
            check(a.freezeCalls > 0 || a.thawCalls == 0, a.name + " was thawed without a freeze");
        }
        for (FakeApplication m : world.transactionManagers.values()) {
            check(m.freezeCalls <= 1, m.name + " was frozen " + m.freezeCalls + " times");
            check(
                    m.thawCalls == m.freezeCalls,
                    m.name + ": " + m.freezeCalls + " freezes, " + m.thawCalls + " thaws");
            check(
                    made == null || m.thawsDone == m.freezeCalls,
                    m.name + " did not confirm its thaw, and the set was made");
        }
    }

    /** Whatever lies on storage has a record that the next recovery reads. */
    private void checkRecords() {
        for (ShadowCopyId copy : world.storage.keySet()) {
            ShadowCopySetId set = world.storage.get(copy).set;
            boolean visible =
                    world.catalog.containsKey(set)
                            && world.catalog.get(set).shadowCopies().stream()
                                    .anyMatch(c -> c.id().equals(copy));
            check(visible || world.journal.containsKey(set), "no record of copy " + copy);
        }
    }

    private @Nullable RecoveryReport recover() {
        SimulatedProcess process = world.start();
        Coordinator coordinator =
                new Coordinator(scenario.parts(process, new FakeWorkers(process)));
        try {
            return coordinator.recover();
        } catch (VssException | IllegalStateException | OutOfMemoryError | SimulatedCrash e) {
            world.trace.add("recovery failed: " + e);
            return null;
        }
    }

    private void checkAfterRecovery(@Nullable RecoveryReport report) {
        if (report == null) {
            check(false, "a recovery without faults failed");
            return;
        }
        check(report.notUndone().isEmpty(), "not undone: " + report.notUndone());
        check(report.orphans().orphans().isEmpty(), "orphans: " + report.orphans());
        check(world.journal.isEmpty(), "the journal is not empty");
        for (ShadowCopySet set : world.catalog.values()) {
            check(set.context().isPersistent(), "an auto-release set outlived its requester");
        }
        checkRecords();
        check(
                world.mounted.stream().allMatch(world.storage::containsKey),
                "a copy that is gone is still mounted");
    }

    private void check(boolean holds, String violation) {
        if (!holds) {
            world.violate(violation);
        }
    }
}
