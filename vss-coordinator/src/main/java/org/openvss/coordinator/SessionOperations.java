package org.openvss.coordinator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.openvss.VssAsync;
import org.openvss.VssException;
import org.openvss.coordinator.SessionState.Once;
import org.openvss.coordinator.port.Workers;

/** The long operations that a session has started; it ends only after they have. */
final class SessionOperations {
    private final Workers workers;
    private final List<VssAsyncOperation<?>> started = new ArrayList<>();

    SessionOperations(Workers workers) {
        this.workers = workers;
    }

    /**
     * Starts an operation that happens once in a session.
     *
     * @param progress is told how far it is
     * @throws VssException if it cannot be started; then it has not happened
     */
    <T> VssAsync<T> once(String what, Consumer<Once> progress, Callable<T> work)
            throws VssException {
        progress.accept(Once.RUNNING);
        try {
            return start(
                    what,
                    () -> {
                        try {
                            return work.call();
                        } finally {
                            progress.accept(Once.DONE);
                        }
                    });
        } catch (VssException notStarted) {
            progress.accept(Once.NOT_YET);
            throw notStarted;
        }
    }

    <T> VssAsync<T> start(String what, Callable<T> work) throws VssException {
        return start(what, new Cancellation(), work);
    }

    <T> VssAsync<T> start(String what, Cancellation cancellation, Callable<T> work)
            throws VssException {
        VssAsyncOperation<T> operation = VssAsyncOperation.start(workers, what, cancellation, work);
        started.add(operation);
        return operation;
    }

    void awaitEnds() {
        started.forEach(VssAsyncOperation::awaitEnd);
    }
}
