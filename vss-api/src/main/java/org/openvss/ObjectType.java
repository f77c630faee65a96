package org.openvss;

/** Kind of an object in queries and deletions; mirrors {@code VSS_OBJECT_TYPE}. */
@Mirrors("VSS_OBJECT_TYPE")
public enum ObjectType {
    /** Not known. */
    UNKNOWN(0),
    /** No particular object: everything. */
    NONE(1),
    /** A shadow copy set. */
    SNAPSHOT_SET(2),
    /** A shadow copy. */
    SNAPSHOT(3),
    /** A provider. */
    PROVIDER(4);

    private final int value;

    ObjectType(int value) {
        this.value = value;
    }

    /** Returns the documented number. */
    public int value() {
        return value;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_OBJECT_" + name();
    }
}
