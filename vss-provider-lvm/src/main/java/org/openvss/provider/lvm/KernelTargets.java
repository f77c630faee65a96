package org.openvss.provider.lvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.DeviceMapper;
import org.openvss.linux.DeviceMapperTables;
import org.openvss.linux.Errno;
import org.openvss.linux.LinuxException;

/**
 * Whether the running kernel has, or can load, what snapshots need. If its modules are gone from
 * the disk, it was replaced by a newer one: then only a reboot helps.
 */
final class KernelTargets {
    private static final List<String> MODULE_FOLDERS =
            List.of("/lib/modules", "/usr/lib/modules", "/usr/lib/uml/modules");

    private KernelTargets() {}

    /**
     * Requires the targets for snapshots of some volumes.
     *
     * @throws VssException {@code VSS_E_REBOOT_REQUIRED}
     */
    static void require(List<LogicalVolume> origins, DeviceMapperTables tables)
            throws VssException {
        requireVersion();
        Set<String> missing = new HashSet<>();
        for (LogicalVolume origin : origins) {
            missing.addAll(
                    origin.isThin() ? Set.of("thin") : Set.of("snapshot", "snapshot-origin"));
        }
        try {
            missing.removeAll(tables.targetTypes());
        } catch (LinuxException e) {
            throw LvmErrors.of("the targets of the device-mapper cannot be listed", e);
        }
        // Otherwise LVM has the module loaded by itself.
        if (!missing.isEmpty() && !hasModules(release())) {
            throw new VssException(
                    HResult.VSS_E_REBOOT_REQUIRED,
                    "the running kernel "
                            + release()
                            + " cannot load its module for "
                            + missing
                            + ", because its modules are no longer on the disk; probably another"
                            + " kernel was installed: reboot, and try again");
        }
    }

    private static void requireVersion() throws VssException {
        try (DeviceMapper mapper = DeviceMapper.open()) {
            DeviceMapper.Version _ = mapper.version();
        } catch (LinuxException e) {
            throw e.errno() == Errno.EINVAL
                    ? new VssException(
                            HResult.VSS_E_REBOOT_REQUIRED,
                            "the running kernel speaks another version of the device-mapper's"
                                    + " interface; reboot into the kernel that is installed",
                            e)
                    : LvmErrors.of("the device-mapper cannot be used", e);
        }
    }

    private static boolean hasModules(String release) {
        return MODULE_FOLDERS.stream().anyMatch(folder -> isFilled(Path.of(folder, release)));
    }

    private static boolean isFilled(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static String release() throws VssException {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        } catch (IOException e) {
            throw new VssException(
                    HResult.VSS_E_PROVIDER_VETO, "the kernel's release cannot be read: " + e, e);
        }
    }
}
