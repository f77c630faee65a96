package org.openvss.writer.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.openvss.ApplicationLevel;
import org.openvss.ComponentDescription;
import org.openvss.FileSet;
import org.openvss.HResult;
import org.openvss.RestoreMethod;
import org.openvss.RestoreSpecification;
import org.openvss.SourceType;
import org.openvss.UsageType;
import org.openvss.VssException;
import org.openvss.WriterId;
import org.openvss.WriterIdentity;
import org.openvss.WriterInstanceId;
import org.openvss.WriterMetadata;
import org.openvss.WriterMetadataBuilder;
import org.openvss.WriterRestore;
import org.openvss.WriterVersion;
import org.openvss.writer.Writer;
import org.openvss.writer.WriterException;
import org.openvss.writer.WriterSession;

/**
 * A Redis server of this machine: frozen by {@code CLIENT PAUSE … WRITE}, so that readers go on and
 * writers wait, and by waiting until everything that was acknowledged is in its files.
 *
 * <p>If our process dies or hangs, the server goes on by itself when the pause is over; so there is
 * nothing that the guard would have to do. {@link PauseSession} talks to the server, {@link
 * RedisFiles} knows its folders.
 */
public final class RedisWriter implements Writer {
    /** Class of all writers of this kind. */
    public static final WriterId WRITER_ID =
            new WriterId(UUID.fromString("c0a7f5a2-9a4e-4b8b-9d5e-2f6c3a1be4d7"));

    private final RedisServer configuration;
    private final ReentrantLock lock = new ReentrantLock();

    /** The session at hand, from its prepareSnapshot to its thaw or abort; changed under lock. */
    private volatile @Nullable PauseSession current;

    /**
     * Creates the writer; the server is first asked in identify.
     *
     * @param configuration the server, and how long to wait for it
     */
    public RedisWriter(RedisServer configuration) {
        this.configuration = configuration;
    }

    /** {@inheritDoc} Asks the server for its folders, unless it may not be asked. */
    @Override
    public WriterMetadata identify() throws WriterException {
        RedisFiles files;
        boolean appends;
        try (RedisClient client = RedisClient.open(configuration)) {
            files = RedisFiles.of(configuration, client);
            appends = client.info().appendsOnly();
        }
        UUID instance =
                UUID.nameUUIDFromBytes(
                        (configuration.name() + "\0" + configuration.address())
                                .getBytes(StandardCharsets.UTF_16BE));
        WriterMetadataBuilder metadata =
                new WriterMetadataBuilder(
                                new WriterIdentity(
                                        WRITER_ID,
                                        new WriterInstanceId(instance),
                                        configuration.name(),
                                        configuration.name(),
                                        WriterVersion.NONE,
                                        UsageType.USERDATA,
                                        SourceType.TRANSACTEDDB))
                        .level(ApplicationLevel.BACK_END)
                        .affectedPath(files.folder())
                        .excludedFiles(FileSet.of(files.folder(), "temp-*.rdb"))
                        .restore(
                                RestoreSpecification.of(
                                        RestoreMethod.RESTORE_IF_CAN_REPLACE, WriterRestore.NEVER));
        ComponentDescription.Builder data =
                ComponentDescription.database("", configuration.name())
                        .databaseFiles(FileSet.of(files.folder(), files.dump()));
        if (appends) {
            data.databaseLogFiles(FileSet.of(files.appendFolder(), files.appendFiles()));
            if (!files.appendFolder().equals(files.folder())) {
                metadata.affectedPath(files.appendFolder());
            }
        }
        try {
            return metadata.component(data.build()).build();
        } catch (VssException e) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE, String.valueOf(e.getMessage()));
        }
    }

    /** {@inheritDoc} The server would go on by itself after it. */
    @Override
    public Duration freezeLimit() {
        return configuration.pauseLimit();
    }

    @Override
    public void prepareSnapshot(WriterSession session) throws WriterException {
        lock.lock();
        try {
            PauseSession old = current;
            if (old != null && old.isPaused()) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_RETRYABLE,
                        RedisClient.nameOf(configuration)
                                + " is frozen for another session; try again when it has ended");
            }
            if (old != null) {
                end(old);
            }
            PauseSession opened = PauseSession.open(session.sessionId(), configuration);
            current = opened;
            boolean complete = false;
            try {
                opened.client().info().requireFreezable(RedisClient.nameOf(configuration));
                RedisFiles.of(configuration, opened.client())
                        .requireAllIn(opened.client().info().appendsOnly(), session.volumes());
                opened.prepare();
                complete = true;
            } finally {
                if (!complete) {
                    end(opened);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void freeze(WriterSession session) throws WriterException {
        lock.lock();
        try {
            PauseSession prepared = currentOf(session);
            if (prepared == null) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        RedisClient.nameOf(configuration) + " was not prepared for this session");
            }
            boolean complete = false;
            try {
                prepared.pause();
                complete = true;
            } finally {
                if (!complete) {
                    end(prepared);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void proveFrozen(WriterSession session) throws WriterException {
        lock.lock();
        try {
            PauseSession frozen = currentOf(session);
            if (frozen == null) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        RedisClient.nameOf(configuration) + " is not frozen for this session");
            }
            frozen.prove();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void thaw(WriterSession session) throws WriterException {
        lock.lock();
        try {
            PauseSession frozen = currentOf(session);
            if (frozen != null) {
                end(frozen);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void abort(WriterSession session) throws WriterException {
        PauseSession aborted = currentOf(session);
        if (aborted == null) {
            return;
        }
        aborted.cancel();
        thaw(session);
    }

    /** Lets go; the session stays current while the server may still be paused by us. */
    private void end(PauseSession session) throws WriterException {
        session.release();
        session.close();
        current = null;
    }

    private @Nullable PauseSession currentOf(WriterSession session) {
        PauseSession found = current;
        return found != null && found.id().equals(session.sessionId()) ? found : null;
    }
}
