package org.openvss;

/** Kind of the store behind a writer; mirrors {@code VSS_SOURCE_TYPE}. */
@Mirrors("VSS_SOURCE_TYPE")
public enum SourceType {
    /** Not said; an error of the writer. */
    UNDEFINED(0),
    /** A database with transactions. */
    TRANSACTEDDB(1),
    /** A database without transactions. */
    NONTRANSACTEDDB(2),
    /** None of these, for instance plain files. */
    OTHER(3);

    private final int value;

    SourceType(int value) {
        this.value = value;
    }

    /** Returns the documented number. */
    public int value() {
        return value;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_ST_" + name();
    }
}
