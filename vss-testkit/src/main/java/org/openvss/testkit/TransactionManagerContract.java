package org.openvss.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.writer.TransactionManager;

/**
 * What every transaction manager must do, as tests: extend it beside the manager, with real
 * transactions.
 *
 * <p>Knows the manager only by its contract and the decisions only by {@link #commit}. It does not
 * test what the transactions do.
 */
@Timeout(60)
public abstract class TransactionManagerContract {
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofMillis(100);

    @SuppressWarnings("NullAway.Init") // made before each test
    private TransactionManager manager;

    /** Creates a contract test; subclasses are made by JUnit. */
    protected TransactionManagerContract() {}

    /**
     * Returns a new manager for one test.
     *
     * @param holdLimit the hold limit that it is to have
     * @throws Exception if the test cannot be prepared
     */
    protected abstract TransactionManager newManager(Duration holdLimit) throws Exception;

    /**
     * Makes one transaction over two resources and commits it, in the calling thread.
     *
     * @param prepared runs after the first resource was prepared and before the second one is
     * @throws Exception if it was not committed
     */
    protected abstract void commit(Runnable prepared) throws Exception;

    /** Makes the manager of one test. */
    @BeforeEach
    final void makeManager() throws Exception {
        manager = newManager(LONGEST_HOLD);
    }

    /** No test leaves a thread waiting. */
    @AfterEach
    final void thawAtTheEnd() {
        try {
            manager.thaw();
        } catch (VssException lateThaw) {
            assertEquals(HResult.VSS_E_TRANSACTION_THAW_TIMEOUT, lateThaw.code());
        }
    }

    @Test
    final void describesItself() {
        assertFalse(manager.name().isBlank());
        assertTrue(manager.affectedPaths().stream().allMatch(path -> path.startsWith("/")));
        assertEquals(LONGEST_HOLD, manager.holdLimit());
    }

    @Test
    final void decisionsWaitFromFreezeToThaw() throws Exception {
        commit(() -> {});
        manager.freeze(LIMIT);
        Commit held = new Commit(() -> {});
        assertFalse(held.endsWithin(SHORT.multipliedBy(3)), "a commit went through the freeze");
        manager.thaw();
        assertTrue(held.endsWithin(LIMIT), "the commit does not go on after the thaw");
        held.requireCommitted();
    }

    @Test
    final void freezeWaitsForDecisionsUnderWay() throws Exception {
        Decision decision = new Decision();
        Commit underWay = new Commit(decision);
        decision.awaitBegin();
        Thread ends = Thread.ofPlatform().start(() -> decision.endAfter(SHORT));
        manager.freeze(LIMIT);
        assertTrue(underWay.hasEnded(), "frozen although a decision was under way");
        underWay.requireCommitted();
        ends.join();
        manager.thaw();
    }

    @Test
    final void decisionsThatDoNotEndInTimeFailTheFreezeAndNothingIsHeld() throws Exception {
        Decision decision = new Decision();
        Commit underWay = new Commit(decision);
        decision.awaitBegin();
        VssException failure = assertThrows(VssException.class, () -> manager.freeze(SHORT));
        assertEquals(HResult.VSS_E_TRANSACTION_FREEZE_TIMEOUT, failure.code());
        assertTrue(failure.sentence().contains(manager.name()), failure.sentence());
        Commit other = new Commit(() -> {});
        assertTrue(other.endsWithin(LIMIT), "commits are held although the freeze failed");
        decision.end();
        assertTrue(underWay.endsWithin(LIMIT));
        assertDoesNotThrow(manager::thaw, "the thaw after a freeze that failed");
    }

    @Test
    final void aThawEndsAFreezeThatStillWaits() throws Exception {
        Decision decision = new Decision();
        Commit underWay = new Commit(decision);
        decision.awaitBegin();
        AtomicReference<@Nullable Exception> answer = new AtomicReference<>();
        Thread freezes =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                manager.freeze(LIMIT);
                            } catch (VssException failure) {
                                answer.set(failure);
                            }
                        });
        Commit waits = new Commit(() -> {});
        while (!freezes.isAlive() || waits.endsWithin(SHORT)) {
            waits = new Commit(() -> {}); // until one waits, the freeze has not begun
        }
        manager.thaw();
        assertTrue(waits.endsWithin(LIMIT), "a commit waits for a freeze that was thawed");
        decision.end();
        freezes.join();
        assertTrue(underWay.endsWithin(LIMIT));
        assertTrue(
                answer.get() instanceof VssException failure
                        && failure.code() == HResult.VSS_E_TRANSACTION_FREEZE_TIMEOUT,
                "a freeze that was thawed while it waited says that it holds");
        assertTrue(new Commit(() -> {}).endsWithin(LIMIT), "it took hold after its thaw");
    }

    @Test
    final void resumesByItselfAfterItsLimitAndTheThawSaysSo() throws Exception {
        manager = newManager(SHORT.multipliedBy(2));
        manager.freeze(LIMIT);
        Commit held = new Commit(() -> {});
        assertTrue(held.endsWithin(LIMIT), "commits are held beyond the limit");
        held.requireCommitted();
        VssException failure = assertThrows(VssException.class, manager::thaw);
        assertEquals(HResult.VSS_E_TRANSACTION_THAW_TIMEOUT, failure.code());
        manager.freeze(LIMIT);
        manager.thaw();
    }

    @Test
    final void aThawWithoutAFreezeDoesNothing() throws Exception {
        manager.thaw();
        commit(() -> {});
        manager.freeze(LIMIT);
        manager.thaw();
        manager.thaw();
        commit(() -> {});
    }

    /** A decision that lasts until it is told to end. */
    private static final class Decision implements Runnable {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public void run() {
            begun.countDown();
            await(end);
        }

        void awaitBegin() {
            await(begun);
        }

        void end() {
            end.countDown();
        }

        void endAfter(Duration time) {
            try {
                TimeUnit.NANOSECONDS.sleep(time.toNanos());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            end();
        }

        private static void await(CountDownLatch latch) {
            try {
                assertTrue(latch.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One commit in a thread of its own. */
    private final class Commit {
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final Thread thread;

        Commit(Runnable prepared) {
            this.thread =
                    Thread.ofPlatform()
                            .name("commits")
                            .start(() -> {
                                try {
                                    commit(prepared);
                                } catch (Throwable notCommitted) {
                                    failure.set(notCommitted);
                                }
                            });
        }

        boolean endsWithin(Duration limit) throws InterruptedException {
            return thread.join(limit);
        }

        boolean hasEnded() throws InterruptedException {
            // The decision ends inside the commit; the thread has still to return from it.
            return thread.join(Duration.ofSeconds(1));
        }

        void requireCommitted() {
            Throwable why = failure.get();
            if (why != null) {
                throw new AssertionError("not committed", why);
            }
        }
    }
}
