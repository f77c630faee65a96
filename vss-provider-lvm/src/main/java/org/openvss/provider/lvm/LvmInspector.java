package org.openvss.provider.lvm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openvss.HResult;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.linux.BlockTopology;
import org.openvss.linux.DeviceMapperTables;
import org.openvss.linux.DeviceMapperTables.Target;
import org.openvss.linux.DeviceNumber;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileSystemId;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.provider.Support;

/**
 * Tells whether a volume lies directly on a logical volume of which a snapshot can be made. Asks
 * the device-mapper only, so that every mounted volume can be asked about without running LVM.
 */
final class LvmInspector {
    private static final Set<String> FILE_SYSTEMS = Set.of("ext2", "ext3", "ext4", "xfs");
    private static final int EXPORTED = 2;
    private static final int PARTIAL = 3;
    private static final int CLUSTERED = 5;

    private LvmInspector() {}

    /** Returns the answer to whether a volume is supported. */
    static Support support(Volume volume) throws LinuxException {
        DeviceNumber device = new DeviceNumber(volume.major(), volume.minor());
        Optional<String> uuid = BlockTopology.deviceMapperUuid(device);
        if (uuid.isEmpty() || !uuid.get().startsWith("LVM-")) {
            return lies(device, uuid)
                    ? no("something else of the device-mapper lies on the logical volume", "")
                    : no("it does not lie on a logical volume", "");
        }
        if (!FILE_SYSTEMS.contains(volume.fileSystemType())) {
            return no(
                    "a copy of "
                            + volume.fileSystemType()
                            + " cannot be mounted beside its original by this provider",
                    "");
        }
        if (LvmProgram.path().isEmpty()) {
            return no("LVM is not installed", "install the package lvm2");
        }
        return supportOnDevice(volume, device);
    }

    private static Support supportOnDevice(Volume volume, DeviceNumber device)
            throws LinuxException {
        try (DeviceMapperTables tables = DeviceMapperTables.open()) {
            List<Target> table = tables.table(device);
            if (table.stream().anyMatch(target -> target.type().equals("snapshot"))) {
                return no(
                        "it is a snapshot with an area of its own, of which LVM makes no snapshots",
                        "make a copy of its origin");
            }
            if (table.stream().anyMatch(target -> target.type().equals("snapshot-merge"))) {
                return no("a snapshot is being merged into it", "wait until that is done");
            }
        }
        String path = BlockTopology.devicePath(device).orElse(volume.source());
        try (Fd opened = FileCalls.open(path, OpenFlags.READ_ONLY)) {
            if (FileSystemId.read(opened).filter(FileSystemId::hasExternalLog).isPresent()) {
                return no("its journal lies on another device, which the copy would lack", "");
            }
        } catch (LinuxException e) {
            if (e.errno() != Errno.EACCES) {
                throw e;
            }
            // Whoever may not read the device is refused for that, not here.
        }
        return new Support.Supported(Set.of(volume.deviceNumbers()));
    }

    /** Tells whether a device of the device-mapper lies on a logical volume. */
    private static boolean lies(DeviceNumber device, Optional<String> uuid) throws LinuxException {
        if (uuid.isEmpty()) {
            return false;
        }
        for (DeviceNumber below : BlockTopology.slaves(device)) {
            if (BlockTopology.deviceMapperUuid(below).orElse("").startsWith("LVM-")) {
                return true;
            }
        }
        return false;
    }

    private static Support no(String reason, String remedy) {
        return new Support.NotSupported(HResult.VSS_E_VOLUME_NOT_SUPPORTED, reason, remedy);
    }

    /**
     * Requires that snapshots of a volume can be made now.
     *
     * @throws VssException {@code VSS_E_PROVIDER_VETO}
     */
    static void requireUsable(LogicalVolume volume) throws VssException {
        String attributes = volume.groupAttributes();
        if (attributes.length() <= CLUSTERED) {
            throw veto(volume, "LVM reports its attributes as '" + attributes + "'", "");
        }
        if (attributes.charAt(0) != 'w') {
            throw veto(volume, "the group is read-only", "");
        }
        if (attributes.charAt(EXPORTED) == 'x') {
            throw veto(volume, "the group is exported", "import it with vgimport");
        }
        if (attributes.charAt(PARTIAL) == 'p') {
            throw veto(volume, "devices of the group are missing", "bring them back");
        }
        if (attributes.charAt(CLUSTERED) != '-') {
            throw veto(volume, "the group is shared with other machines", "");
        }
        if (volume.isMerging()) {
            throw veto(volume, "a snapshot is being merged into it", "wait until that is done");
        }
    }

    private static VssException veto(LogicalVolume volume, String reason, String remedy) {
        return new VssException(
                HResult.VSS_E_PROVIDER_VETO,
                "no snapshot of "
                        + volume.fullName()
                        + " can be made: "
                        + reason
                        + (remedy.isEmpty() ? "" : "; " + remedy));
    }
}
