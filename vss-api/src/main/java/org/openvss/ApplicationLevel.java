package org.openvss;

/**
 * Stage at which a writer is frozen; the order of the constants FRONT_END, BACK_END, SYSTEM is the
 * order of Freeze, its reverse that of Thaw; mirrors {@code VSS_APPLICATION_LEVEL}.
 */
@Mirrors("VSS_APPLICATION_LEVEL")
public enum ApplicationLevel {
    /** Depends on others, frozen first. */
    FRONT_END(3),
    /** A store that others depend on. */
    BACK_END(2),
    /** A service of the system, frozen last. */
    SYSTEM(1);

    private final int value;

    ApplicationLevel(int value) {
        this.value = value;
    }

    /** Returns the documented number. */
    public int value() {
        return value;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_APP_" + name();
    }
}
