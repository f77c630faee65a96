package org.openvss.provider.lvm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.DeviceMapper;
import org.openvss.linux.DeviceMapperTables;
import org.openvss.linux.DeviceMapperTables.Target;
import org.openvss.linux.DeviceNumber;
import org.openvss.linux.LinuxException;
import org.openvss.linux.PreparedCall;

/**
 * Snapshots of thin volumes: LVM knows a thin volume by its number in the pool, so deleting that
 * number in the pool and making it again, as a snapshot of the origin at another moment, is a
 * change that LVM does not see.
 */
record ThinSnapshot() implements SnapshotKind {
    // Each commits the metadata of its pool, and those of one pool do it one after another.
    private static final Duration PER_CUT = Duration.ofMillis(5);

    @Override
    public List<String> createOptions(LogicalVolume origin) {
        return List.of("--setactivationskip", "y", "--ignoreactivationskip", "--activate", "n");
    }

    @Override
    public void arm(DeviceMapperTables tables, LogicalVolume origin, LogicalVolume made)
            throws LinuxException, VssException {
        tables.message(pool(tables, made), "delete " + made.thinId());
    }

    @Override
    public void checkArmed(DeviceMapperTables tables, LogicalVolume origin, LogicalVolume made)
            throws LinuxException, VssException {
        String state = tables.state(pool(tables, made)).getFirst().text();
        if (!(" " + state + " ").contains(" rw ")) {
            throw new VssException(
                    HResult.VSS_E_INSUFFICIENT_STORAGE,
                    "the thin pool "
                            + made.group()
                            + "/"
                            + made.pool()
                            + " takes no changes any more ("
                            + state
                            + "); extend it with lvextend, or repair it with lvconvert --repair");
        }
        Optional<DeviceNumber> device = tables.find(origin.deviceUuid());
        List<Target> table = device.isEmpty() ? List.of() : tables.table(device.get());
        if (table.size() != 1
                || !table.getFirst().type().equals("thin")
                || !table.getFirst().text().endsWith(" " + origin.thinId())) {
            throw new VssException(
                    HResult.VSS_E_PROVIDER_VETO,
                    origin.fullName() + " was changed meanwhile by another LVM command; try again");
        }
    }

    @Override
    public PreparedCall prepareCut(
            DeviceMapper mapper,
            DeviceMapperTables tables,
            LogicalVolume origin,
            LogicalVolume made)
            throws LinuxException, VssException {
        return tables.prepareMessage(
                pool(tables, made), "create_snap " + made.thinId() + " " + origin.thinId());
    }

    @Override
    public Duration predicted() {
        return PER_CUT;
    }

    @Override
    public Optional<String> problem(DeviceMapperTables tables, LogicalVolume made) {
        // The pool has answered only after the snapshot was in its metadata on disk.
        return Optional.empty();
    }

    /** Returns the device of the thin pool of a snapshot. */
    static DeviceNumber pool(DeviceMapperTables tables, LogicalVolume made)
            throws LinuxException, VssException {
        return tables.find(made.poolDeviceUuid())
                .orElseThrow(() ->
                        new VssException(
                                HResult.VSS_E_PROVIDER_VETO,
                                "the thin pool "
                                        + made.group()
                                        + "/"
                                        + made.pool()
                                        + " is not active any more"));
    }
}
