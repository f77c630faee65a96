package org.openvss.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Errors are named, and each thread sees its own. */
class ErrnoTest {
    private static final int ROUNDS = 2_000;

    @Test
    void theMessageNamesCallSubjectAndReason() {
        LinuxException failure =
                catchThrowableOfType(
                        LinuxException.class,
                        () -> FileCalls.open("/no-such-folder/x", OpenFlags.READ_ONLY));
        assertThat(failure)
                .hasMessage("open(/no-such-folder/x): ENOENT (2): No such file or directory");
        assertThat(failure.call()).isEqualTo("open");
        assertThat(failure.subject()).isEqualTo("/no-such-folder/x");
        assertThat(failure.errno()).isEqualTo(Errno.ENOENT);
    }

    @Test
    void unknownNumbersShowThemselves() {
        assertThat(Errno.name(4711)).isEqualTo("E4711");
        assertThat(Errno.text(4711)).isEqualTo("Unknown error 4711");
    }

    @Test
    void aPathWithNulNeverReachesTheKernelCutShort() {
        assertThatThrownBy(() -> FileCalls.open("/dev/null\0x", OpenFlags.READ_ONLY))
                .isInstanceOf(LinuxException.class)
                .hasMessageContaining("EINVAL");
    }

    @Test
    void twoThreadsGetTheirOwnErrors() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        FutureTask<Integer> missing =
                start(() ->
                        countOf(
                                Errno.ENOENT,
                                together,
                                () -> FileCalls.open("/no-such-file", OpenFlags.READ_ONLY)));
        FutureTask<Integer> noFolder =
                start(() ->
                        countOf(
                                Errno.ENOTDIR,
                                together,
                                () -> FileCalls.open("/dev/null/x", OpenFlags.READ_ONLY)));
        assertThat(missing.get()).isEqualTo(ROUNDS);
        assertThat(noFolder.get()).isEqualTo(ROUNDS);
    }

    private static int countOf(int errno, CyclicBarrier together, Callable<Fd> call)
            throws Exception {
        together.await();
        int count = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (Fd unexpected = call.call()) {
                throw new AssertionError("opened " + unexpected);
            } catch (LinuxException failure) {
                count += failure.errno() == errno ? 1 : 0;
            }
        }
        return count;
    }

    private static FutureTask<Integer> start(Callable<Integer> work) {
        FutureTask<Integer> task = new FutureTask<>(work);
        Thread.ofPlatform().start(task);
        return task;
    }
}
