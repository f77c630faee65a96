package org.openvss;

/** How disks are overwritten by their shadow copies; mirrors {@code VSS_RECOVERY_OPTIONS}. */
@Mirrors("VSS_RECOVERY_OPTIONS")
public enum RecoveryOption implements MaskBit {
    /** The targets get the identity of the original disks and not their own. */
    REVERT_IDENTITY_ALL(0x100),
    /** Volumes on the targets that were not selected are overwritten without a check. */
    NO_VOLUME_CHECK(0x200);

    private final int bit;

    RecoveryOption(int bit) {
        this.bit = bit;
    }

    /** Returns the documented bit. */
    @Override
    public int bit() {
        return bit;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_RECOVERY_" + name();
    }
}
