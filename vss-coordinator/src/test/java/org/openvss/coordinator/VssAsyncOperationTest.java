package org.openvss.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.coordinator.port.Workers;

/** What a requester sees of a long operation, before and after its end. */
final class VssAsyncOperationTest {
    private final Deque<Runnable> started = new ArrayDeque<>();
    private final Cancellation cancellation = new Cancellation();

    private final Workers workers =
            new Workers() {
                @Override
                public <T> List<Outcome<T>> inParallel(List<Task<T>> tasks) {
                    throw new AssertionError("not used");
                }

                @Override
                public void start(String what, Runnable work) {
                    started.add(work);
                }
            };

    @Test
    void pendingUntilItEnds() throws Exception {
        VssAsyncOperation<String> operation = start(() -> "done");
        assertThat(operation.queryStatus()).isEqualTo(HResult.VSS_S_ASYNC_PENDING);
        assertThat(operation.waitFor(Duration.ofMillis(1))).isFalse();
        assertThatThrownBy(operation::result)
                .isInstanceOfSatisfying(
                        VssException.class,
                        e -> assertThat(e.code()).isEqualTo(HResult.VSS_E_BAD_STATE));
        started.remove().run();
        operation.waitFor();
        operation.awaitEnd();
        assertThat(operation.waitFor(Duration.ZERO)).isTrue();
        assertThat(operation.queryStatus()).isEqualTo(HResult.VSS_S_ASYNC_FINISHED);
        assertThat(operation.result()).isEqualTo("done");
        assertThat(operation.cancel()).isEqualTo(HResult.VSS_S_ASYNC_FINISHED);
        assertThat(operation.toCompletableFuture().get()).isEqualTo("done");
    }

    @Test
    void failureIsTheStatusAndWhatCancelAnswers() throws Exception {
        VssException failure = new VssException(HResult.VSS_E_PROVIDER_VETO, "no");
        VssAsyncOperation<String> operation =
                start(() -> {
                    throw failure;
                });
        started.remove().run();
        operation.waitFor();
        assertThat(operation.waitFor(Duration.ZERO)).isTrue();
        assertThat(operation.queryStatus()).isEqualTo(HResult.VSS_E_PROVIDER_VETO);
        assertThat(operation.cancel()).isEqualTo(HResult.VSS_E_PROVIDER_VETO);
        assertThatThrownBy(operation::result).isSameAs(failure);
        assertThatThrownBy(() -> operation.toCompletableFuture().get())
                .isInstanceOf(ExecutionException.class)
                .hasCause(failure);
    }

    @Test
    void cancelTakesTheWishAndTheEndShowsIt() throws Exception {
        VssAsyncOperation<String> operation =
                start(() -> {
                    cancellation.check();
                    return "not reached";
                });
        assertThat(operation.cancel()).isEqualTo(HResult.S_OK);
        assertThat(operation.queryStatus()).isEqualTo(HResult.VSS_S_ASYNC_PENDING);
        started.remove().run();
        assertThat(operation.queryStatus()).isEqualTo(HResult.VSS_S_ASYNC_CANCELLED);
        assertThat(operation.cancel()).isEqualTo(HResult.VSS_S_ASYNC_CANCELLED);
        assertThatThrownBy(operation::result)
                .isInstanceOfSatisfying(
                        VssException.class,
                        e -> assertThat(e.code()).isEqualTo(HResult.VSS_E_BAD_STATE))
                .hasMessageContaining("was cancelled");
        assertThat(operation.toCompletableFuture()).isCancelled();
    }

    @Test
    void anyThrowableIsTurnedIntoACode() throws Exception {
        VssAsyncOperation<String> memory =
                start(() -> {
                    throw new OutOfMemoryError("heap");
                });
        started.remove().run();
        assertThat(memory.queryStatus()).isEqualTo(HResult.E_OUTOFMEMORY);
        VssAsyncOperation<String> bug =
                start(() -> {
                    throw new IllegalStateException("bug");
                });
        started.remove().run();
        assertThat(bug.queryStatus()).isEqualTo(HResult.VSS_E_UNEXPECTED);
    }

    @Test
    void haste() throws Exception {
        int[] hurried = {0};
        cancellation.hurryWith(() -> hurried[0]++);
        cancellation.request();
        cancellation.request();
        assertThat(hurried[0]).isEqualTo(1);
        assertThatThrownBy(() -> cancellation.hurryWith(() -> {})).isInstanceOf(VssException.class);
        assertThatThrownBy(cancellation::passPointOfNoReturn).isInstanceOf(VssException.class);
    }

    @Test
    void haveCalmedDownAndTooLate() throws Exception {
        int[] hurried = {0};
        cancellation.hurryWith(() -> hurried[0]++);
        cancellation.calm();
        cancellation.passPointOfNoReturn();
        cancellation.request();
        assertThat(hurried[0]).isZero();
        assertThat(cancellation.isRequested()).isFalse();
        cancellation.check();
    }

    private VssAsyncOperation<String> start(Callable<String> work) throws VssException {
        return VssAsyncOperation.start(workers, "doSnapshotSet", cancellation, work);
    }
}
