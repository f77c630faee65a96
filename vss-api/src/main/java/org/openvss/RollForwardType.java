package org.openvss;

/** How far the logs are replayed after a restore; mirrors {@code VSS_ROLLFORWARD_TYPE}. */
@Mirrors("VSS_ROLLFORWARD_TYPE")
public enum RollForwardType {
    /** Not said. */
    UNDEFINED(0),
    /** The logs are not replayed. */
    NONE(1),
    /** The logs are replayed to their end. */
    ALL(2),
    /** The logs are replayed up to a point, whose form is the affair of the writer. */
    PARTIAL(3);

    private final int value;

    RollForwardType(int value) {
        this.value = value;
    }

    /** Returns the documented number. */
    public int value() {
        return value;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_RF_" + name();
    }
}
