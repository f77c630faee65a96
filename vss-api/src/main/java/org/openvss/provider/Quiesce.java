package org.openvss.provider;

/** What a provider needs so that its cut shows one instant. */
public enum Quiesce {
    /** The gate must freeze the file system while the cut runs. */
    GATE,
    /**
     * The gate must suspend the block device of the volume through the device-mapper while the cut
     * runs. Suspending freezes the file system as well, so the gate does not freeze it by itself.
     */
    DEVICE,
    /**
     * The storage cuts atomically by itself; the volume cannot or need not be frozen. If a set has
     * two or more such file systems, the gate holds the processes that write to them, and the
     * provider proves that nothing changed between the first and the last of their cuts.
     */
    SELF,
    /**
     * No cut at all: files are copied before, and a check afterwards proves whether any changed.
     */
    NONE
}
