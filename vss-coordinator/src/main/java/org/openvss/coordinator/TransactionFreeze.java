package org.openvss.coordinator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openvss.HResult;
import org.openvss.ShadowCopyAttribute;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.coordinator.port.Workers.Outcome;
import org.openvss.coordinator.port.Workers.Task;
import org.openvss.writer.TransactionManager;

/**
 * Freezes and thaws the transaction managers of one creation: all of them side by side, each with a
 * limit, and each whose freeze was called gets exactly one thaw.
 *
 * <p>Unlike a writer, a manager that fails is the end of the set: VSS knows no set that is half
 * transacted. A requester that wants none of this asks for {@code NOT_TRANSACTED}.
 */
final class TransactionFreeze {
    /** How long decisions under way may take to end; VSS publishes no value. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    private final CoordinatorParts parts;
    private final CreationPlan plan;
    private List<TransactionManager> managers = List.of();
    private List<TransactionManager> owedAThaw = List.of();

    TransactionFreeze(CoordinatorParts parts, CreationPlan plan) {
        this.parts = parts;
        this.plan = plan;
    }

    /** Finds out which managers have files on the volumes of the set; none if NOT_TRANSACTED. */
    void choose() {
        if (plan.attributes().contains(ShadowCopyAttribute.NOT_TRANSACTED)) {
            return;
        }
        List<Volume> volumes = plan.members().stream().map(SetMember::volume).toList();
        AffectedVolumes affected = new AffectedVolumes(parts.volumes());
        managers =
                parts.transactionManagers().stream()
                        .filter(manager -> affected.include(manager.affectedPaths(), volumes))
                        .toList();
    }

    /**
     * Freezes every manager.
     *
     * @param deadline when the window of applications ends, on the monotonic clock
     * @throws VssException {@code VSS_E_TRANSACTION_FREEZE_TIMEOUT}, {@code E_OUTOFMEMORY}
     */
    void freeze(long deadline) throws VssException {
        long left = Math.max(1, deadline - parts.time().nanoTime());
        Duration limit = Duration.ofNanos(Math.min(LIMIT.toNanos(), left));
        owedAThaw = managers;
        end(
                parts.workers()
                        .inParallel(tasks("freeze", limit, manager -> manager.freeze(limit))),
                HResult.VSS_E_TRANSACTION_FREEZE_TIMEOUT,
                "could not be frozen",
                "its decisions under way did not end within "
                        + limit.toSeconds()
                        + " s; try again"
                        + " when fewer long commits run, or leave the manager out with the"
                        + " attribute NOT_TRANSACTED");
    }

    /**
     * Thaws every manager that was frozen, also if one of them fails.
     *
     * @throws VssException {@code VSS_E_TRANSACTION_THAW_TIMEOUT}, {@code E_OUTOFMEMORY}
     */
    void thaw() throws VssException {
        List<TransactionManager> to = owedAThaw;
        if (to.isEmpty()) {
            return;
        }
        Duration limit = parts.limits().release();
        List<Task<Boolean>> tasks = tasks("thaw", limit, TransactionManager::thaw);
        owedAThaw = List.of();
        end(
                parts.workers().inParallel(tasks),
                HResult.VSS_E_TRANSACTION_THAW_TIMEOUT,
                "did not resume",
                "it did not answer within "
                        + limit.toSeconds()
                        + " s; check that the application commits again");
    }

    /** Thaws after a failure; what went wrong is what is left behind. */
    List<String> undo() {
        try {
            thaw();
            return List.of();
        } catch (VssException failure) {
            return List.of(failure.getMessage());
        }
    }

    private List<Task<Boolean>> tasks(String call, Duration limit, Call work) {
        List<Task<Boolean>> tasks = new ArrayList<>();
        for (TransactionManager manager : managers) {
            tasks.add(
                    new Task<>(
                            manager.name() + "." + call,
                            limit,
                            () -> {
                                work.run(manager);
                                return true;
                            }));
        }
        return tasks;
    }

    private void end(List<Outcome<Boolean>> outcomes, HResult code, String what, String overrun)
            throws VssException {
        List<VssException> failures = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            String who = "transaction manager " + managers.get(i).name() + " " + what + ": ";
            switch (outcomes.get(i)) {
                case Outcome.Done<Boolean> done -> {}
                case Outcome.Failed<Boolean>(VssException failure) when failure.code() == code ->
                        failures.add(failure);
                case Outcome.Failed<Boolean>(OutOfMemoryError failure) ->
                        failures.add(Failures.of(who, failure));
                case Outcome.Failed<Boolean>(Throwable failure) ->
                        failures.add(new VssException(code, who + failure, failure));
                case Outcome.Overran<Boolean>(String thread) ->
                        failures.add(
                                new VssException(
                                        code,
                                        who
                                                + overrun
                                                + "; its thread '"
                                                + thread
                                                + "' was abandoned"));
            }
        }
        if (!failures.isEmpty()) {
            VssException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    /** One call to a manager. */
    @FunctionalInterface
    private interface Call {
        void run(TransactionManager manager) throws VssException;
    }
}
