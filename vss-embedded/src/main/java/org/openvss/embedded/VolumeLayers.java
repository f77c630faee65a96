package org.openvss.embedded;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.BlockTopology;
import org.openvss.linux.DeviceNumber;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.FileSystemId;
import org.openvss.linux.LinuxException;
import org.openvss.linux.LoopDevices;
import org.openvss.linux.LoopStatus;
import org.openvss.linux.Mount;
import org.openvss.linux.OpenFlags;

/**
 * What a volume lies on: its devices, what those are made of, for images the file system of the
 * backing file, and so on to the end; and the lasting identity that follows from it.
 *
 * <p>Reads sysfs and superblocks. Every look-up of a path has a limit: a backing file may lie on a
 * mount that does not answer.
 */
final class VolumeLayers {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MOST_LOOP_LEVELS = 4;

    /**
     * The lasting identity of a volume.
     *
     * @param volumeId type and UUID, for a subvolume of btrfs also its path, for images also the
     *     host's volumeId and the backing path
     * @param uuid UUID of the file system, or null if it has none or cannot be read
     */
    record Identity(String volumeId, @Nullable String uuid) {}

    /** Returns the lasting identity of what a mount shows. */
    Identity identity(Mount mount) throws VssException {
        return identity(mount, 0);
    }

    private Identity identity(Mount mount, int level) throws VssException {
        Set<String> devices = devices(mount);
        Optional<String> uuid = devices.stream().findFirst().flatMap(this::uuid);
        String own =
                mount.fileSystemType()
                        + ":"
                        + uuid.orElseGet(() -> "without-uuid:" + mount.source());
        StringBuilder id = new StringBuilder(own);
        // By path and not by number: a reverted subvolume has another number, but is the same
        // volume.
        // For a host the path in it says everything.
        String subvolume = mount.btrfsSubvolume().orElse("/");
        if (level == 0 && !subvolume.equals("/")) {
            id.append(subvolume);
        }
        if (level < MOST_LOOP_LEVELS) {
            for (String device : devices) {
                Optional<Backing> backing = backing(DeviceNumber.parse(device));
                if (backing.isPresent() && backing.get().host() != null) {
                    Mount host = backing.get().host();
                    id.append('@')
                            .append(identity(host, level + 1).volumeId())
                            .append(':')
                            .append(backing.get().pathInHost());
                }
            }
        }
        return new Identity(id.toString(), uuid.orElse(null));
    }

    /**
     * Returns the numbers of the block devices that a mount's file system is on. For most it is the
     * number in mountinfo; file systems of several devices have another one there.
     */
    Set<String> devices(Mount mount) {
        if (mount.major() != 0) {
            return Set.of(mount.deviceNumbers());
        }
        if (!mount.source().startsWith("/dev/")) {
            return Set.of();
        }
        try {
            FileStatus status = AttributeCalls.statx(mount.source());
            return Set.of(status.deviceMajor() + ":" + status.deviceMinor());
        } catch (LinuxException e) {
            return Set.of();
        }
    }

    /** Returns what lies under a volume, see {@code VolumeResolver}. */
    List<String> underlying(Volume volume) throws VssException {
        for (Mount mount : LinuxVolumeResolver.mounts()) {
            if (mount.id() == volume.mountId()) {
                Walk walk = new Walk(volume.mountPoint());
                walk.fileSystem(mount, 0);
                return List.copyOf(walk.found);
            }
        }
        throw new VssException(
                HResult.VSS_E_OBJECT_NOT_FOUND,
                volume.mountPoint() + " is not mounted any more; mount it and try again");
    }

    /** One walk down from a volume. */
    private final class Walk {
        private final String start;
        private final Set<String> found = new LinkedHashSet<>();
        private final Set<String> above = new LinkedHashSet<>();

        Walk(String start) {
            this.start = start;
        }

        void fileSystem(Mount mount, int loopLevels) throws VssException {
            if (!above.add(mount.deviceNumbers())) {
                throw new VssException(
                        HResult.VSS_E_NESTED_VOLUME_LIMIT,
                        start + " lies on itself, by way of " + mount.mountPoint());
            }
            for (String device : devices(mount)) {
                device(DeviceNumber.parse(device), loopLevels);
            }
            above.remove(mount.deviceNumbers());
        }

