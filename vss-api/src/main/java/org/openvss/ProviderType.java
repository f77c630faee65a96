package org.openvss;

/**
 * Kind of a provider, in the order in which VSS asks them after HARDWARE; mirrors {@code
 * VSS_PROVIDER_TYPE}.
 */
@Mirrors("VSS_PROVIDER_TYPE")
public enum ProviderType {
    /** Not known. */
    UNKNOWN(0),
    /** The built-in provider of last resort. */
    SYSTEM(1),
    /** Works on volumes of this machine. */
    SOFTWARE(2),
    /** Works in the storage system. */
    HARDWARE(3),
    /** Works on a remote share. */
    FILESHARE(4);

    private final int value;

    ProviderType(int value) {
        this.value = value;
    }

    /** Returns the documented number. */
    public int value() {
        return value;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_PROV_" + name();
    }
}
