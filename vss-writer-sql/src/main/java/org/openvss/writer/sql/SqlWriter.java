package org.openvss.writer.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.openvss.ApplicationLevel;
import org.openvss.HResult;
import org.openvss.SessionId;
import org.openvss.SourceType;
import org.openvss.UsageType;
import org.openvss.WriterIdentity;
import org.openvss.WriterInstanceId;
import org.openvss.WriterMetadata;
import org.openvss.WriterMetadataBuilder;
import org.openvss.WriterVersion;
import org.openvss.writer.CopyVerifier;
import org.openvss.writer.Writer;
import org.openvss.writer.WriterException;
import org.openvss.writer.WriterSession;

/**
 * A SQL server as a writer: one connection holds it from prepareSnapshot to thaw.
 *
 * <p>The server lets go by itself when that connection ends, so there is no emergency thaw: if our
 * process dies, the kernel closes the socket. Asks {@link SqlServer} for all that depends on the
 * product, {@link SetCoverage} whether the set is complete. Handlers may come on different threads;
 * an abort ends a freeze under way.
 */
public final class SqlWriter implements Writer {
    private static final Duration ABORT_WAIT = Duration.ofSeconds(8);

    private final SqlServer server;
    private final String who;
    private final ReentrantLock lock = new ReentrantLock();

    /** The session at hand, from its prepareSnapshot to its thaw or abort; changed under lock. */
    private volatile @Nullable Session current;

    /**
     * Creates the writer of a server; connects to nothing.
     *
     * @param server the server
     */
    public SqlWriter(SqlServer server) {
        this.server = server;
        this.who = server.product() + " '" + server.name() + "' at " + server.address();
    }

    /** One session: its connection, and how far it got. */
    private record Session(
            SessionId id, Connection connection, SqlServer.Hold hold, DatabaseFiles files) {}

    private boolean frozen;

    /**
     * {@inheritDoc} A server that cannot be asked is described by what the configuration claims for
     * it: it must not drop out of its sets unnoticed because it is down.
     */
    @Override
    public WriterMetadata identify() {
        WriterMetadataBuilder metadata =
                new WriterMetadataBuilder(
                                new WriterIdentity(
                                        server.writerId(),
                                        instanceId(),
                                        server.name(),
                                        server.name(),
                                        WriterVersion.NONE,
                                        UsageType.USERDATA,
                                        SourceType.TRANSACTEDDB))
                        .level(ApplicationLevel.BACK_END);
        try (Connection connection = server.connect()) {
            DatabaseFiles files = server.files(connection);
            files.paths().forEach(metadata::affectedPath);
            server.describe(files, metadata);
        } catch (SQLException | WriterException e) {
            server.claimedPaths().forEach(metadata::affectedPath);
        }
        return metadata.build();
    }

    private WriterInstanceId instanceId() {
        String instance = server.writerId() + "\0" + server.name() + "\0" + server.address();
        return new WriterInstanceId(
                UUID.nameUUIDFromBytes(instance.getBytes(StandardCharsets.UTF_16BE)));
    }

    @Override
    public boolean holdsWrites() {
        return server.holdsWrites();
    }

    @Override
    public Optional<CopyVerifier> copyVerifier() {
        return Optional.of(server.verifier());
    }

    @Override
    public void prepareSnapshot(WriterSession session) throws WriterException {
        lock.lock();
        try {
            if (frozen) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_RETRYABLE,
                        who + " is frozen for another session; try again when it has ended");
            }
            drop();
            Connection connection = server.connect();
            boolean complete = false;
            try {
                DatabaseFiles files = server.files(connection);
                SetCoverage.require(who, files, session.volumes());
                current =
                        new Session(
                                session.sessionId(), connection, server.prepare(connection), files);
                complete = true;
            } finally {
                if (!complete) {
                    close(connection);
                }
            }
        } catch (SQLException e) {
            throw SqlFailures.of(who + " cannot be prepared", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void freeze(WriterSession session) throws WriterException {
        lock.lock();
        try {
            Session prepared = currentOf(session);
            if (prepared == null || frozen) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        who
                                + (frozen
                                        ? " is frozen already"
                                        : " was not prepared for this session"));
            }
            frozen = true;
            boolean held = false;
            try {
                prepared.hold().freeze();
                held = true;
            } catch (SQLException e) {
                throw SqlFailures.of(who + " could not be frozen", e);
            } finally {
                if (!held) {
                    // Nobody may queue behind a hold that will not be: the end of the connection
                    // takes back whatever it got.
                    frozen = false;
                    drop();
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
            Session held = currentOf(session);
            if (held == null || !frozen) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        who + " is not frozen for this session");
            }
            held.hold().prove();
            DatabaseFiles files = server.files(held.connection());
            if (!files.equals(held.files())) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT,
                        who
                                + " keeps its data elsewhere than before the copy: "
                                + files.paths()
                                + " instead of "
                                + held.files().paths()
                                + "; try again");
            }
        } catch (SQLException e) {
            throw SqlFailures.of(who + " was not held until the copy was made", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void thaw(WriterSession session) throws WriterException {
        lock.lock();
        try {
            release(currentOf(session));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void abort(WriterSession session) throws WriterException {
        Session aborted = currentOf(session);
        if (aborted == null) {
            return;
        }
        if (!locked(Duration.ZERO)) {
            aborted.hold().cancel();
            if (!locked(ABORT_WAIT)) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        who + " does not answer; check that it runs normally");
            }
        }
        try {
            release(currentOf(session));
        } finally {
            lock.unlock();
        }
    }

    private boolean locked(Duration wait) {
        try {
            return lock.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return lock.tryLock();
        }
    }

    /** Thaws what is frozen; the end of the connection is a thaw as well, whatever failed. */
    private void release(@Nullable Session session) throws WriterException {
        if (session == null) {
            return;
        }
        try {
            if (frozen) {
                session.hold().thaw();
            }
            takeLeave(session.connection());
        } catch (SQLException e) {
            if (!SqlFailures.isEndOfConnection(e)) {
                throw SqlFailures.of(
                        who + " could not be told to go on; its session was closed", e);
            }
            // The server let go when it closed the connection, or when it stopped.
        } finally {
            frozen = false;
            drop();
        }
    }

    /** Takes leave as servers expect it, so that they do not log a broken connection. */
    private static void takeLeave(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // Then they do.
            return;
        }
    }

    private void drop() {
        Session old = current;
        current = null;
        if (old != null) {
            close(old.connection());
        }
    }

    /** Closes without waiting: the server notices the end of the connection. */
    private static void close(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // Its socket is closed in any case, and that is what counts.
            return;
        }
    }

    private @Nullable Session currentOf(WriterSession session) {
        Session found = current;
        return found != null && found.id().equals(session.sessionId()) ? found : null;
    }
}
