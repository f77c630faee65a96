package org.openvss.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openvss.HResult;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.coordinator.port.VolumeResolver;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.FileType;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;
import org.openvss.linux.OpenFlags;

/**
 * Finds the volume that an argument means, on Linux.
 *
 * <p>An argument is first compared with mountinfo as text: so a mount that does not answer is
 * refused without being touched. Only then is it opened, with a limit and on a thread of its own,
 * because a symbolic link may still lead to such a mount. What lies under a volume is answered by
 * {@link VolumeLayers}; whether a provider takes it is not asked here.
 */
final class LinuxVolumeResolver implements VolumeResolver {
    private static final Duration OPEN_LIMIT = Duration.ofSeconds(5);

    private static final String UUID_PREFIX = "UUID=";
    private static final Pattern UUID_FORM =
            Pattern.compile(
                    "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    private final VolumeLayers layers;

    LinuxVolumeResolver(VolumeLayers layers) {
        this.layers = layers;
    }

    @Override
    public Volume resolve(String argument) throws VssException {
        if (argument.isEmpty()) {
            throw new VssException(
                    HResult.E_INVALIDARG,
                    "the name of a volume is empty; name a mount point, a device, a UUID or a"
                            + " folder");
        }
        List<Mount> mounts = mounts();
        if (argument.startsWith(UUID_PREFIX)) {
            return ofUuid(argument, argument.substring(UUID_PREFIX.length()), mounts);
        }
        if (UUID_FORM.matcher(argument).matches()) {
            return ofUuid(argument, argument, mounts);
        }
        return ofPath(argument, Paths.absolute(argument), mounts);
    }

    @Override
    public List<String> underlying(Volume volume) throws VssException {
        return layers.underlying(volume);
    }

    /** Returns the volume that a mount shows. */
    Volume ofMount(Mount mount) throws VssException {
        VolumeLayers.Identity identity = layers.identity(mount);
        return new Volume(
                identity.volumeId(),
                mount.major(),
                mount.minor(),
                mount.fileSystemType(),
                identity.uuid(),
                mount.mountPoint(),
                mount.root(),
                mount.source(),
                mount.id(),
                mount.isSuperReadOnly());
    }

    /** Returns the mounts of this namespace. */
    static List<Mount> mounts() throws VssException {
        try {
            return MountTable.read();
        } catch (LinuxException e) {
            throw new VssException(
                    HResult.VSS_E_UNEXPECTED,
                    "the mounts cannot be read: " + e.getMessage() + "; is /proc mounted?",
                    e);
        }
    }

    private Volume ofUuid(String argument, String uuid, List<Mount> mounts) throws VssException {
        String wanted = uuid.toLowerCase(Locale.ROOT);
        List<Mount> found = new ArrayList<>();
        for (Mount mount : mounts) {
            if (FileSystemKinds.isVolume(mount)
                    && wanted.equals(layers.identity(mount).uuid())
                    && isVisible(mount, mounts)) {
                found.add(mount);
            }
        }
        if (!found.isEmpty()) {
            return ofMount(onlyVolume(argument, found));
        }
        throw new VssException(
                HResult.VSS_E_OBJECT_NOT_FOUND,
                "no volume with the UUID "
                        + argument
                        + " is mounted here; 'vss list volumes' shows those that are");
    }

    private Volume ofPath(String argument, String path, List<Mount> mounts) throws VssException {
        Optional<Mount> nearest = nearest(path, mounts);
        if (nearest.isPresent() && !FileSystemKinds.answersByItself(nearest.get())) {
            throw FileSystemKinds.refusal(argument, nearest.get());
        }
        FileStatus status = status(argument, path);
        return switch (status.type()) {
            case DIRECTORY -> ofFolder(argument, status, mounts);
            case BLOCK_DEVICE -> ofDevice(argument, path, status, mounts);
            case REGULAR, SYMBOLIC_LINK, CHARACTER_DEVICE, PIPE, SOCKET, UNKNOWN ->
                    throw new VssException(
                            HResult.E_INVALIDARG,
                            "'"
                                    + argument
                                    + "' is "
                                    + describe(status.type())
                                    + " and no volume; name the folder or mount point that holds"
                                    + " it");
        };
    }

    private static String describe(FileType type) {
        return type == FileType.REGULAR ? "a regular file" : "a special file";
    }

    private Volume ofFolder(String argument, FileStatus status, List<Mount> mounts)
            throws VssException {
        for (Mount mount : mounts) {
            if (mount.id() == status.mountId()) {
                if (!FileSystemKinds.isVolume(mount)) {
                    throw FileSystemKinds.refusal(argument, mount);
                }
                requireOwnSubvolume(argument, status, mount);
                return ofMount(mount);
            }
        }
        throw new VssException(
                HResult.VSS_E_OBJECT_NOT_FOUND,
                "'" + argument + "' is on no mount of this mount namespace; mount its volume here");
    }

    private Volume ofDevice(String argument, String path, FileStatus status, List<Mount> mounts)
            throws VssException {
        String device = status.deviceMajor() + ":" + status.deviceMinor();
        List<Mount> found = new ArrayList<>();
        for (Mount mount : mounts) {
            boolean isOnDevice =
                    mount.deviceNumbers().equals(device)
                            || (FileSystemKinds.isVolume(mount)
                                    && layers.devices(mount).contains(device));
            if (isOnDevice && isVisible(mount, mounts)) {
                if (!FileSystemKinds.isVolume(mount)) {
                    throw FileSystemKinds.refusal(argument, mount);
                }
                found.add(mount);
            }
        }
        if (!found.isEmpty()) {
            return ofMount(onlyVolume(argument, found));
        }
        throw new VssException(
                HResult.VSS_E_OBJECT_NOT_FOUND,
                "the device '" + path + "' is not mounted here; mount it first");
    }

    /** A device or UUID of btrfs names a volume only if one subvolume of it is mounted. */
    private static Mount onlyVolume(String argument, List<Mount> found) throws VssException {
        Mount first = found.getFirst();
        if (found.stream()
                        .map(mount -> mount.deviceNumbers() + mount.btrfsSubvolume().orElse(""))
                        .distinct()
                        .count()
                > 1) {
            throw new VssException(
                    HResult.E_INVALIDARG,
                    "'"
                            + argument
                            + "' has several volumes; name one by its mount point: "
                            + found.stream()
                                    .map(Mount::mountPoint)
                                    .collect(Collectors.joining(", ")));
        }
        return first;
    }

    /** A copy of a subvolume of btrfs lacks the subvolumes inside it, so they are not meant. */
    private static void requireOwnSubvolume(String argument, FileStatus status, Mount mount)
            throws VssException {
        if (!mount.fileSystemType().equals("btrfs")) {
            return;
        }
        FileStatus root = status(mount.mountPoint(), mount.mountPoint());
        if (root.mountId() == mount.id() && !root.device().equals(status.device())) {
            throw new VssException(
                    HResult.VSS_E_VOLUME_NOT_SUPPORTED,
                    "'"
                            + argument
                            + "' is in a btrfs subvolume that is not mounted by itself, and a copy"
                            + " of "
                            + mount.mountPoint()
                            + " does not hold it; make it a volume of its own: mount it, or 'mount"
                            + " --bind' its folder onto itself");
        }
    }

    /** Returns the mount whose mount point is the longest beginning of a path, as text. */
    private static Optional<Mount> nearest(String path, List<Mount> mounts) {
        Mount nearest = null;
        for (Mount mount : mounts) {
            if (Paths.isAtOrBelow(path, mount.mountPoint())
                    && (nearest == null
                            || mount.mountPoint().length() >= nearest.mountPoint().length())) {
                nearest = mount;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Tells whether a mount is what its mount point shows, not covered by a later one. */
    static boolean isVisible(Mount mount, List<Mount> mounts) {
        return nearest(mount.mountPoint(), mounts).map(top -> top.id() == mount.id()).orElse(false);
    }

    private static FileStatus status(String argument, String path) throws VssException {
        try {
            return BoundedCall.run(
                    "volume lookup",
                    OPEN_LIMIT,
                    () -> {
                        try (Fd file = FileCalls.open(path, OpenFlags.PATH)) {
                            return AttributeCalls.fstat(file);
                        }
                    });
        } catch (TimeoutException e) {
            throw new VssException(
                    HResult.VSS_E_VOLUME_NOT_SUPPORTED,
                    "'"
                            + argument
                            + "' does not answer within "
                            + OPEN_LIMIT.toSeconds()
                            + " s ("
                            + e.getMessage()
                            + "); it leads to a mount whose server is gone: unmount that, or name"
                            + " the volume by its mount point",
                    e);
        } catch (ExecutionException e) {
            throw notOpened(argument, e.getCause() == null ? e : e.getCause());
        }
    }

    private static VssException notOpened(String argument, Throwable cause) {
        if (cause instanceof LinuxException failure) {
            return switch (failure.errno()) {
                case Errno.ENOENT, Errno.ENOTDIR ->
                        new VssException(
                                HResult.VSS_E_OBJECT_NOT_FOUND,
                                "'"
                                        + argument
                                        + "' does not exist; 'vss list volumes' shows the volumes",
                                failure);
                case Errno.EACCES, Errno.EPERM ->
                        new VssException(
                                HResult.E_ACCESSDENIED,
                                "'"
                                        + argument
                                        + "' may not be looked up: "
                                        + failure.getMessage()
                                        + "; run vss as root",
                                failure);
                case Errno.ENAMETOOLONG, Errno.ELOOP, Errno.EINVAL ->
                        new VssException(
                                HResult.E_INVALIDARG,
                                "'" + argument + "' names nothing: " + failure.getMessage(),
                                failure);
                default ->
                        new VssException(
                                HResult.VSS_E_OBJECT_NOT_FOUND,
                                "'" + argument + "' cannot be looked up: " + failure.getMessage(),
                                failure);
            };
        }
        return new VssException(
                HResult.VSS_E_UNEXPECTED, "'" + argument + "' cannot be looked up", cause);
    }
}
