package org.openvss.writer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.openvss.ApplicationLevel;
import org.openvss.HResult;
import org.openvss.SessionId;
import org.openvss.WriterId;
import org.openvss.WriterInstanceId;
import org.openvss.WriterMetadata;
import org.openvss.writer.Pausable.Pause;

/**
 * Makes a writer of any application of this process that can be paused: keeps to the order of
 * events, to the session that froze it, and to its limits.
 *
 * <p>The application itself is known only as {@link Pausable}. If this process dies, the
 * application dies with it, so that there is nothing to thaw from outside.
 */
public final class PausingWriter implements Writer {
    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(5);

    private final WriterMetadata metadata;
    private final Pausable application;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Thread freezing;
    private @Nullable SessionId session;
    private @Nullable Pause pause;

    /**
     * Creates the writer.
     *
     * @param metadata who it is and what it protects
     * @param application what is paused
     * @param patience how long a freeze waits for writes under way
     */
    public PausingWriter(WriterMetadata metadata, Pausable application, Duration patience) {
        this.metadata = metadata;
        this.application = application;
        this.patience = patience;
    }

    /**
     * Creates the writer of an application with data in some folders, which waits 5 s for writes
     * under way.
     *
     * @param name name of the writer, which also makes its ids
     * @param folders absolute folders with the application's files
     * @param application what is paused
     */
    public static PausingWriter of(String name, List<String> folders, Pausable application) {
        byte[] seed =
                ("org.openvss.writer.PausingWriter\0" + name).getBytes(StandardCharsets.UTF_8);
        UUID id = UUID.nameUUIDFromBytes(seed);
        return new PausingWriter(
                new WriterMetadata(
                        new WriterId(id),
                        new WriterInstanceId(id),
                        name,
                        ApplicationLevel.FRONT_END,
                        folders),
                application,
                USUAL_PATIENCE);
    }

    @Override
    public WriterMetadata identify() {
        return metadata;
    }

    @Override
    public void prepareSnapshot(WriterSession ofSet) {}

    @Override
    public void freeze(WriterSession ofSet) throws WriterException {
        lock.lock();
        try {
            if (pause != null) {
                throw failure(
                        HResult.VSS_E_WRITERERROR_RETRYABLE,
                        "is paused for another set already; try again when that is made",
                        null);
            }
            freezing = Thread.currentThread();
            pause = application.pause(patience);
            session = ofSet.sessionId();
        } catch (WriterException e) {
            throw e;
        } catch (TimeoutException e) {
            throw failure(
                    HResult.VSS_E_WRITERERROR_TIMEOUT,
                    "did not end its writes within "
                            + patience.toMillis()
                            + " ms: "
                            + e.getMessage(),
                    e);
        } catch (InterruptedException e) {
            throw failure(
                    HResult.VSS_E_WRITERERROR_RETRYABLE,
                    "was not paused because the session was aborted",
                    e);
        } catch (Exception e) {
            throw failure(HResult.VSS_E_WRITERERROR_NONRETRYABLE, "cannot be paused: " + e, e);
        } finally {
            freezing = null;
            lock.unlock();
        }
    }

    @Override
    public void proveFrozen(WriterSession ofSet) throws WriterException {
        lock.lock();
        try {
            Pause held = pause;
            if (held == null || !ofSet.sessionId().equals(session)) {
                throw failure(
                        HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        "is not paused for this session",
                        null);
            }
            if (!held.isUnbroken()) {
                throw failure(
                        HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        "has written although it was paused",
                        null);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void thaw(WriterSession ofSet) {
        lock.lock();
        try {
            Pause held = pause;
            if (held != null && ofSet.sessionId().equals(session)) {
                pause = null;
                held.close();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void abort(WriterSession ofSet) {
        Thread waiting = freezing;
        if (waiting != null) {
            waiting.interrupt();
        }
        thaw(ofSet);
    }

    private WriterException failure(HResult code, String what, @Nullable Throwable cause) {
        return new WriterException(code, metadata.name() + " " + what, 0, cause);
    }
}
