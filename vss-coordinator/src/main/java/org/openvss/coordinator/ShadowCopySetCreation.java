package org.openvss.coordinator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openvss.HResult;
import org.openvss.ShadowCopySet;
import org.openvss.VssException;
import org.openvss.coordinator.port.CreationJournal.Intent;
import org.openvss.coordinator.port.CreationJournal.PlannedCopy;
import org.openvss.coordinator.port.Gate.GatePlan;
import org.openvss.coordinator.port.GateReport;
import org.openvss.coordinator.port.GateReport.CutResult;
import org.openvss.coordinator.port.GateSession;
import org.openvss.provider.PreparedCut;
import org.openvss.provider.ProviderTransaction.CommittedCut;
import org.openvss.provider.ProviderTransaction.CutProof;
import org.openvss.writer.EmergencyThaw;
import org.openvss.writer.WriterSession;

/**
 * The protocol of DoSnapshotSet: turns a plan into a visible set, or into nothing. {@link #run} is
 * the way through, one line for each phase; every phase that leaves something first pushes how to
 * undo it.
 *
 * <p>Writers are reached through {@link WriterBroadcast}, transaction managers through {@link
 * TransactionFreeze}, providers through {@link ProviderCalls}, storage and kernel through the
 * ports. It decides nothing about the set (that is the {@link CreationPlan}) and knows nothing of
 * requesters (that is {@link BackupComponentsSession}).
 */
final class ShadowCopySetCreation {
    private final CoordinatorParts parts;
    private final CreationPlan plan;
    private final Cancellation cancellation;
    private final WriterSession writerSession;
    private final WriterBroadcast writers;
    private final TransactionFreeze transactions;
    private final ProviderCalls providers;
    private final CreatedCopies copies;
    private final Timeline timeline;
    private final CompensationStack compensations = new CompensationStack();
    private long writerDeadline;

    ShadowCopySetCreation(CoordinatorParts parts, CreationPlan plan, Cancellation cancellation) {
        this.parts = parts;
        this.plan = plan;
        this.cancellation = cancellation;
        this.writerSession = plan.writerSession();
        this.writers = new WriterBroadcast(parts.workers(), parts.time(), parts.limits());
        this.transactions = new TransactionFreeze(parts, plan);
        this.providers = new ProviderCalls(parts.workers());
        this.copies = new CreatedCopies(parts, plan);
        this.timeline = new Timeline(parts.time());
    }

    /**
     * Makes the set.
     *
     * @return the set, visible from now on
     * @throws VssException the one error, after everything was undone; its residue lists what could
     *     not be; {@code VSS_S_ASYNC_CANCELLED} if the requester cancelled in time
     */
    ShadowCopySet run() throws VssException {
        try {
            phase("journal.begin", this::recordIntent);
            GateSession gate = phase("gate.open", this::startGuard);
            phase("providers.endPrepare", this::endPrepare);
            phase("writers.prepareSnapshot", this::prepareWriters);
            phase("gate.preFlush", gate::preFlush);
            phase("gate.arm", () -> armGuard(gate));
            phase("transactions.freeze", this::freezeTransactions);
            phase("writers.freeze", this::freezeWriters);
            List<PreparedCut> cuts = silently("providers.preCommit", this::preCommit);
            cancellation.passPointOfNoReturn();
            GateReport report = silently("gate.holdAndCut", () -> holdAndCut(gate, cuts));
            List<CutProof> proofs = phase("providers.postCommit", () -> postCommit(report));
            phase("writers.proveFrozen", this::proveFrozen);
            phase("writers.thaw", this::thawWriters);
            phase("transactions.thaw", transactions::thaw);
            phase("gate.disarm", () -> disarmGuard(gate));
            phase("providers.preFinalCommit", this::preFinalCommit);
            phase("writers.postSnapshot", this::postSnapshot);
            ShadowCopySet result = copies.describe(report, proofs, timeline.phases());
            phase("providers.postFinalCommit", () -> postFinalCommit(result));
            phase("copies.surface", this::surface);
            phase("gate.end", () -> endGuard(gate));
            return publish(copies.describe(report, proofs, timeline.phases()));
        } catch (Throwable failure) {
            throw undo(failure);
        }
    }

    /** Step 2: durable before anything else is. */
    private void recordIntent() throws VssException {
        List<PlannedCopy> planned = new ArrayList<>();
        for (SetMember member : plan.members()) {
            planned.add(
                    new PlannedCopy(
                            member.copy(),
                            member.provider().info().id(),
                            member.volume().mountPoint(),
                            member.volume().volumeId()));
        }
        parts.journal().begin(new Intent(plan.set(), parts.time().now(), planned));
    }

