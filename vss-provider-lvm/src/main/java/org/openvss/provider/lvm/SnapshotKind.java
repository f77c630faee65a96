package org.openvss.provider.lvm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.openvss.VssException;
import org.openvss.linux.DeviceMapper;
import org.openvss.linux.DeviceMapperTables;
import org.openvss.linux.LinuxException;
import org.openvss.linux.PreparedCall;

/**
 * How a snapshot of one kind of logical volume, which LVM has made, is made anew at another moment
 * by orders to the device-mapper alone, so that LVM's metadata stay true.
 */
sealed interface SnapshotKind permits ThinSnapshot, ThickSnapshot {
    /** Returns the kind for snapshots of a volume. */
    static SnapshotKind of(LogicalVolume origin, LvmSettings settings) {
        return origin.isThin() ? new ThinSnapshot() : new ThickSnapshot(settings);
    }

    /** Returns the options of lvcreate besides name and tags. */
    List<String> createOptions(LogicalVolume origin);

    /**
     * Empties the snapshot, so that the cut can fill it; nothing is held. From here on LVM cannot
     * use it until the cut.
     */
    void arm(DeviceMapperTables tables, LogicalVolume origin, LogicalVolume made)
            throws LinuxException, VssException;

    /** Requires that it is still armed and its storage can take the cut. */
    void checkArmed(DeviceMapperTables tables, LogicalVolume origin, LogicalVolume made)
            throws LinuxException, VssException;

    /** Prepares the cut, which the suspended origin waits for. */
    PreparedCall prepareCut(
            DeviceMapper mapper,
            DeviceMapperTables tables,
            LogicalVolume origin,
            LogicalVolume made)
            throws LinuxException, VssException;

    /** Returns how long the cut is expected to take. */
    Duration predicted();

    /** Returns what is wrong with the snapshot after the cut, if anything is. */
    Optional<String> problem(DeviceMapperTables tables, LogicalVolume made) throws LinuxException;
}
