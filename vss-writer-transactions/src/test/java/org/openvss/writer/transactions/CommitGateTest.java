package org.openvss.writer.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openvss.VssException;

/** What a gate around a Jakarta Transactions manager does beyond the contract. */
@Timeout(60)
final class CommitGateTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final CommitGate gate = new CommitGate("shop", List.of("/srv/shop"), LIMIT);
    private final TransactionManager manager =
            gate.around(com.arjuna.ats.jta.TransactionManager.transactionManager());

    @Test
    void workInsideTransactionsAndRollbacksGoOnWhileCommitsAreHeld() throws Exception {
        gate.freeze(LIMIT);
        manager.begin();
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
        manager.rollback();
        assertThat(manager.getTransaction()).isNull();
        gate.thaw();
    }

    @Test
    void theTransactionObjectIsGatedToo() throws Exception {
        manager.begin();
        Transaction transaction = Objects.requireNonNull(manager.suspend());
        gate.freeze(LIMIT);
        Thread commits = commitElsewhere(transaction);
        assertThat(commits.join(Duration.ofMillis(300))).isFalse();
        gate.thaw();
        assertThat(commits.join(LIMIT)).isTrue();
        assertThat(transaction.getStatus())
                .isIn(Status.STATUS_COMMITTED, Status.STATUS_NO_TRANSACTION);
    }

    private static Thread commitElsewhere(Transaction transaction) {
        return Thread.ofPlatform()
                .start(() -> {
                    try {
                        transaction.commit();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    @Test
    void suspendedTransactionsAreResumedThroughTheirWrapping() throws Exception {
        manager.begin();
        Transaction one = Objects.requireNonNull(manager.suspend());
        assertThat(manager.getTransaction()).isNull();
        manager.resume(one);
        assertThat(manager.getTransaction()).isEqualTo(one).hasSameHashCodeAs(one);
        manager.commit();
    }

    @Test
    void aCommitInsideACommitOfTheSameThreadDoesNotWaitForTheFreeze() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch freezing = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread commits =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                commitWithAnotherInside(inside, freezing);
                            } catch (Exception e) {
                                failure.set(e);
                            }
                        });
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
        Thread freezes =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                gate.freeze(LIMIT);
                            } catch (VssException e) {
                                failure.set(e);
                            }
                        });
        while (freezes.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        freezing.countDown();
        assertThat(commits.join(LIMIT)).isTrue();
        assertThat(freezes.join(LIMIT)).isTrue();
        assertThat(failure.get()).isNull();
        gate.thaw();
    }

    private void commitWithAnotherInside(CountDownLatch inside, CountDownLatch freezing)
            throws Exception {
        manager.begin();
        Transaction outer = Objects.requireNonNull(manager.getTransaction());
        outer.registerSynchronization(
                new Synchronization() {
                    @Override
                    public void beforeCompletion() {
                        try {
                            inside.countDown();
                            freezing.await(10, TimeUnit.SECONDS);
                            Transaction suspended = Objects.requireNonNull(manager.suspend());
                            manager.begin();
                            manager.commit();
                            manager.resume(suspended);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    }

                    @Override
                    public void afterCompletion(int status) {}
                });
        manager.commit();
    }

    @Test
    void aHeldTransactionPastItsOwnTimeOutIsRolledBackByItsManager() throws Exception {
        manager.setTransactionTimeout(1);
        try {
            gate.freeze(LIMIT);
            manager.begin();
            manager.getTransaction().enlistResource(new RecordingResource(() -> {}));
            Thread thaws = thawAfter(Duration.ofMillis(2500));
            assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
            thaws.join();
        } finally {
            manager.setTransactionTimeout(0);
        }
    }

    private Thread thawAfter(Duration time) {
        return Thread.ofPlatform()
                .start(() -> {
                    try {
                        Thread.sleep(time);
                        gate.thaw();
                    } catch (InterruptedException | VssException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    @Test
    void aSecondFreezeIsRefused() throws Exception {
        gate.freeze(LIMIT);
        assertThatThrownBy(() -> gate.freeze(LIMIT)).hasMessageContaining("held already");
        gate.thaw();
    }

    @Test
    void limitsAndPathsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CommitGate("shop", List.of(), Duration.ofSeconds(61)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CommitGate("shop", List.of(), Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CommitGate("shop", List.of("srv"), LIMIT));
    }
}