    /** Step 2: the guard, with its descriptors open; holds nothing yet. */
    private GateSession startGuard() throws VssException {
        GateSession gate = parts.gate().open(plan.set(), parts.limits().ofGate());
        compensations.push("end the guard of the gate", gate::end);
        gate.prepare(new GatePlan(HoldChoice.of(plan.members())));
        return gate;
    }

    /** Step 3: all slow work. A requester that cancels makes it end soon. */
    private void endPrepare() throws VssException {
        compensations.push("undo the work of the providers", copies::undo);
        cancellation.hurryWith(copies::abortSoon);
        try {
            everyProvider(
                    ProviderMethod.END_PREPARE_SNAPSHOTS,
                    parts.limits().endPrepare(),
                    part -> part.transaction().endPrepare());
        } finally {
            cancellation.calm();
        }
    }

    /** Step 4. From here on a failure aborts the writers, before anything else is undone. */
    private void prepareWriters() {
        compensations.push("abort the writers", () -> writers.abort(plan.writers(), writerSession));
        writers.prepareSnapshot(plan.writers(), writerSession);
        transactions.choose();
    }

    /** Before step 6: the window of the applications begins, and the guard watches over it. */
    private void armGuard(GateSession gate) throws VssException {
        List<EmergencyThaw> thaws = writers.emergencyThaws(plan.writers());
        writerDeadline = parts.time().nanoTime() + parts.limits().writers().toNanos();
        gate.arm(thaws);
    }

    /**
     * After step 13. If the application of a writer may still be frozen, the guard stays armed and
     * runs the emergency thaws at its end.
     */
    private void disarmGuard(GateSession gate) throws VssException {
        if (plan.writers().stream().noneMatch(WriterInSession::mayStayFrozen)) {
            gate.disarm();
        }
    }

    /** Step 6: no new decision, decisions under way end. */
    private void freezeTransactions() throws VssException {
        compensations.push("thaw the transaction managers", transactions::undo);
        transactions.freeze(writerDeadline);
    }

    /** Step 7. */
    private void freezeWriters() {
        writers.freeze(plan.writers(), writerSession, writerDeadline);
    }

