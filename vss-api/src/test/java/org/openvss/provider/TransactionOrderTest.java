package org.openvss.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.provider.TransactionOrder.Call;

/** The calls of a transaction stay in their order, and undoing reaches work in progress. */
class TransactionOrderTest {
    private final TransactionOrder order = new TransactionOrder();
    private final List<Call> made = new ArrayList<>();

    @Test
    void callsInOrderAreMade() throws Exception {
        call(Call.BEGIN_PREPARE);
        for (Call each : Call.values()) {
            call(each);
        }
        assertThat(made).hasSize(Call.values().length + 1);
    }

    @Test
    void theMissingCallIsNamed() throws Exception {
        assertBadState(Call.END_PREPARE, "beginPrepare must come first");
        call(Call.BEGIN_PREPARE);
        assertBadState(Call.PRE_COMMIT, "endPrepare must come first");
        assertThat(made).containsExactly(Call.BEGIN_PREPARE);
    }

    @Test
    void aRefusedVolumeLeavesTheOthers() throws Exception {
        assertThatThrownBy(() -> fail(Call.BEGIN_PREPARE)).hasMessageContaining("full");
        assertBadState(Call.END_PREPARE, "beginPrepare");
        call(Call.BEGIN_PREPARE);
        assertThatThrownBy(() -> fail(Call.BEGIN_PREPARE)).hasMessageContaining("full");
        call(Call.END_PREPARE);
    }

    @Test
    void afterAFailureOnlyAbortIsLeft() throws Exception {
        call(Call.BEGIN_PREPARE);
        assertThatThrownBy(() -> fail(Call.END_PREPARE)).hasMessageContaining("full");
        assertBadState(Call.END_PREPARE, "only abort");
        assertThat(order.abort(() -> List.of("left"))).containsExactly("left");
    }

    @Test
    void abortAfterCompletionUndoesNothing() throws Exception {
        for (Call each : Call.values()) {
            call(each);
        }
        assertThat(order.abort(() -> List.of("undone"))).isEmpty();
    }

    @Test
    void abortReachesWorkInProgressAndUndoesAfterIt() throws Exception {
        call(Call.BEGIN_PREPARE);
        CountDownLatch working = new CountDownLatch(1);
        FutureTask<Boolean> work =
                new FutureTask<>(() ->
                        order.run(
                                Call.END_PREPARE,
                                () -> {
                                    working.countDown();
                                    while (true) {
                                        order.checkNotAborted();
                                        Thread.onSpinWait();
                                    }
                                }));
        Thread.ofPlatform().start(work);
        working.await();
        assertThat(order.abort(() -> List.of("undone"))).containsExactly("undone");
        assertThatThrownBy(work::get).hasRootCauseInstanceOf(VssException.class);
        assertBadState(Call.PRE_COMMIT, "cancelled");
    }

    private void call(Call call) throws VssException {
        order.perform(call, () -> made.add(call));
    }

    private void fail(Call call) throws VssException {
        order.perform(
                call,
                () -> {
                    throw new VssException(HResult.VSS_E_INSUFFICIENT_STORAGE, "full");
                });
    }

    private void assertBadState(Call call, String words) {
        assertThatThrownBy(() -> call(call))
                .isInstanceOfSatisfying(
                        VssException.class,
                        e -> assertThat(e.code()).isEqualTo(HResult.VSS_E_BAD_STATE))
                .hasMessageContaining(words);
    }
}
