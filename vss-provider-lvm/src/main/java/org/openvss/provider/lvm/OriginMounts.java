package org.openvss.provider.lvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.openvss.HResult;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.linux.DeviceMapper;
import org.openvss.linux.DeviceNumber;
import org.openvss.linux.Errno;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountAttributes;
import org.openvss.linux.MountTable;
import org.openvss.linux.Mounts;

/**
 * The mounts of an original that is to be reverted: takes them away, makes sure that nobody uses
 * the device any more, and brings them back.
 */
final class OriginMounts {
    private final Volume original;
    private final DeviceNumber device;
    private final List<Mount> taken = new ArrayList<>();

    OriginMounts(Volume original) {
        this.original = original;
        this.device = new DeviceNumber(original.major(), original.minor());
    }

    /**
     * Takes all mounts away.
     *
     * @param force whether to detach mounts that are in use; files that stay open are still refused
     * @throws VssException {@code VSS_E_VOLUME_IN_USE}; everything is mounted again then
     */
    void takeDown(boolean force) throws LinuxException, VssException {
        List<Mount> mounted = LvmMounts.of(device);
        requireNothingOn(mounted);
        try {
            for (Mount mount : mounted.reversed()) {
                Mounts.umount(mount.mountPoint(), Mounts.NO_FOLLOW | (force ? Mounts.DETACH : 0));
                taken.addFirst(mount);
            }
        } catch (LinuxException e) {
            List<String> residue = putBack();
            throw e.errno() == Errno.EBUSY
                    ? inUse("files on it are open").withResidue(residue)
                    : LvmErrors.of(original.mountPoint() + " cannot be unmounted", e)
                            .withResidue(residue);
        }
        try (DeviceMapper mapper = DeviceMapper.open()) {
            if (mapper.status(device).openCount() > 0) {
                throw inUse("its device is still open, perhaps in another mount namespace")
                        .withResidue(putBack());
            }
        }
    }

    private void requireNothingOn(List<Mount> mounted) throws LinuxException, VssException {
        Set<Integer> ids = mounted.stream().map(Mount::id).collect(Collectors.toSet());
        for (Mount mount : MountTable.read()) {
            if (ids.contains(mount.parentId()) && !ids.contains(mount.id())) {
                throw inUse(mount.mountPoint() + " is mounted on it");
            }
        }
    }

    /** Mounts everything again; returns what could not be. */
    List<String> putBack() {
        List<String> residue = new ArrayList<>();
        for (Mount mount : taken) {
            try {
                LvmMounts.show(
                        mount.fileSystemType(),
                        mount.source(),
                        mount.superOptions().stream()
                                .filter(option -> !option.equals("seclabel"))
                                .toList(),
                        mount.root(),
                        mount.mountPoint(),
                        attributes(mount.options()));
            } catch (LinuxException e) {
                residue.add(
                        mount.source()
                                + " could not be mounted again at "
                                + mount.mountPoint()
                                + "; mount it by hand: "
                                + e.getMessage());
            }
        }
        taken.clear();
        return residue;
    }

    private static int attributes(List<String> options) {
        int attributes = 0;
        for (String option : options) {
            attributes |=
                    switch (option) {
                        case "ro" -> MountAttributes.READ_ONLY;
                        case "nosuid" -> MountAttributes.NO_SET_ID;
                        case "nodev" -> MountAttributes.NO_DEVICES;
                        case "noexec" -> MountAttributes.NO_EXECUTION;
                        case "noatime" -> MountAttributes.NO_ACCESS_TIME;
                        default -> 0;
                    };
        }
        return attributes;
    }

    private VssException inUse(String how) {
        return new VssException(
                HResult.VSS_E_VOLUME_IN_USE,
                original.mountPoint()
                        + " is in use and was not reverted: "
                        + how
                        + "; end that and try again");
    }
}
