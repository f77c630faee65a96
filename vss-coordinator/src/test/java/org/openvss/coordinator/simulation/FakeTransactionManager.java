package org.openvss.coordinator.simulation;

import java.time.Duration;
import java.util.List;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.writer.TransactionManager;

/**
 * A transaction manager that lives in the process of the requester; checks that it is frozen while
 * no writer is, and that a thaw ends a freeze that is still under way.
 */
final class FakeTransactionManager implements TransactionManager {
    private final SimulatedProcess process;
    private final Scenario.OneManager manager;
    private final FakeApplication decisions;
    private int thaws;

    FakeTransactionManager(SimulatedProcess process, Scenario.OneManager manager) {
        this.process = process;
        this.manager = manager;
        this.decisions = process.world.transactionManager(manager.name());
    }

    @Override
    public String name() {
        return manager.name();
    }

    @Override
    public List<String> affectedPaths() {
        return manager.paths();
    }

    @Override
    public Duration holdLimit() {
        return Duration.ofSeconds(60);
    }

    @Override
    public void freeze(Duration limit) throws VssException {
        process.requireAlive();
        decisions.freezeCalls++;
        if (process.world.applications.values().stream().anyMatch(writer -> writer.frozen)) {
            process.world.violate(name() + " is frozen after a writer");
        }
        int thawsBefore = thaws;
        process.step(
                "transactions." + name() + ".freeze",
                () -> failure(HResult.VSS_E_TRANSACTION_FREEZE_TIMEOUT),
                () -> failure(HResult.VSS_E_PROVIDER_VETO),
                decisions::freeze,
                () -> {
                    if (thaws == thawsBefore) {
                        decisions.freeze();
                    }
                });
    }

    @Override
    public void thaw() throws VssException {
        process.requireAlive();
        decisions.thawCalls++;
        thaws++;
        decisions.release();
        process.step(
                "transactions." + name() + ".thaw",
                () -> failure(HResult.VSS_E_TRANSACTION_THAW_TIMEOUT),
                () -> failure(HResult.VSS_E_UNEXPECTED),
                () -> decisions.thawsDone++);
    }

    private static VssException failure(HResult code) {
        return new VssException(code, "injected into a transaction manager");
    }
}
