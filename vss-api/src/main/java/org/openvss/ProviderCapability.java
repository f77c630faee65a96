package org.openvss;

/**
 * What a hardware provider can do, as VSS numbers it; VSS itself reserves these bits; mirrors
 * {@code VSS_PROVIDER_CAPABILITIES}.
 */
@Mirrors("VSS_PROVIDER_CAPABILITIES")
public enum ProviderCapability implements MaskBit {
    /** Written for an old version. */
    LEGACY(0x1),
    /** Keeps the rules of the current version. */
    COMPLIANT(0x2),
    /** Can exchange a disk for its copy. */
    LUN_REPOINT(0x4),
    /** Can copy a copy back onto its disk. */
    LUN_RESYNC(0x8),
    /** Can create copies of disks that are off-line. */
    OFFLINE_CREATION(0x10),
    /** A set can be imported more than once. */
    MULTIPLE_IMPORT(0x20),
    /** Can reuse the storage of deleted copies. */
    RECYCLING(0x40),
    /** Makes full split mirrors. */
    PLEX(0x80),
    /** Copies on write. */
    DIFFERENTIAL(0x100),
    /** Works in clusters. */
    CLUSTERED(0x200);

    private final int bit;

    ProviderCapability(int bit) {
        this.bit = bit;
    }

    /** Returns the documented bit. */
    @Override
    public int bit() {
        return bit;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_PRV_CAPABILITY_" + name();
    }
}
