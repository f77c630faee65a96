package org.openvss;

/** How the data of a writer is used; mirrors {@code VSS_USAGE_TYPE}. */
@Mirrors("VSS_USAGE_TYPE")
public enum UsageType {
    /** Not said; an error of the writer. */
    UNDEFINED(0),
    /** Needed to boot the system. */
    BOOTABLESYSTEMSTATE(1),
    /** Belongs to a service of the system. */
    SYSTEMSERVICE(2),
    /** Data of users. */
    USERDATA(3),
    /** None of these. */
    OTHER(4);

    private final int value;

    UsageType(int value) {
        this.value = value;
    }

    /** Returns the documented number. */
    public int value() {
        return value;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_UT_" + name();
    }
}
