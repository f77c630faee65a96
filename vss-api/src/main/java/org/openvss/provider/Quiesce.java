package org.openvss.provider;

/** What a provider needs so that its cut shows one instant. */
public enum Quiesce {
    /** The gate must hold the volume while the cut runs. */
    GATE,
    /** The storage cuts atomically by itself; the volume cannot or need not be held. */
    SELF,
    /**
     * No cut at all: files are copied before, and a check afterwards proves whether any changed.
     */
    NONE
}
