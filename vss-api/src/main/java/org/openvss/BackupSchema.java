package org.openvss;

/**
 * One ability of a writer in backup and restore beyond the full backup, which every writer
 * supports; mirrors {@code VSS_BACKUP_SCHEMA}.
 */
@Mirrors("VSS_BACKUP_SCHEMA")
public enum BackupSchema implements MaskBit {
    /** Supports differential backups. */
    DIFFERENTIAL(0x1),
    /** Supports incremental backups. */
    INCREMENTAL(0x2),
    /** Supports both, but never mixed in one history. */
    EXCLUSIVE_INCREMENTAL_DIFFERENTIAL(0x4),
    /** Supports backups of the log files alone. */
    LOG(0x8),
    /** Supports copies that leave no trace in the history. */
    COPY(0x10),
    /** Marks backups with stamps. */
    TIMESTAMPED(0x20),
    /** Names the files that differ by their time of modification. */
    LAST_MODIFY(0x40),
    /** Reserved. */
    LSN(0x80),
    /** Files may be restored to a new target. */
    WRITER_SUPPORTS_NEW_TARGET(0x100),
    /** Components may be restored to another instance of the writer. */
    WRITER_SUPPORTS_RESTORE_WITH_MOVE(0x200),
    /** Its part of the system state may also be backed up alone. */
    INDEPENDENT_SYSTEM_STATE(0x400),
    /** The requester may say how far logs are replayed. */
    ROLLFORWARD_RESTORE(0x1000),
    /** Components may be restored under a new name. */
    RESTORE_RENAME(0x2000),
    /** Restored data may win over replicas. */
    AUTHORITATIVE_RESTORE(0x4000),
    /** Several restores may run at once without knowing of each other. */
    WRITER_SUPPORTS_PARALLEL_RESTORES(0x8000);

    private final int bit;

    BackupSchema(int bit) {
        this.bit = bit;
    }

    /** Returns the documented bit. */
    @Override
    public int bit() {
        return bit;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_BS_" + name();
    }
}
