package org.openvss.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.LinuxException;
import org.openvss.linux.LoopDevices;
import org.openvss.linux.LoopStatus;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.PreparedCall;
import org.openvss.linux.PreparedCalls;

/**
 * Holds a volume by freezing its file system (FIFREEZE).
 *
 * <p>The device is opened beside the root because flushing a loop device flushes its backing file:
 * a file system that was synced may still have its blocks in the page cache of the host.
 */
final class FileSystemFreeze implements VolumeHold {
    private final FrozenFileSystem target;
    private final Fd root;
    private final @Nullable Fd device;
    private final String host;

    private FileSystemFreeze(FrozenFileSystem target, Fd root, @Nullable Fd device, String host) {
        this.target = target;
        this.root = root;
        this.device = device;
        this.host = host;
    }

    /**
     * Opens and checks a volume.
     *
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if it is not mounted as planned, {@code
     *     E_OUTOFMEMORY}
     */
    static FileSystemFreeze open(Volume planned) throws VssException {
        LedgerVolume volume = LedgerVolume.of(planned);
        Fd root = VolumeHandle.open(volume);
        @Nullable Fd device = null;
        @Nullable FileSystemFreeze opened = null;
        try {
            device = openDevice(planned.source(), volume).orElse(null);
            FrozenFileSystem target = new FrozenFileSystem(volume);
            opened = new FileSystemFreeze(target, root, device, host(volume, device));
            return opened;
        } catch (LinuxException failure) {
            throw Failures.of(
                    "The device of the volume " + volume.label() + " cannot be opened",
                    failure,
                    "Check the storage under the volume.");
        } finally {
            if (opened == null) {
                root.close();
                if (device != null) {
                    device.close();
                }
            }
        }
    }

    @Override
    public HoldTarget target() {
        return target;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public PreparedCall prepareClose() {
        return PreparedCalls.freeze(root);
    }

    @Override
    public PreparedCall prepareOpen() {
        return PreparedCalls.thaw(root);
    }

    @Override
    public List<PreparedCall> prepareFlush() {
        List<PreparedCall> calls = new ArrayList<>();
        calls.add(PreparedCalls.syncfs(root));
        if (device != null) {
            calls.add(PreparedCalls.fsync(device));
        }
        return calls;
    }

    @Override
    public String whyNotClosed(int errno) {
        String volume = target.volume().mountPoint();
        return switch (errno) {
            case Errno.EBUSY ->
                    volume
                            + " is frozen by somebody else (EBUSY). Wait until they are done, or run "
                            + target.byHand()
                            + " if the freeze is left over";
            case Errno.EOPNOTSUPP ->
                    volume + " is a file system that cannot be frozen (EOPNOTSUPP)";
            default -> volume + " could not be flushed: " + Failures.errno(errno);
        };
    }

    @Override
    public void close() {
        root.close();
        if (device != null) {
            device.close();
        }
    }

    private static Optional<Fd> openDevice(String source, LedgerVolume volume)
            throws LinuxException {
        if (!source.startsWith("/dev/")) {
            return Optional.empty();
        }
        @Nullable Fd matching = null;
        Fd device;
        try {
            device = FileCalls.open(source, OpenFlags.READ_ONLY | OpenFlags.NON_BLOCKING);
        } catch (LinuxException failure) {
            return switch (failure.errno()) {
                // A container without the device's node: the file system's own sync remains.
                case Errno.ENOENT, Errno.ENXIO, Errno.EACCES, Errno.EPERM -> Optional.empty();
                default -> throw failure;
            };
        }
        try {
            FileStatus status = AttributeCalls.fstat(device);
            // File systems over several devices have numbers of their own: their sync is all
            // that can be asked for.
            if (status.deviceMajor() == volume.major() && status.deviceMinor() == volume.minor()) {
                matching = device;
            }
            return Optional.ofNullable(matching);
        } finally {
            if (matching == null) {
                device.close();
            }
        }
    }

    private static String host(LedgerVolume volume, @Nullable Fd device) throws LinuxException {
        if (device == null) {
            return volume.deviceNumbers();
        }
        return LoopDevices.status(device)
                .map(LoopStatus::backingDevice)
                .map(backing -> "host " + backing)
                .orElse(volume.deviceNumbers());
    }
}
