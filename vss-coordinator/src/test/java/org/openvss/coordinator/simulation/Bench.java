package org.openvss.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.openvss.BackupComponents;
import org.openvss.BackupState;
import org.openvss.HResult;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySet;
import org.openvss.VssAsync;
import org.openvss.VssException;
import org.openvss.coordinator.Coordinator;
import org.openvss.coordinator.CoordinatorParts;
import org.openvss.writer.Writer;

/** A coordinator over a world without faults, for tests of single rules. */
final class Bench {
    final World world = new World(42);
    final Scenario scenario;
    final SimulatedProcess process = world.start();
    final FakeWorkers workers = new FakeWorkers(process);
    final CoordinatorParts parts;
    final Coordinator coordinator;

    Bench(Scenario scenario) {
        this.scenario = scenario;
        this.parts = scenario.parts(process, workers);
        this.coordinator = new Coordinator(parts);
    }

    /** The same with other writers than those of the scenario. */
    Bench(Scenario scenario, List<Writer> writers) {
        this.scenario = scenario;
        CoordinatorParts usual = scenario.parts(process, workers);
        this.parts =
                new CoordinatorParts(
                        usual.providers(),
                        writers,
                        usual.transactionManagers(),
                        usual.gate(),
                        usual.lock(),
                        usual.journal(),
                        usual.catalog(),
                        usual.claims(),
                        usual.volumes(),
                        usual.surfacing(),
                        usual.workers(),
                        usual.time(),
                        usual.listener(),
                        usual.limits(),
                        usual.machine(),
                        usual.ids());
        this.coordinator = new Coordinator(parts);
    }

    /** Returns an initialised session in a context. */
    BackupComponents session(ShadowCopyContext context) throws VssException {
        BackupComponents session = coordinator.newBackupComponents();
        session.initializeForBackup();
        session.setContext(context, Set.of());
        return session;
    }

    /** Goes as far as PrepareForBackup, with every volume of the scenario. */
    BackupComponents prepared(ShadowCopyContext context) throws VssException {
        BackupComponents session = session(context);
        if (context.hasWriters()) {
            session.setBackupState(BackupState.ofVolumes());
            done(session.gatherWriterMetadata());
        }
        session.startSnapshotSet();
        for (String volume : scenario.volumes().keySet()) {
            session.addToSnapshotSet(volume, null);
        }
        if (context.hasWriters()) {
            done(session.prepareForBackup());
        }
        return session;
    }

    /** Makes a set of every volume of the scenario, and closes the session of a persistent one. */
    ShadowCopySet made(ShadowCopyContext context) throws VssException {
        try (BackupComponents session = prepared(context)) {
            return done(session.doSnapshotSet());
        }
    }

    <T> T done(VssAsync<T> operation) throws VssException {
        workers.runAll();
        return operation.result();
    }

    /** Asserts that a call fails with a code, and returns its sentence. */
    static String refused(HResult code, ThrowingCallable call) {
        VssException refusal =
                Objects.requireNonNull(catchThrowableOfType(VssException.class, call));
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
        return refusal.sentence();
    }
}
