package org.openvss;

/**
 * What is done with the disks of a set that is broken, or why they change state; mirrors {@code
 * VSS_HARDWARE_OPTIONS}.
 */
@Mirrors("VSS_HARDWARE_OPTIONS")
public enum HardwareOption implements MaskBit {
    /** Hide the disks from this machine. */
    MASK_LUNS(0x1),
    /** Make the volumes writable. */
    MAKE_READ_WRITE(0x2),
    /** Give every disk the identity of its original. */
    REVERT_IDENTITY_ALL(0x4),
    /** Give no disk the identity of its original. */
    REVERT_IDENTITY_NONE(0x8),
    /** The disks become writable for good. */
    NOTIFY_READ_WRITE(0x100),
    /** The disks become writable until recovery has ended. */
    NOTIFY_LUN_PRE_RECOVERY(0x200),
    /** Recovery has ended; the disks become read-only again. */
    NOTIFY_LUN_POST_RECOVERY(0x400),
    /** The provider itself has to hide the disks. */
    DO_MASK_LUNS(0x800);

    private final int bit;

    HardwareOption(int bit) {
        this.bit = bit;
    }

    /** Returns the documented bit. */
    @Override
    public int bit() {
        return bit;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return (bit < 0x100 ? "VSS_BREAKEX_FLAG_" : "VSS_ONLUNSTATECHANGE_") + name();
    }
}
