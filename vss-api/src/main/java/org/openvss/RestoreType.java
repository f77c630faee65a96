package org.openvss;

/** Kind of a restore; mirrors {@code VSS_RESTORE_TYPE}. */
@Mirrors("VSS_RESTORE_TYPE")
public enum RestoreType {
    /** Not said; writers treat it as BY_COPY. */
    UNDEFINED(0),
    /** Files are copied back. */
    BY_COPY(1),
    /** An imported transportable copy is used. */
    IMPORT(2),
    /** None of these. */
    OTHER(3);

    private final int value;

    RestoreType(int value) {
        this.value = value;
    }

    /** Returns the documented number. */
    public int value() {
        return value;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_RTYPE_" + name();
    }
}
