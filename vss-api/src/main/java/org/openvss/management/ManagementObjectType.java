package org.openvss.management;

import org.openvss.Mirrors;

/** Kind of an object of the management interfaces; mirrors {@code VSS_MGMT_OBJECT_TYPE}. */
@Mirrors("VSS_MGMT_OBJECT_TYPE")
public enum ManagementObjectType {
    /** Not known. */
    UNKNOWN(0),
    /** A volume that can be copied. */
    VOLUME(1),
    /** A volume that can hold storage areas. */
    DIFF_VOLUME(2),
    /** A storage area. */
    DIFF_AREA(3);

    private final int value;

    ManagementObjectType(int value) {
        this.value = value;
    }

    /** Returns the documented number. */
    public int value() {
        return value;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_MGMT_OBJECT_" + name();
    }
}
