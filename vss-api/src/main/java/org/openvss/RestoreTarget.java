package org.openvss;

/** Where a writer wants a component set to be restored; mirrors {@code VSS_RESTORE_TARGET}. */
@Mirrors("VSS_RESTORE_TARGET")
public enum RestoreTarget {
    /** Not said; an error of the writer. */
    UNDEFINED(0),
    /** As the restore method says; the default. */
    ORIGINAL(1),
    /** To the alternate location that the writer mapped. */
    ALTERNATE(2),
    /** As each directed target says, part of a file by part of a file. */
    DIRECTED(3),
    /** To the place that the files had at backup, even if the restore method names another. */
    ORIGINAL_LOCATION(4);

    private final int value;

    RestoreTarget(int value) {
        this.value = value;
    }

    /** Returns the documented number. */
    public int value() {
        return value;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_RT_" + name();
    }
}
