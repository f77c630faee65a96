package org.openvss.coordinator;

import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.WriterMetadata;
import org.openvss.WriterOutcome;
import org.openvss.WriterState;
import org.openvss.WriterStatus;
import org.openvss.writer.Writer;

/**
 * One writer as one session sees it: its state, its failure, and which of its handlers have been
 * called. {@link WriterBroadcast} changes it; requesters read it from other threads.
 */
final class WriterInSession {
    private final @Nullable Writer writer;
    private final WriterMetadata metadata;
    private WriterState state = WriterState.STABLE;
    private HResult failure = HResult.S_OK;
    private int applicationFailure;
    private @Nullable String message;
    private boolean prepareCalled;
    private boolean proved;
    private boolean released;
    private boolean mayStayFrozen;
    private @Nullable Long freezeCalledAt;
    private @Nullable Long frozenNanos;

    WriterInSession(Writer writer, WriterMetadata metadata) {
        this.writer = writer;
        this.metadata = metadata;
    }

    /**
     * Stands for a writer that was asked for by its class but did not identify itself.
     *
     * @param metadata what is known of it
     */
    WriterInSession(WriterMetadata metadata) {
        this.writer = null;
        this.metadata = metadata;
        failed(
                WriterState.FAILED_AT_IDENTIFY,
                HResult.VSS_E_WRITER_NOT_RESPONDING,
                0,
                "the writer was asked for but did not identify itself; start the application, or"
                        + " leave the writer out");
    }

    WriterMetadata metadata() {
        return metadata;
    }

    /** Returns the writer itself; only asked of writers that have not failed. */
    Writer writer() {
        if (writer == null) {
            throw new IllegalStateException(metadata.name() + " did not identify itself");
        }
        return writer;
    }

    synchronized boolean hasFailed() {
        return failure != HResult.S_OK;
    }

    synchronized boolean isIn(WriterState wanted) {
        return state == wanted;
    }

    /** Tells whether it was frozen without a gap from before the cut until after it. */
    synchronized boolean hasProvedFrozen() {
        return proved;
    }

    /** Tells whether it goes on writing and is only served by copies of one instant. */
    boolean reliesOnOneInstant() {
        return writer != null && !writer.holdsWrites();
    }

    /** Tells whether it waits for a release: preparing or freezing was begun, and not undone. */
    synchronized boolean awaitsRelease() {
        return prepareCalled && !released;
    }

    /** Tells whether its application may still be frozen although it was thawed or aborted. */
    synchronized boolean mayStayFrozen() {
        return freezeCalledAt != null && mayStayFrozen;
    }

    synchronized @Nullable Long freezeCalledAt() {
        return freezeCalledAt;
    }

    synchronized void prepareIsCalled() {
        prepareCalled = true;
    }

    synchronized void freezeIsCalled(long now) {
        freezeCalledAt = now;
    }

    /** Notes that a handler was abandoned or its release failed: only the guard can help now. */
    synchronized void stayFrozenIsPossible() {
        mayStayFrozen = true;
    }

    synchronized void provedFrozen() {
        proved = true;
    }

    /** Notes that thaw succeeded or that abort was called: nothing more is owed to it. */
    synchronized void releasedAt(long now) {
        released = true;
        if (freezeCalledAt != null) {
            frozenNanos = now - freezeCalledAt;
        }
    }

    synchronized void reached(WriterState next) {
        state = next;
    }

    /** Notes the first failure; later ones do not hide it. */
    synchronized void failed(WriterState at, HResult code, int applicationCode, String why) {
        if (hasFailed()) {
            return;
        }
        state = at;
        failure = code;
        applicationFailure = applicationCode;
        message = why;
    }

    synchronized WriterStatus status() {
        return new WriterStatus(
                metadata.instanceId(),
                metadata.writerId(),
                metadata.name(),
                state,
                failure,
                applicationFailure,
                message);
    }

    synchronized WriterOutcome outcome() {
        return new WriterOutcome(
                metadata.name(),
                metadata.writerId(),
                metadata.instanceId(),
                state,
                failure,
                message,
                frozenNanos,
                metadata.affectedPaths(),
                true);
    }
}
