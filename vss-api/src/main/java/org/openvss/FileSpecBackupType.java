package org.openvss;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a file set needs in one kind of backup; mirrors {@code VSS_FILE_SPEC_BACKUP_TYPE}. */
@Mirrors("VSS_FILE_SPEC_BACKUP_TYPE")
public enum FileSpecBackupType implements MaskBit {
    /** Has to be saved in a full backup. */
    FULL_BACKUP_REQUIRED(0x1),
    /** Has to be saved in a differential backup. */
    DIFFERENTIAL_BACKUP_REQUIRED(0x2),
    /** Has to be saved in an incremental backup. */
    INCREMENTAL_BACKUP_REQUIRED(0x4),
    /** Has to be saved in a log backup. */
    LOG_BACKUP_REQUIRED(0x8),
    /** Has to be read from a shadow copy in a full backup. */
    FULL_SNAPSHOT_REQUIRED(0x100),
    /** Has to be read from a shadow copy in a differential backup. */
    DIFFERENTIAL_SNAPSHOT_REQUIRED(0x200),
    /** Has to be read from a shadow copy in an incremental backup. */
    INCREMENTAL_SNAPSHOT_REQUIRED(0x400),
    /** Has to be read from a shadow copy in a log backup. */
    LOG_SNAPSHOT_REQUIRED(0x800),
    /** Comes into being while the shadow copy is made. */
    CREATED_DURING_BACKUP(0x10000);

    /** Saved in every kind of backup: {@code VSS_FSBT_ALL_BACKUP_REQUIRED}, 0xF. */
    public static final Set<FileSpecBackupType> ALL_BACKUP_REQUIRED =
            Collections.unmodifiableSet(EnumSet.range(FULL_BACKUP_REQUIRED, LOG_BACKUP_REQUIRED));

    /** Read from a shadow copy in every kind: {@code VSS_FSBT_ALL_SNAPSHOT_REQUIRED}, 0xF00. */
    public static final Set<FileSpecBackupType> ALL_SNAPSHOT_REQUIRED =
            Collections.unmodifiableSet(
                    EnumSet.range(FULL_SNAPSHOT_REQUIRED, LOG_SNAPSHOT_REQUIRED));

    /** What a file set needs if its writer says nothing: both of the above, 0xF0F. */
    public static final Set<FileSpecBackupType> DEFAULT =
            Collections.unmodifiableSet(EnumSet.range(FULL_BACKUP_REQUIRED, LOG_SNAPSHOT_REQUIRED));

    private final int bit;

    FileSpecBackupType(int bit) {
        this.bit = bit;
    }

    /** Returns the documented bit. */
    @Override
    public int bit() {
        return bit;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_FSBT_" + name();
    }
}
