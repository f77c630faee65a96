package org.openvss.management;

import org.openvss.Mirrors;

/**
 * Who wins when the storage of the copies of a volume fails; mirrors {@code VSS_PROTECTION_LEVEL}.
 */
@Mirrors("VSS_PROTECTION_LEVEL")
public enum ProtectionLevel {
    /** The volume stays writable and copies may be lost; the default. */
    ORIGINAL_VOLUME(0),
    /** The copies stay and the volume is taken off-line. */
    SNAPSHOT(1);

    private final int value;

    ProtectionLevel(int value) {
        this.value = value;
    }

    /** Returns the documented number. */
    public int value() {
        return value;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_PROTECTION_LEVEL_" + name();
    }
}
