package org.openvss;

/** A need of a component; mirrors {@code VSS_COMPONENT_FLAGS}. */
@Mirrors("VSS_COMPONENT_FLAGS")
public enum ComponentFlag implements MaskBit {
    /** The writer has to write to the copy after it was made. */
    BACKUP_RECOVERY(0x1),
    /** The same, but only if the context asks for recovery for a rollback. */
    APP_ROLLBACK_RECOVERY(0x2),
    /** Does not belong to the system state although its writer does. */
    NOT_SYSTEM_STATE(0x4);

    private final int bit;

    ComponentFlag(int bit) {
        this.bit = bit;
    }

    /** Returns the documented bit. */
    @Override
    public int bit() {
        return bit;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_CF_" + name();
    }
}