    /** Step 8: last work of the providers before the gate closes. */
    private List<PreparedCut> preCommit() throws VssException {
        return providers
                .each(
                        plan.parts(),
                        ProviderMethod.PRE_COMMIT_SNAPSHOTS,
                        restOfWriterWindow(),
                        part -> part.transaction().preCommit())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    /** Steps 9 to 11: the common instant. Every gate is open again when this returns. */
    private GateReport holdAndCut(GateSession gate, List<PreparedCut> cuts) throws VssException {
        GateReport report = gate.holdAndCut(cuts);
        for (CutResult result : report.results()) {
            if (result.errno() != 0) {
                throw copies.failedCut(result);
            }
        }
        return report;
    }

    /** Step 12: the copies become durable while the applications are still frozen. */
    private List<CutProof> postCommit(GateReport report) throws VssException {
        return providers
                .each(
                        plan.parts(),
                        ProviderMethod.POST_COMMIT_SNAPSHOTS,
                        restOfWriterWindow(),
                        part -> part.transaction().postCommit(cutsOf(part, report)))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    /** Step 12: a writer that cannot prove that it held does not count. */
    private void proveFrozen() {
        writers.proveFrozen(plan.writers(), writerSession, writerDeadline);
    }

    /** Step 13. */
    private void thawWriters() {
        writers.thaw(plan.writers(), writerSession);
    }

    /** Step 15: the copies become writable where the provider can do that. */
    private void preFinalCommit() throws VssException {
        everyProvider(
                ProviderMethod.PRE_FINAL_COMMIT_SNAPSHOTS,
                parts.limits().finish(),
                part -> part.transaction().preFinalCommit());
    }

    /** Step 15: auto-recovery and clean-up. */
    private void postSnapshot() {
        new NotedEvents(new WriterCalls(parts.workers()), parts.limits(), plan.document())
                .postSnapshot(plan.writers(), writerSession);
    }

    /** Step 15: the copies become read-only for good; from now on only a deletion removes them. */
    private void postFinalCommit(ShadowCopySet result) throws VssException {
        copies.mayBeFinal();
        everyProvider(
                ProviderMethod.POST_FINAL_COMMIT_SNAPSHOTS,
                parts.limits().finish(),
                part -> part.transaction().postFinalCommit(result));
    }

    /** The copies can be read at their usual folders. */
    private void surface() throws VssException {
        compensations.push("take the copies out of their folders", copies::withdraw);
        copies.surface();
    }

    private static void endGuard(GateSession gate) throws VssException {
        List<String> left = gate.end();
        if (!left.isEmpty()) {
            throw new VssException(
                            HResult.VSS_E_UNEXPECTED,
                            "the guard of the gate could not be ended cleanly")
                    .withResidue(left);
        }
    }

    /**
     * Step 16. Once the catalog has the set, it exists: a journal entry that stays behind is
     * cleared by the next recovery, which finds the set in the catalog.
     */
    private ShadowCopySet publish(ShadowCopySet set) throws VssException {
        parts.listener().phaseBegins(plan.set(), "catalog.put");
        compensations.push("take the set out of the catalog", copies::unpublish);
        copies.publish(set);
        try {
            parts.journal().done(plan.set());
        } catch (VssException entryStays) {
            return copies.asMounted(set);
        }
        return copies.asMounted(set);
    }

    private VssException undo(Throwable failure) {
        VssException error;
        try {
            cancellation.check();
            error = CreationCodes.documented(plan.set(), failure);
        } catch (VssException cancelled) {
            error = cancelled;
        }
        List<String> left = new ArrayList<>(compensations.unwind());
        if (left.isEmpty()) {
            left.addAll(forgetIntent());
        }
        return error.withResidue(left);
    }

    /** Only if nothing is left behind: the next recovery tries again with what the entry says. */
    private List<String> forgetIntent() {
        try {
            parts.journal().done(plan.set());
            return List.of();
        } catch (Throwable failure) {
            return List.of(
                    "the journal still has an entry of set "
                            + plan.set()
                            + ": "
                            + Failures.sentence(failure)
                            + "; the next recovery removes it");
        }
    }

    private void everyProvider(ProviderMethod method, Duration limit, PartStep step)
            throws VssException {
        providers.each(
                plan.parts(),
                method,
                limit,
                part -> {
                    step.run(part);
                    return true;
                });
    }

    private static List<CommittedCut> cutsOf(ProviderPart part, GateReport report) {
        List<CommittedCut> cuts = new ArrayList<>();
        for (CutResult result : report.results()) {
            if (part.members().stream().anyMatch(m -> m.copy().equals(result.copy()))) {
                cuts.add(new CommittedCut(result.copy(), result.times()));
            }
        }
        return cuts;
    }

    /**
     * A provider must not keep the applications frozen beyond the window that the guard enforces.
     *
     * @throws VssException {@code VSS_E_HOLD_WRITES_TIMEOUT} if the window is over: the guard has
     *     thawed the applications
     */
    private Duration restOfWriterWindow() throws VssException {
        long left = writerDeadline - parts.time().nanoTime();
        if (left <= 0) {
            throw new VssException(
                    HResult.VSS_E_HOLD_WRITES_TIMEOUT,
                    "the "
                            + parts.limits().writers().toSeconds()
                            + " s for which applications may be frozen were over before the copies"
                            + " were complete, and they have been thawed; see which application"
                            + " takes long to freeze, or try again when this machine has less to"
                            + " do");
        }
        return Duration.ofNanos(left);
    }

    /**
     * Runs a phase at whose beginning a requester can still cancel, and which the listener hears.
     */
    private <T> T phase(String name, Phase<T> body) throws VssException {
        cancellation.check();
        parts.listener().phaseBegins(plan.set(), name);
        return silently(name, body);
    }

    private void phase(String name, Step body) throws VssException {
        Phase<Boolean> asPhase =
                () -> {
                    body.run();
                    return true;
                };
        phase(name, asPhase);
    }

    /** Runs a phase without a word to anybody: writes are held, or about to be. */
    private <T> T silently(String name, Phase<T> body) throws VssException {
        long startedAt = parts.time().nanoTime();
        T result = body.run();
        timeline.ended(name, startedAt);
        return result;
    }

    @FunctionalInterface
    private interface Phase<T> {
        T run() throws VssException;
    }

    @FunctionalInterface
    private interface Step {
        void run() throws VssException;
    }

    @FunctionalInterface
    private interface PartStep {
        void run(ProviderPart part) throws VssException;
    }
}
