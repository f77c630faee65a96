package org.openvss.coordinator;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.VssAsync;
import org.openvss.VssException;
import org.openvss.coordinator.port.Workers;

/**
 * One long operation of a session. It ends exactly once: with its value, with its error, or
 * cancelled; an error of code VSS_S_ASYNC_CANCELLED is a cancellation.
 */
final class VssAsyncOperation<T> implements VssAsync<T> {
    private final String what;
    private final Cancellation cancellation;
    private final CompletableFuture<T> ending = new CompletableFuture<>();

    private VssAsyncOperation(String what, Cancellation cancellation) {
        this.what = what;
        this.cancellation = cancellation;
    }

    /**
     * Starts an operation.
     *
     * @param workers runs it
     * @param what its name, as in the interface
     * @param cancellation how it learns that the requester wants it to end
     * @param work the operation
     * @throws VssException {@code E_OUTOFMEMORY} if it cannot be started
     */
    static <T> VssAsyncOperation<T> start(
            Workers workers, String what, Cancellation cancellation, Callable<T> work)
            throws VssException {
        VssAsyncOperation<T> operation = new VssAsyncOperation<>(what, cancellation);
        try {
            workers.start(what, () -> operation.run(work));
        } catch (RuntimeException | Error failure) {
            throw Failures.of(what, failure);
        }
        return operation;
    }

    private void run(Callable<T> work) {
        try {
            ending.complete(work.call());
        } catch (Throwable failure) {
            ending.completeExceptionally(Failures.of(what, failure));
        }
    }

    @Override
    public void waitFor() throws InterruptedException {
        try {
            ending.get();
        } catch (ExecutionException failed) {
            return; // how it ended is asked through queryStatus
        }
    }

    /** Waits until the operation has ended, whatever happens to the waiting thread. */
    void awaitEnd() {
        ending.handle((value, thrown) -> what).join();
    }

    @Override
    public boolean waitFor(Duration limit) throws InterruptedException {
        try {
            ending.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException failed) {
            return true;
        } catch (TimeoutException pending) {
            return false;
        }
    }

    @Override
    public HResult cancel() {
        HResult status = queryStatus();
        if (status != HResult.VSS_S_ASYNC_PENDING) {
            return status;
        }
        cancellation.request();
        return HResult.S_OK;
    }

    @Override
    public HResult queryStatus() {
        if (!ending.isDone()) {
            return HResult.VSS_S_ASYNC_PENDING;
        }
        VssException failure = failure();
        return failure == null ? HResult.VSS_S_ASYNC_FINISHED : failure.code();
    }

    @Override
    public T result() throws VssException {
        if (!ending.isDone()) {
            throw new VssException(
                    HResult.VSS_E_BAD_STATE,
                    what + " is still running; call waitFor before result");
        }
        VssException failure = failure();
        if (failure == null) {
            return ending.join();
        }
        if (failure.code() == HResult.VSS_S_ASYNC_CANCELLED) {
            throw new VssException(
                            HResult.VSS_E_BAD_STATE,
                            what + " was cancelled; it has no result",
                            failure)
                    .withResidue(failure.residue());
        }
        throw failure;
    }

    @Override
    public CompletableFuture<T> toCompletableFuture() {
        CompletableFuture<T> future = new CompletableFuture<>();
        CompletableFuture<T> _ =
                ending.whenComplete((value, thrown) -> {
                    if (thrown == null) {
                        future.complete(value);
                    } else if (thrown instanceof VssException coded
                            && coded.code() == HResult.VSS_S_ASYNC_CANCELLED) {
                        CancellationException cancelled =
                                new CancellationException(coded.sentence());
                        cancelled.initCause(coded);
                        future.completeExceptionally(cancelled);
                    } else {
                        future.completeExceptionally(thrown);
                    }
                });
        return future;
    }

    private @Nullable VssException failure() {
        return ending.isCompletedExceptionally() && ending.exceptionNow() instanceof VssException e
                ? e
                : null;
    }
}
