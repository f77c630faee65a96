package org.openvss;

/**
 * What a shadow copy keeps its original volume from doing; mirrors {@code
 * VSS_SNAPSHOT_COMPATIBILITY}.
 */
@Mirrors("VSS_SNAPSHOT_COMPATIBILITY")
public enum SnapshotCompatibility implements MaskBit {
    /** Files of the volume should not be defragmented. */
    DISABLE_DEFRAG(0x1),
    /** Contents of the volume should not be indexed. */
    DISABLE_CONTENTINDEX(0x2);

    private final int bit;

    SnapshotCompatibility(int bit) {
        this.bit = bit;
    }

    /** Returns the documented bit. */
    @Override
    public int bit() {
        return bit;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_SC_" + name();
    }
}
