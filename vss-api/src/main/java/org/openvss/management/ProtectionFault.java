package org.openvss.management;

import org.openvss.Mirrors;

/** Why a protected volume was taken off-line; mirrors {@code VSS_PROTECTION_FAULT}. */
@Mirrors("VSS_PROTECTION_FAULT")
public enum ProtectionFault {
    /** No fault. */
    NONE(0),
    /** The storage area was not found. */
    DIFF_AREA_MISSING(1),
    /** Input or output failed while the volume came on-line. */
    IO_FAILURE_DURING_ONLINE(2),
    /** The records of the storage area are damaged. */
    META_DATA_CORRUPTION(3),
    /** There was no memory. */
    MEMORY_ALLOCATION_FAILURE(4),
    /** Memory could not be mapped. */
    MAPPED_MEMORY_FAILURE(5),
    /** The old contents could not be read before they were overwritten. */
    COW_READ_FAILURE(6),
    /** The old contents could not be written to the storage area. */
    COW_WRITE_FAILURE(7),
    /** The storage area is full. */
    DIFF_AREA_FULL(8),
    /** The storage area did not grow in time. */
    GROW_TOO_SLOW(9),
    /** The storage area could not grow. */
    GROW_FAILED(10),
    /** All copies had to be given up. */
    DESTROY_ALL_SNAPSHOTS(11),
    /** The file system failed. */
    FILE_SYSTEM_FAILURE(12),
    /** Input or output failed. */
    IO_FAILURE(13),
    /** The storage area was removed. */
    DIFF_AREA_REMOVED(14),
    /** Somebody else wrote to the storage area. */
    EXTERNAL_WRITER_TO_DIFF_AREA(15),
    /** The volume was mounted while its cluster was off-line. */
    MOUNT_DURING_CLUSTER_OFFLINE(16);

    private final int value;

    ProtectionFault(int value) {
        this.value = value;
    }

    /** Returns the documented number. */
    public int value() {
        return value;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_PROTECTION_FAULT_" + name();
    }
}
