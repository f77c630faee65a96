package org.openvss.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openvss.coordinator.port.Workers.Outcome;
import org.openvss.coordinator.port.Workers.Task;

class PlatformWorkersTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final PlatformWorkers workers = new PlatformWorkers();

    @Test
    void tasksRunSideBySideAndAnswerInTheirOrder() {
        CyclicBarrier both = new CyclicBarrier(2);
        List<Outcome<Integer>> outcomes =
                workers.inParallel(
                        List.of(
                                new Task<>("first", LONG, () -> meet(both, 1)),
                                new Task<>("second", LONG, () -> meet(both, 2))));
        assertThat(outcomes).containsExactly(new Outcome.Done<>(1), new Outcome.Done<>(2));
    }

    private static int meet(CyclicBarrier both, int answer) throws Exception {
        both.await(LONG.toSeconds(), TimeUnit.SECONDS);
        return answer;
    }

    @Test
    void aTaskThatThrowsIsToldWithWhatItThrew() {
        IllegalStateException failure = new IllegalStateException("no");
        List<Outcome<Integer>> outcomes =
                workers.inParallel(
                        List.of(
                                new Task<>(
                                        "failing",
                                        LONG,
                                        () -> {
                                            throw failure;
                                        })));
        assertThat(outcomes).containsExactly(new Outcome.Failed<>(failure));
    }

    @Test
    void aTaskThatNeverEndsIsAbandonedByName() {
        CountDownLatch never = new CountDownLatch(1);
        List<Outcome<Integer>> outcomes =
                workers.inParallel(
                        List.of(
                                new Task<>(
                                        "stuck",
                                        Duration.ofMillis(50),
                                        () -> waitUninterruptibly(never)),
                                new Task<>("quick", LONG, () -> 2)));
        never.countDown();
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Overran.class);
        assertThat(((Outcome.Overran<Integer>) outcomes.get(0)).thread()).startsWith("stuck-");
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Done<>(2));
    }

    /** An interrupted caller still learns how a deletion ended; the interrupt is not lost. */
    @Test
    void anInterruptDoesNotCutTheWaitShort() {
        Thread.currentThread().interrupt();
        List<Outcome<Integer>> outcomes =
                workers.inParallel(List.of(new Task<>("slow", LONG, () -> slowly(3))));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcomes).containsExactly(new Outcome.Done<>(3));
    }

    private static int slowly(int answer) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(50);
        return answer;
    }

    /** Like a system call that the kernel does not interrupt. */
    private static int waitUninterruptibly(CountDownLatch latch) {
        boolean ended = false;
        while (!ended) {
            try {
                latch.await();
                ended = true;
            } catch (InterruptedException e) {
                ended = false;
            }
        }
        return 1;
    }
}
