package org.openvss.provider.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.VssException;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.BlockTopology;
import org.openvss.linux.Btrfs;
import org.openvss.linux.DeviceNumber;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.DirectoryEntry;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.LinuxException;
import org.openvss.linux.LoopDevice;
import org.openvss.linux.LoopDevices;
import org.openvss.linux.LoopStatus;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;
import org.openvss.provider.ExposedCopy;
import org.openvss.records.CopyRecord;
import org.openvss.records.RecordException;

/**
 * The loop devices and mounts of clones, in the mount namespace of the calling thread. A loop
 * device is recognised by the device and inode of its file, never by a path.
 */
final class CloneMounts {
    private CloneMounts() {}

    /** Mounts a complete clone read-only at a folder, on a loop device that goes with the mount. */
    static ExposedCopy expose(CloneFolder folder, CopyRecord copy, String where)
            throws LinuxException, RecordException {
        Geometry geometry = Geometry.read(copy.details());
        String type = copy.volume().fileSystemType();
        try (Fd image = folder.openImage(copy.copy());
                LoopDevice loop = LoopDevices.attach(image, geometry.loopOptions())) {
            if (type.equals("btrfs")) {
                // The driver may remember another file of this loop device.
                Btrfs.forgetDevice(loop.path());
            }
            FileSystemMount.show(
                    type,
                    loop.path(),
                    FileSystemMount.cloneOptions(type),
                    copy.volume().root(),
                    where,
                    FileSystemMount.SEALED);
            return new ExposedCopy(where, loop.path());
        }
    }

    /** Takes the mount of a clone from a folder. */
    static void unexpose(CloneFolder folder, ShadowCopyId copy, String where, boolean force)
            throws LinuxException, VssException {
        long top;
        try (Fd opened = FileCalls.open(where, OpenFlags.PATH | OpenFlags.DIRECTORY)) {
            top = AttributeCalls.fstat(opened).mountId();
        }
        Mount mount =
                mountsOf(attachments(folder, copy)).stream()
                        .filter(each -> each.id() == top)
                        .findFirst()
                        .orElseThrow(() ->
                                new VssException(
                                        HResult.VSS_E_OBJECT_NOT_FOUND,
                                        "copy " + copy + " is not exposed at " + where));
        Mounts.umount(mount.mountPoint(), Mounts.NO_FOLLOW | (force ? Mounts.DETACH : 0));
    }

    /**
     * Takes a clone out of use before it is deleted.
     *
     * @throws VssException {@code VSS_E_VOLUME_IN_USE} if it is in use and that is not forced
     */
    static void release(CloneFolder folder, ShadowCopyId copy, boolean force)
            throws LinuxException, VssException {
        List<Integer> loops = attachments(folder, copy);
        if (loops.isEmpty()) {
            return;
        }
        List<Mount> mounts = mountsOf(loops);
        if (!mounts.isEmpty() && !force) {
            throw inUse(
                    copy,
                    "it is mounted at "
                            + String.join(", ", mounts.stream().map(Mount::mountPoint).toList()));
        }
        for (Mount mount : mounts.reversed()) {
            Mounts.umount(mount.mountPoint(), Mounts.DETACH | Mounts.NO_FOLLOW);
        }
        for (int loop : attachments(folder, copy)) {
            if (force) {
                LoopDevices.detach(loop);
            } else {
                throw inUse(
                        copy,
                        "it is attached to /dev/loop"
                                + loop
                                + ", perhaps mounted in another mount namespace");
            }
        }
    }

    private static VssException inUse(ShadowCopyId copy, String how) {
        return new VssException(
                HResult.VSS_E_VOLUME_IN_USE,
                "copy "
                        + copy
                        + " is in use: "
                        + how
                        + "; end what uses it and unexpose it, or use force");
    }

    /** Returns the numbers of the loop devices that have the image of a copy attached. */
    private static List<Integer> attachments(CloneFolder folder, ShadowCopyId copy)
            throws LinuxException {
        FileStatus image;
        try (Fd opened = folder.openImage(copy)) {
            image = AttributeCalls.fstat(opened);
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return List.of();
            }
            throw e;
        }
        return loopsOf(image);
    }

    /** Returns the numbers of the loop devices that have a file attached. */
    static List<Integer> loopsOf(FileStatus image) throws LinuxException {
        List<Integer> loops = new ArrayList<>();
        try (Fd devices = FileCalls.open("/sys/block", OpenFlags.READ_ONLY | OpenFlags.DIRECTORY)) {
            for (DirectoryEntry entry : DirectoryCalls.list(devices)) {
                if (entry.name().matches("loop\\d+") && hasFile(entry.name())) {
                    Optional<LoopStatus> status = statusOf(entry.name());
                    if (status.isPresent()
                            && status.get().backingInode() == image.inode()
                            && status.get().backingDevice().equals(image.device())) {
                        loops.add(status.get().number());
                    }
                }
            }
        }
        return loops;
    }

    /** Tells whether a loop device is attached, without opening it: the folder is there then. */
    private static boolean hasFile(String name) throws LinuxException {
        return AttributeCalls.mayExist("/sys/block/" + name + "/loop");
    }

    private static Optional<LoopStatus> statusOf(String name) throws LinuxException {
        try (Fd device = FileCalls.open("/dev/" + name, OpenFlags.READ_ONLY)) {
            return LoopDevices.status(device);
        } catch (LinuxException e) {
            // It went while we looked.
            if (e.errno() == Errno.ENXIO || e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Returns the mounts of some loop devices here; those of btrfs are known by their source. */
    private static List<Mount> mountsOf(List<Integer> loops) throws LinuxException {
        if (loops.isEmpty()) {
            return List.of();
        }
        List<DeviceNumber> devices = new ArrayList<>();
        for (int loop : loops) {
            BlockTopology.deviceNamed("loop" + loop).ifPresent(devices::add);
        }
        return MountTable.read().stream()
                .filter(mount ->
                        devices.contains(mount.device())
                                || (mount.major() == 0
                                        && loops.stream()
                                                .anyMatch(loop ->
                                                        mount.source().equals("/dev/loop" + loop))))
                .toList();
    }
}
