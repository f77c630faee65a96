package org.openvss.testkit.judge;

/** When a chain goes on to the next volume. */
public enum Durability {
    /** After the record has reached the disk: what a database promises its users. */
    FSYNCED,
    /** As soon as the record is in the page cache: holds only if the cut flushes every volume. */
    BUFFERED
}
