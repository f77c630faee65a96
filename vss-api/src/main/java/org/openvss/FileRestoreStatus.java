package org.openvss;

/** How the restore of the files of a component ended; mirrors {@code VSS_FILE_RESTORE_STATUS}. */
@Mirrors("VSS_FILE_RESTORE_STATUS")
public enum FileRestoreStatus {
    /** Not said yet. */
    UNDEFINED(0),
    /** Nothing was written to the disk. */
    NONE(1),
    /** All files were restored. */
    ALL(2),
    /** Some files were restored and some were not: the component is damaged now. */
    FAILED(3);

    private final int value;

    FileRestoreStatus(int value) {
        this.value = value;
    }

    /** Returns the documented number. */
    public int value() {
        return value;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_RS_" + name();
    }
}
