package org.openvss;

/** How the files of a writer are to be put back; mirrors {@code VSS_RESTOREMETHOD_ENUM}. */
@Mirrors("VSS_RESTOREMETHOD_ENUM")
public enum RestoreMethod {
    /** Not said; an error of the writer. */
    UNDEFINED(0),
    /** Only if none of the files exists; otherwise to the alternate location. */
    RESTORE_IF_NOT_THERE(1),
    /** Only if every file can be replaced; otherwise to the alternate location. */
    RESTORE_IF_CAN_REPLACE(2),
    /** Stop the service, put the files back, start it. */
    STOP_RESTORE_START(3),
    /** To the alternate location in any case. */
    RESTORE_TO_ALTERNATE_LOCATION(4),
    /** Lay the files aside and put them in place at the next boot. */
    RESTORE_AT_REBOOT(5),
    /** At once if every file can be replaced, otherwise at the next boot. */
    RESTORE_AT_REBOOT_IF_CANNOT_REPLACE(6),
    /** By a procedure of the application that only its own tools know. */
    CUSTOM(7),
    /** Put the files back, then stop and start the service. */
    RESTORE_STOP_START(8);

    private final int value;

    RestoreMethod(int value) {
        this.value = value;
    }

    /** Returns the documented number. */
    public int value() {
        return value;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_RME_" + name();
    }
}
