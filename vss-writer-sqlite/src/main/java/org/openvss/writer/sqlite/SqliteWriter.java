package org.openvss.writer.sqlite;

import java.nio.charset.StandardCharsets;
import java.util.List;
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
import org.openvss.writer.EmergencyThaw;
import org.openvss.writer.Writer;
import org.openvss.writer.WriterException;
import org.openvss.writer.WriterSession;

/**
 * SQLite databases of an application that knows nothing of shadow copies: frozen by an open write
 * transaction on each of them, so that readers go on and writers wait.
 *
 * <p>All databases are locked or none: a transaction that does not end within the lock timeout
 * fails the freeze, and what was locked is let go at once. Finds the files by {@link
 * DatabaseFinder}; {@link HoldSession} opens and locks them. It opens no database in this process.
 */
public final class SqliteWriter implements Writer {
    /** Class of all writers of this kind. */
    public static final WriterId WRITER_ID =
            new WriterId(UUID.fromString("1f0d6f5e-52c6-4a0e-9e0c-7d3b8a54c1e9"));

    private final SqliteDatabases configuration;
    private final DatabaseFinder finder;
    private final ReentrantLock lock = new ReentrantLock();

    /** The session at hand, from its prepareSnapshot to its thaw or abort; changed under lock. */
    private volatile @Nullable HoldSession current;

    /**
     * Creates the writer; the databases are looked for in prepareSnapshot.
     *
     * @param configuration which databases, and how long to wait for them
     */
    public SqliteWriter(SqliteDatabases configuration) {
        this.configuration = configuration;
        this.finder = new DatabaseFinder(configuration.databases());
    }

    @Override
    public WriterMetadata identify() throws WriterException {
        UUID instance =
                UUID.nameUUIDFromBytes(
                        (configuration.name() + "\0" + String.join("\0", configuration.databases()))
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
                        .restore(
                                RestoreSpecification.of(
                                        RestoreMethod.RESTORE_IF_CAN_REPLACE, WriterRestore.NEVER));
        finder.folders().forEach(metadata::affectedPath);
        try {
            for (String pattern : configuration.databases()) {
                String folder = DatabaseFile.folderOf(pattern);
                String name = DatabaseFile.nameOf(pattern);
                metadata.component(
                        ComponentDescription.database(folder, name)
                                .databaseFiles(FileSet.of(folder, name))
                                .databaseLogFiles(FileSet.of(folder, name + "-wal"))
                                .databaseLogFiles(FileSet.of(folder, name + "-journal"))
                                .build());
            }
        } catch (VssException e) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                    "a database is named twice: " + e.getMessage());
        }
        return metadata.build();
    }

    @Override
    public void prepareSnapshot(WriterSession session) throws WriterException {
        lock.lock();
        try {
            HoldSession old = current;
            if (old != null && old.isFrozen()) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_RETRYABLE,
                        "the databases of "
                                + configuration.name()
                                + " are frozen for another session; try again when it has ended");
            }
            if (old != null) {
                end(old);
            }
            List<DatabaseFile> databases = finder.find();
            DatabaseFinder.requireAllIn(databases, session.volumes());
            HoldSession opened = new HoldSession(session.sessionId());
            current = opened;
            boolean complete = false;
            try {
                opened.open(databases, configuration.lockTimeout());
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

    /** {@inheritDoc} One command that ends the transactions; empty before prepare. */
    @Override
    public List<EmergencyThaw> emergencyThaws() {
        HoldSession prepared = current;
        return prepared == null ? List.of() : prepared.emergencyThaws();
    }

    @Override
    public void freeze(WriterSession session) throws WriterException {
        lock.lock();
        try {
            HoldSession prepared = currentOf(session);
            if (prepared == null || prepared.isFrozen()) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        prepared == null
                                ? "the databases of "
                                        + configuration.name()
                                        + " were not prepared for this session"
                                : "the databases of "
                                        + configuration.name()
                                        + " are frozen already");
            }
            try {
                prepared.lock(configuration.lockTimeout());
            } finally {
                if (!prepared.isFrozen()) {
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
            HoldSession frozen = currentOf(session);
            if (frozen == null || !frozen.isFrozen()) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        "the databases of "
                                + configuration.name()
                                + " are not frozen for this session");
            }
            frozen.prove(finder.find());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void thaw(WriterSession session) throws WriterException {
        lock.lock();
        try {
            HoldSession frozen = currentOf(session);
            if (frozen != null) {
                end(frozen);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void abort(WriterSession session) throws WriterException {
        HoldSession aborted = currentOf(session);
        if (aborted == null) {
            return;
        }
        aborted.cancel();
        thaw(session);
    }

    /** Lets go; the session stays current while a database may still be locked. */
    private void end(HoldSession session) throws WriterException {
        session.release();
        current = null;
    }

    private @Nullable HoldSession currentOf(WriterSession session) {
        HoldSession found = current;
        return found != null && found.id().equals(session.sessionId()) ? found : null;
    }
}
