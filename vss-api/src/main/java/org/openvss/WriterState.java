package org.openvss;

/** State of a writer in a session; mirrors {@code VSS_WRITER_STATE}. */
@Mirrors("VSS_WRITER_STATE")
public enum WriterState {
    /** An error on the part of the writer. */
    UNKNOWN(0),
    /** Ready. */
    STABLE(1),
    /** PrepareForSnapshot was handled. */
    WAITING_FOR_FREEZE(2),
    /** Frozen. */
    WAITING_FOR_THAW(3),
    /** Thawed. */
    WAITING_FOR_POST_SNAPSHOT(4),
    /** PostSnapshot was handled. */
    WAITING_FOR_BACKUP_COMPLETE(5),
    /** Failed in Identify. */
    FAILED_AT_IDENTIFY(6),
    /** Failed in PrepareForBackup. */
    FAILED_AT_PREPARE_BACKUP(7),
    /** Failed in PrepareForSnapshot. */
    FAILED_AT_PREPARE_SNAPSHOT(8),
    /** Failed in Freeze, or did not hold. */
    FAILED_AT_FREEZE(9),
    /** Failed in Thaw. */
    FAILED_AT_THAW(10),
    /** Failed in PostSnapshot. */
    FAILED_AT_POST_SNAPSHOT(11),
    /** Failed in BackupComplete. */
    FAILED_AT_BACKUP_COMPLETE(12),
    /** Failed in PreRestore. */
    FAILED_AT_PRE_RESTORE(13),
    /** Failed in PostRestore. */
    FAILED_AT_POST_RESTORE(14),
    /** Failed in BackupShutdown. */
    FAILED_AT_BACKUPSHUTDOWN(15);

    private final int value;

    WriterState(int value) {
        this.value = value;
    }

    /** Returns the documented number. */
    public int value() {
        return value;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_WS_" + name();
    }
}
