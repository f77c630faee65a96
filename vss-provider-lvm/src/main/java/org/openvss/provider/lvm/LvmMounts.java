package org.openvss.provider.lvm;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.BlockTopology;
import org.openvss.linux.DeviceMapper;
import org.openvss.linux.DeviceMapperTables;
import org.openvss.linux.DeviceNumber;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountAttributes;
import org.openvss.linux.MountTable;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.ResolveFlags;
import org.openvss.provider.ExposedCopy;
import org.openvss.records.CopyRecord;

/**
 * The mounts of snapshots, in the mount namespace of the calling thread. A mount is recognised by
 * its device numbers, never by a path.
 */
final class LvmMounts {
    static final int SEALED =
            MountAttributes.READ_ONLY | MountAttributes.NO_SET_ID | MountAttributes.NO_DEVICES;

    private static final int STAY =
            ResolveFlags.NO_MOUNT_CROSSING | ResolveFlags.NO_SYMBOLIC_LINKS | ResolveFlags.BENEATH;

    private LvmMounts() {}

    /** Activates a snapshot and mounts it read-only at a folder. */
    static ExposedCopy expose(LogicalVolume copy, CopyRecord record, String where)
            throws LinuxException, VssException {
        String death = copy.death();
        if (!death.isEmpty()) {
            throw new VssException(
                    HResult.VSS_E_OBJECT_NOT_FOUND,
                    "the copy in " + copy.fullName() + " has died: " + death + "; delete it");
        }
        try (DeviceMapperTables tables = DeviceMapperTables.open()) {
            if (tables.find(copy.deviceUuid()).isEmpty()) {
                LvmProgram.change(
                        "the copy in " + copy.fullName() + " cannot be activated",
                        "lvchange",
                        "--quiet",
                        "--activate",
                        "y",
                        "--ignoreactivationskip",
                        copy.fullName());
            }
            DeviceNumber device =
                    tables.find(copy.deviceUuid())
                            .orElseThrow(() ->
                                    new VssException(
                                            HResult.VSS_E_PROVIDER_VETO,
                                            "LVM activated "
                                                    + copy.fullName()
                                                    + " without making its device"));
            String type = record.volume().fileSystemType();
            String path = BlockTopology.devicePath(device).orElse("/dev/block/" + device);
            show(type, path, options(type), record.volume().root(), where, SEALED);
            return new ExposedCopy(where, path);
        }
    }

    /**
     * Returns the options for a copy that was made suspended: its journal holds nothing that is
     * missing elsewhere, and its UUID is that of the original.
     */
    private static List<String> options(String type) {
        return switch (type) {
            case "xfs" -> List.of("ro", "nouuid", "norecovery");
            case "ext2" -> List.of("ro");
            default -> List.of("ro", "noload");
        };
    }

    /** Mounts a file system so that a folder shows one folder of it. */
    static void show(
            String type,
            String device,
            List<String> options,
            String root,
            String folder,
            int attributes)
            throws LinuxException {
        Mounts.mount(type, device, folder, options, attributes);
        if (root.equals("/")) {
            return;
        }
        // Kernels before 6.15 copy no part of a mount that is not attached: attach, copy, replace.
        boolean narrowed = false;
        try (Fd whole = FileCalls.open(folder, OpenFlags.PATH | OpenFlags.DIRECTORY);
                Fd part =
                        FileCalls.openat2(
                                whole,
                                root.substring(1),
                                OpenFlags.PATH | OpenFlags.DIRECTORY,
                                0,
                                STAY);
                Fd tree = Mounts.openTree(part, false)) {
            Mounts.umount(folder, Mounts.DETACH | Mounts.NO_FOLLOW);
            Mounts.attach(tree, folder);
            narrowed = true;
        } finally {
            if (!narrowed && topMount(folder).filter(root::equals).isEmpty()) {
                Mounts.umount(folder, Mounts.DETACH | Mounts.NO_FOLLOW);
            }
        }
    }

    private static Optional<String> topMount(String folder) throws LinuxException {
        try (Fd opened = FileCalls.open(folder, OpenFlags.PATH | OpenFlags.DIRECTORY)) {
            return MountTable.of(opened).map(Mount::root);
        }
    }

    /** Takes the mount of a snapshot from a folder, and deactivates it if nobody else uses it. */
    static void unexpose(LogicalVolume copy, String where, boolean force)
            throws LinuxException, VssException {
        try (DeviceMapperTables tables = DeviceMapperTables.open()) {
            Optional<DeviceNumber> device = tables.find(copy.deviceUuid());
            Mount mount = device.isEmpty() ? null : mountAt(where, device.get());
            if (mount == null) {
                throw new VssException(
                        HResult.VSS_E_OBJECT_NOT_FOUND,
                        "the copy in " + copy.fullName() + " is not exposed at " + where);
            }
            Mounts.umount(mount.mountPoint(), Mounts.NO_FOLLOW | (force ? Mounts.DETACH : 0));
            deactivate(copy, device.orElseThrow());
        }
    }

    private static @Nullable Mount mountAt(String where, DeviceNumber device)
            throws LinuxException {
        long top;
        try (Fd opened = FileCalls.open(where, OpenFlags.PATH | OpenFlags.DIRECTORY)) {
            top = AttributeCalls.fstat(opened).mountId();
        }
        return of(device).stream().filter(each -> each.id() == top).findFirst().orElse(null);
    }

    /** An ordinary snapshot is active as long as its origin; a thin one only while it is used. */
    private static void deactivate(LogicalVolume copy, DeviceNumber device)
            throws LinuxException, VssException {
        try (DeviceMapper mapper = DeviceMapper.open()) {
            if (copy.isThin() && mapper.status(device).openCount() == 0) {
                LvmProgram.change(
                        "the copy in " + copy.fullName() + " cannot be deactivated",
                        "lvchange",
                        "--quiet",
                        "--activate",
                        "n",
                        copy.fullName());
            }
        }
    }

    /** Returns the mounts of a device here. */
    static List<Mount> of(DeviceNumber device) throws LinuxException {
        return MountTable.read().stream().filter(mount -> mount.device().equals(device)).toList();
    }
}
