package org.openvss.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.SessionId;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySetId;
import org.openvss.writer.Pausable;
import org.openvss.writer.PausingWriter;
import org.openvss.writer.Writer;
import org.openvss.writer.WriterException;
import org.openvss.writer.WriterSession;

/** An application that can be paused keeps the contract of writers through its writer. */
class PausingWriterTest extends WriterContract {
    private final Application application = new Application();

    @Override
    protected Writer newWriter() {
        return PausingWriter.of("application", List.of("/srv/application"), application);
    }

    @Override
    protected boolean canWrite() {
        return application.write();
    }

    @Override
    protected void thawBehindTheBack() {
        application.resume();
    }

    @Test
    void aWriteThatDoesNotEndFailsTheFreezeAndHoldsNothing() throws Exception {
        Writer writer =
                new PausingWriter(newWriter().identify(), application, Duration.ofMillis(50));
        assertTrue(application.permits.tryAcquire());

        WriterException failure =
                assertThrows(WriterException.class, () -> writer.freeze(newSession()));

        assertEquals(HResult.VSS_E_WRITERERROR_TIMEOUT, failure.code());
        assertTrue(application.write());
    }

    @Test
    void abortEndsAFreezeThatWaits() throws Exception {
        Writer writer =
                new PausingWriter(newWriter().identify(), application, Duration.ofMinutes(5));
        WriterSession session = newSession();
        assertTrue(application.permits.tryAcquire());
        CompletableFuture<Void> freeze =
                CompletableFuture.runAsync(() -> {
                    WriterException failure =
                            assertThrows(WriterException.class, () -> writer.freeze(session));
                    assertEquals(HResult.VSS_E_WRITERERROR_RETRYABLE, failure.code());
                });
        while (!application.permits.hasQueuedThreads()) {
            assertFalse(freeze.isDone());
        }

        writer.abort(session);

        try {
            freeze.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static WriterSession newSession() {
        return new WriterSession(
                SessionId.random(),
                ShadowCopySetId.random(),
                ShadowCopyContext.APP_ROLLBACK,
                List.of());
    }

    /** Two may write at a time. */
    private static final class Application implements Pausable {
        private static final int WRITERS = 2;

        private final Semaphore permits = new Semaphore(WRITERS, true);
        private final AtomicReference<@Nullable Held> held = new AtomicReference<>();

        boolean write() {
            if (!permits.tryAcquire()) {
                return false;
            }
            permits.release();
            return true;
        }

        @Override
        public Pause pause(Duration patience) throws Exception {
            if (!permits.tryAcquire(WRITERS, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException("somebody writes");
            }
            Held pause = new Held();
            held.set(pause);
            return pause;
        }

        void resume() {
            Held pause = held.get();
            if (pause != null) {
                pause.close();
            }
        }

        /** The pause; ends with the first close. */
        private final class Held implements Pause {
            private boolean ended;

            @Override
            public synchronized boolean isUnbroken() {
                return !ended;
            }

            @Override
            public synchronized void close() {
                if (!ended) {
                    ended = true;
                    permits.release(WRITERS);
                }
            }
        }
    }
}
