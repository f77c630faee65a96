package org.openvss;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A long operation that runs by itself; mirrors {@code IVssAsync}.
 *
 * @param <T> what the operation yields
 */
@Mirrors("IVssAsync")
public interface VssAsync<T> {
    /**
     * Waits until the operation has ended, without limit; says nothing about how it ended. Mirrors
     * {@code IVssAsync::Wait}.
     *
     * @throws InterruptedException if the waiting thread is interrupted; the operation goes on
     */
    @Mirrors("IVssAsync::Wait")
    void waitFor() throws InterruptedException;

    /**
     * Waits until the operation has ended or the limit has passed; mirrors {@code IVssAsync::Wait}.
     *
     * @param limit how long to wait at most
     * @return whether it has ended; false leaves it pending
     * @throws InterruptedException if the waiting thread is interrupted; the operation goes on
     */
    @Mirrors("IVssAsync::Wait")
    boolean waitFor(Duration limit) throws InterruptedException;

    /**
     * Asks the operation to end early and returns at once; mirrors {@code IVssAsync::Cancel}.
     *
     * @return S_OK if the wish was taken (it may be too late to change anything), {@code
     *     VSS_S_ASYNC_CANCELLED} if it was cancelled before, {@code VSS_S_ASYNC_FINISHED} if it had
     *     finished, or the code with which it had failed
     */
    @Mirrors("IVssAsync::Cancel")
    HResult cancel();

    /**
     * Returns {@code VSS_S_ASYNC_PENDING}, {@code VSS_S_ASYNC_FINISHED}, {@code
     * VSS_S_ASYNC_CANCELLED}, or the code of the failure; mirrors {@code IVssAsync::QueryStatus}.
     */
    @Mirrors("IVssAsync::QueryStatus")
    HResult queryStatus();

    /**
     * Returns what the operation yielded.
     *
     * @throws VssException the failure; {@link HResult#VSS_E_BAD_STATE} while it is pending or if
     *     it was cancelled
     */
    T result() throws VssException;

    /**
     * Returns a future that ends as the operation does: with its result, with its {@link
     * VssException}, or cancelled. Cancelling the future does not cancel the operation.
     */
    CompletableFuture<T> toCompletableFuture();
}
