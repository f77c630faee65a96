package org.openvss.provider.lvm;

import java.util.List;
import java.util.Optional;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.DeviceMapper;
import org.openvss.linux.DeviceMapperTables;
import org.openvss.linux.DeviceNumber;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.Mounts;

/** Removes the snapshot of a copy in whatever state a crash left it. */
final class LvmRemoval {
    private LvmRemoval() {}

    /**
     * Removes a snapshot.
     *
     * @throws VssException {@code VSS_E_VOLUME_IN_USE}
     */
    static void remove(LogicalVolume copy, DeviceMapperTables tables, boolean force)
            throws LinuxException, VssException {
        Optional<DeviceNumber> device = tables.find(copy.deviceUuid());
        if (device.isPresent()) {
            try (DeviceMapper mapper = DeviceMapper.open()) {
                if (mapper.status(device.get()).suspended()) {
                    // Armed and never cut: LVM would wait for it for ever.
                    tables.resume(device.get());
                }
                takeOutOfUse(copy, mapper, device.get(), force);
            }
        }
        LvmProgram.change(
                "the snapshot " + copy.fullName() + " cannot be removed",
                "lvremove",
                "--quiet",
                "--yes",
                copy.fullName());
    }

    private static void takeOutOfUse(
            LogicalVolume copy, DeviceMapper mapper, DeviceNumber device, boolean force)
            throws LinuxException, VssException {
        List<Mount> mounts = LvmMounts.of(device);
        if (!mounts.isEmpty() && !force) {
            throw inUse(
                    copy,
                    "it is mounted at "
                            + String.join(", ", mounts.stream().map(Mount::mountPoint).toList()));
        }
        for (Mount mount : mounts.reversed()) {
            Mounts.umount(mount.mountPoint(), Mounts.DETACH | Mounts.NO_FOLLOW);
        }
        if (mapper.status(device).openCount() > 0) {
            throw inUse(
                    copy,
                    "its device "
                            + device
                            + " is open, perhaps mounted in another mount namespace");
        }
    }

    private static VssException inUse(LogicalVolume copy, String how) {
        return new VssException(
                HResult.VSS_E_VOLUME_IN_USE,
                "the copy in "
                        + copy.fullName()
                        + " is in use: "
                        + how
                        + "; end what uses it and unexpose it, or use force");
    }
}
