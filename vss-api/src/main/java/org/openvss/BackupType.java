package org.openvss;

/** Kind of a backup; mirrors {@code VSS_BACKUP_TYPE}. */
@Mirrors("VSS_BACKUP_TYPE")
public enum BackupType {
    /** Not said; an error of the requester. */
    UNDEFINED(0),
    /** Everything. */
    FULL(1),
    /** What changed since the last full or incremental backup. */
    INCREMENTAL(2),
    /** What changed since the last full backup. */
    DIFFERENTIAL(3),
    /** Log files only. */
    LOG(4),
    /** Everything, without a trace in the history. */
    COPY(5),
    /** None of these. */
    OTHER(6);

    private final int value;

    BackupType(int value) {
        this.value = value;
    }

    /** Returns the documented number. */
    public int value() {
        return value;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_BT_" + name();
    }
}
