package org.openvss;

/** Kind of a component; mirrors {@code VSS_COMPONENT_TYPE}. */
@Mirrors("VSS_COMPONENT_TYPE")
public enum ComponentType {
    /** Not said; an error. */
    UNDEFINED(0),
    /** Database files and log files. */
    DATABASE(1),
    /** A group of files. */
    FILEGROUP(2);

    private final int value;

    ComponentType(int value) {
        this.value = value;
    }

    /** Returns the documented number. */
    public int value() {
        return value;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_CT_" + name();
    }
}
