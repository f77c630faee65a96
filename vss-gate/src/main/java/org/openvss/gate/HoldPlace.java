package org.openvss.gate;

/** Where a thread of a {@link HoldWindow} is, for those who wait for it. */
enum HoldPlace {
    WAITING,
    REHEARSING,
    CLOSING,
    CLOSED,
    VERIFYING,
    CUTTING,
    OPENING,
    DONE
}
