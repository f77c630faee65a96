package org.openvss;

/** State of a shadow copy; mirrors {@code VSS_SNAPSHOT_STATE}. */
@Mirrors("VSS_SNAPSHOT_STATE")
public enum ShadowCopyState {
    /** Not known. */
    UNKNOWN(0),
    /** BeginPrepareSnapshot was called. */
    PREPARING(1),
    /** EndPrepareSnapshots runs. */
    PROCESSING_PREPARE(2),
    /** EndPrepareSnapshots succeeded. */
    PREPARED(3),
    /** PreCommitSnapshots runs. */
    PROCESSING_PRECOMMIT(4),
    /** PreCommitSnapshots succeeded. */
    PRECOMMITTED(5),
    /** The cut runs. */
    PROCESSING_COMMIT(6),
    /** The cut succeeded. */
    COMMITTED(7),
    /** PostCommitSnapshots runs. */
    PROCESSING_POSTCOMMIT(8),
    /** PreFinalCommitSnapshots runs. */
    PROCESSING_PREFINALCOMMIT(9),
    /** PreFinalCommitSnapshots succeeded. */
    PREFINALCOMMITTED(10),
    /** PostFinalCommitSnapshots runs. */
    PROCESSING_POSTFINALCOMMIT(11),
    /** Complete; the only state that a requester ever sees of a living copy. */
    CREATED(12),
    /** The creation was undone. */
    ABORTED(13),
    /** The copy was deleted, or died because its storage ran full. */
    DELETED(14),
    /**
     * PostCommitSnapshots succeeded; the number is the documented one although it is not the last
     * step.
     */
    POSTCOMMITTED(15);

    private final int value;

    ShadowCopyState(int value) {
        this.value = value;
    }

    /** Returns the documented number. */
    public int value() {
        return value;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_SS_" + name();
    }
}
