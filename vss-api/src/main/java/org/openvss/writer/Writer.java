package org.openvss.writer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.openvss.Mirrors;
import org.openvss.WriterMetadata;

/**
 * An application that takes part in shadow copies; mirrors {@code CVssWriter(Ex, Ex2)}.
 *
 * <p>Handlers run on a thread of the coordinator, each with a limit. A writer that throws is marked
 * as failed and, once frozen, gets {@link #abort}. Every writer whose {@link #freeze} was called
 * gets exactly one of {@link #thaw} and {@link #abort}. A writer holds no reference to the
 * coordinator.
 */
@Mirrors({"CVssWriter", "CVssWriterEx", "CVssWriterEx2"})
public interface Writer {
    /**
     * Describes the writer and its data by a constant algorithm, without changing any state; may be
     * called at any time. Mirrors {@code OnIdentify}.
     *
     * @throws WriterException if it cannot; the writer is then absent from the session
     */
    @Mirrors({"CVssWriter::OnIdentify", "CVssWriterEx::OnIdentifyEx"})
    WriterMetadata identify() throws WriterException;

    /** Returns the longest time between freeze and thaw; at most 60 s. Mirrors dwTimeoutFreeze. */
    default Duration freezeLimit() {
        return Duration.ofSeconds(60);
    }

    /**
     * Tells whether the application writes nothing between freeze and thaw; constant. One that goes
     * on, because any single instant of its files is good, relies on the gate alone: it counts for
     * the level {@code application} only if all copies of the set show one instant.
     */
    default boolean holdsWrites() {
        return true;
    }

    /**
     * Returns what can verify copies of the application's files, without the application; empty if
     * nothing can.
     */
    default Optional<CopyVerifier> copyVerifier() {
        return Optional.empty();
    }

    /**
     * Learns that a backup is prepared; mirrors {@code OnPrepareBackup}.
     *
     * @param session what is known of the session
     * @throws WriterException if the writer cannot take part
     */
    @Mirrors("CVssWriter::OnPrepareBackup")
    default void prepareBackup(WriterSession session) throws WriterException {}

    /**
     * Does long preparations, such as a checkpoint; mirrors {@code OnPrepareSnapshot}.
     *
     * @param session what is known of the session, with the volumes of the set
     * @throws WriterException if the writer cannot take part
     */
    @Mirrors("CVssWriter::OnPrepareSnapshot")
    void prepareSnapshot(WriterSession session) throws WriterException;

    /**
     * Returns the commands that undo a freeze from outside this process, should it die between
     * freeze and thaw. Asked after prepareSnapshot; recorded before {@link #freeze} is called.
     */
    default List<EmergencyThaw> emergencyThaws() {
        return List.of();
    }

    /**
     * Stops writing; mirrors {@code OnFreeze}.
     *
     * @param session what is known of the session
     * @throws WriterException if the writer cannot be frozen
     */
    @Mirrors("CVssWriter::OnFreeze")
    void freeze(WriterSession session) throws WriterException;

    /**
     * Proves, after the cut and before thaw, that the writer has been frozen without a gap since
     * {@link #freeze} returned.
     *
     * @param session what is known of the session
     * @throws WriterException if it has not, or cannot prove it
     */
    void proveFrozen(WriterSession session) throws WriterException;

    /**
     * Writes again; mirrors {@code OnThaw}.
     *
     * @param session what is known of the session
     * @throws WriterException if the writer could not be thawed; it then gets {@link #abort} as
     *     well
     */
    @Mirrors("CVssWriter::OnThaw")
    void thaw(WriterSession session) throws WriterException;

    /**
     * Cleans up after the copy was made; mirrors {@code OnPostSnapshot}.
     *
     * @param session what is known of the session
     * @throws WriterException if it failed
     */
    @Mirrors("CVssWriter::OnPostSnapshot")
    default void postSnapshot(WriterSession session) throws WriterException {}

    /**
     * Learns how the backup of the copies ended; mirrors {@code OnBackupComplete}.
     *
     * @param session what is known of the session
     * @param succeeded whether the requester has saved everything
     * @throws WriterException if it failed
     */
    @Mirrors("CVssWriter::OnBackupComplete")
    default void backupComplete(WriterSession session, boolean succeeded) throws WriterException {}

    /**
     * Learns that the requester is gone; mirrors {@code OnBackupShutdown}.
     *
     * @param session what is known of the session
     * @throws WriterException if it failed
     */
    @Mirrors("CVssWriter::OnBackupShutdown")
    default void backupShutdown(WriterSession session) throws WriterException {}

    /**
     * Returns to normal running from wherever it is; may come several times; never throws for being
     * idle. Mirrors {@code OnAbort}.
     *
     * @param session what is known of the session
     * @throws WriterException if the application could not be thawed
     */
    @Mirrors("CVssWriter::OnAbort")
    void abort(WriterSession session) throws WriterException;

    /**
     * Goes off-line before files are restored; mirrors {@code OnPreRestore}.
     *
     * @param session what is known of the session
     * @throws WriterException if it failed
     */
    @Mirrors("CVssWriter::OnPreRestore")
    default void preRestore(WriterSession session) throws WriterException {}

    /**
     * Recovers after files were restored; mirrors {@code OnPostRestore}.
     *
     * @param session what is known of the session
     * @throws WriterException if it failed
     */
    @Mirrors("CVssWriter::OnPostRestore")
    default void postRestore(WriterSession session) throws WriterException {}
}