        private void device(DeviceNumber device, int loopLevels) throws VssException {
            found.add(device.toString());
            try {
                for (DeviceNumber slave : BlockTopology.slaves(device)) {
                    device(slave, loopLevels);
                }
                Optional<DeviceNumber> disk = BlockTopology.diskOf(device);
                if (disk.isPresent()) {
                    device(disk.get(), loopLevels);
                    return;
                }
            } catch (LinuxException e) {
                throw unreadable(device, e);
            }
            Optional<Backing> backing = backing(device);
            if (backing.isPresent()) {
                backingFile(backing.get(), loopLevels + 1);
            }
        }

        private void backingFile(Backing backing, int loopLevels) throws VssException {
            if (loopLevels > MOST_LOOP_LEVELS) {
                throw new VssException(
                        HResult.VSS_E_NESTED_VOLUME_LIMIT,
                        start
                                + " lies on more than "
                                + MOST_LOOP_LEVELS
                                + " image files inside each other; make copies of an outer volume");
            }
            Mount host = backing.host();
            if (host == null) {
                found.add(backing.hostDevice().toString());
            } else {
                found.add(host.deviceNumbers());
                fileSystem(host, loopLevels);
            }
        }
    }

    /**
     * The file under a loop device.
     *
     * @param hostDevice device that holds it, as the kernel knows it
     * @param host mount through which it can be reached, or null if it cannot
     * @param pathInHost its path from the root of the host's file system
     */
    private record Backing(DeviceNumber hostDevice, @Nullable Mount host, String pathInHost) {}

    private Optional<Backing> backing(DeviceNumber device) throws VssException {
        try {
            Optional<DeviceNumber> disk = BlockTopology.diskOf(device);
            DeviceNumber whole = disk.orElse(device);
            Optional<String> path = BlockTopology.loopBackingFile(whole);
            if (path.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(reachable(whole, path.get()));
        } catch (LinuxException e) {
            throw unreadable(device, e);
        }
    }

    /** Finds the mount of a backing file, if its path still leads to the very file. */
    private static Backing reachable(DeviceNumber loop, String path)
            throws LinuxException, VssException {
        Optional<LoopStatus> status = status(loop);
        FileStatus file = null;
        try {
            file =
                    BoundedCall.run(
                            "backing file",
                            LIMIT,
                            () -> {
                                try (Fd opened = FileCalls.open(path, OpenFlags.PATH)) {
                                    return AttributeCalls.fstat(opened);
                                }
                            });
        } catch (TimeoutException | ExecutionException e) {
            // Deleted, hidden or dead: the device numbers of the loop device must do.
            file = null;
        }
        if (file != null
                && status.map(LoopStatus::backingInode).orElse(file.inode()) == file.inode()) {
            for (Mount mount : LinuxVolumeResolver.mounts()) {
                if (mount.id() == file.mountId()) {
                    String below =
                            path.substring(
                                    mount.mountPoint().equals("/")
                                            ? 0
                                            : mount.mountPoint().length());
                    return new Backing(file.device(), mount, Paths.join(mount.root(), below));
                }
            }
        }
        DeviceNumber hostDevice =
                status.map(LoopStatus::backingDevice).orElse(new DeviceNumber(0, 0));
        return new Backing(hostDevice, null, path);
    }

    private static Optional<LoopStatus> status(DeviceNumber loop) throws LinuxException {
        Optional<String> path = BlockTopology.devicePath(loop);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        try (Fd device = FileCalls.open(path.get(), OpenFlags.READ_ONLY)) {
            return LoopDevices.status(device);
        } catch (LinuxException e) {
            // Without privilege the device cannot be opened; sysfs then is all there is.
            return Optional.empty();
        }
    }

    private Optional<String> uuid(String device) {
        try {
            Optional<String> path = BlockTopology.devicePath(DeviceNumber.parse(device));
            if (path.isEmpty()) {
                return Optional.empty();
            }
            return BoundedCall.run(
                    "superblock",
                    LIMIT,
                    () -> {
                        try (Fd opened = FileCalls.open(path.get(), OpenFlags.READ_ONLY)) {
                            return FileSystemId.read(opened).map(FileSystemId::uuid);
                        }
                    });
        } catch (LinuxException | TimeoutException | ExecutionException e) {
            return Optional.empty();
        }
    }

    private static VssException unreadable(DeviceNumber device, LinuxException e) {
        return new VssException(
                HResult.VSS_E_UNEXPECTED,
                "what the device " + device + " is made of cannot be read: " + e.getMessage(),
                e);
    }
}
