package org.openvss.provider.lvm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.BlockTopology;
import org.openvss.linux.DeviceMapper;
import org.openvss.linux.DeviceMapperTables;
import org.openvss.linux.DeviceMapperTables.Target;
import org.openvss.linux.DeviceNumber;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.PreparedCall;

/**
 * Snapshots of ordinary volumes: the snapshot's device keeps what the origin overwrites in an area
 * of its own. Its table is taken away, the start of the area is zeroed, which makes it empty for
 * the kernel, and the same table is loaded again; it takes effect when the cut resumes the device.
 */
record ThickSnapshot(LvmSettings settings) implements SnapshotKind {
    private static final Duration PER_CUT = Duration.ofMillis(2);
    private static final String TYPE = "snapshot";
    private static final int SECTOR = 512;

    /** Parameters of the target: origin, area, persistence, sectors in a chunk. */
    private static final int CHUNK = 3;

    @Override
    public List<String> createOptions(LogicalVolume origin) {
        return List.of("--size", settings.areaFor(origin) + "b");
    }

    @Override
    public void arm(DeviceMapperTables tables, LogicalVolume origin, LogicalVolume made)
            throws LinuxException, VssException {
        DeviceNumber device = device(tables, made.deviceUuid(), made);
        List<Target> table = tables.table(device);
        if (table.size() != 1 || !table.getFirst().type().equals(TYPE)) {
            throw new VssException(
                    HResult.VSS_E_PROVIDER_VETO,
                    made.fullName() + " has no table of a snapshot: " + table);
        }
        Target snapshot = table.getFirst();
        tables.suspendBare(device);
        tables.load(device, new Target(0, snapshot.length(), "error", ""), true);
        tables.resume(device);
        forget(
                device(tables, made.areaDeviceUuid(), made),
                Integer.parseInt(snapshot.text().split(" ", -1)[CHUNK]) * SECTOR);
        tables.load(device, snapshot, true);
        tables.suspendBare(device);
    }

    /** Zeroes the head of the area, so that the kernel finds an empty one. */
    private static void forget(DeviceNumber area, int bytes) throws LinuxException {
        String path = BlockTopology.devicePath(area).orElse("/dev/block/" + area);
        try (Fd device = FileCalls.open(path, OpenFlags.READ_WRITE | OpenFlags.EXCLUSIVE)) {
            FileCalls.writeAll(device, new byte[bytes]);
            FileCalls.fsync(device);
        }
    }

    @Override
    public void checkArmed(DeviceMapperTables tables, LogicalVolume origin, LogicalVolume made)
            throws LinuxException, VssException {
        DeviceNumber device = device(tables, made.deviceUuid(), made);
        try (DeviceMapper mapper = DeviceMapper.open()) {
            DeviceMapper.Status status = mapper.status(device);
            if (!status.suspended() || !status.inactiveTable()) {
                throw new VssException(
                        HResult.VSS_E_PROVIDER_VETO,
                        made.fullName()
                                + " was changed meanwhile by another LVM command; try again");
            }
        }
    }

    @Override
    public PreparedCall prepareCut(
            DeviceMapper mapper,
            DeviceMapperTables tables,
            LogicalVolume origin,
            LogicalVolume made)
            throws LinuxException, VssException {
        return mapper.prepareResume(device(tables, made.deviceUuid(), made));
    }

    @Override
    public Duration predicted() {
        return PER_CUT;
    }

    @Override
    public Optional<String> problem(DeviceMapperTables tables, LogicalVolume made)
            throws LinuxException {
        Optional<DeviceNumber> device = tables.find(made.deviceUuid());
        List<Target> state = device.isEmpty() ? List.of() : tables.state(device.get());
        if (state.size() == 1
                && state.getFirst().type().equals(TYPE)
                && state.getFirst().text().contains("/")) {
            return Optional.empty();
        }
        return Optional.of(
                "the snapshot "
                        + made.fullName()
                        + " is no use any more, the kernel says: "
                        + state);
    }

    private static DeviceNumber device(DeviceMapperTables tables, String uuid, LogicalVolume made)
            throws LinuxException, VssException {
        return tables.find(uuid)
                .orElseThrow(() ->
                        new VssException(
                                HResult.VSS_E_PROVIDER_VETO,
                                made.fullName() + " is not active any more"));
    }
}
