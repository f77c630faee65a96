package org.openvss.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openvss.VssException;
import org.openvss.coordinator.port.Gate.GateMember;
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
 * A member whose gate will be closed, with the descriptors and prepared calls for it.
 *
 * <p>The device is opened beside the root because flushing a loop device flushes its backing file:
 * a file system that was synced may still have its blocks in the page cache of the host.
 */
final class GatedVolume implements AutoCloseable {
    private final GateMember member;
    private final LedgerVolume volume;
    private final Fd root;
    private final @Nullable Fd device;
    private final String host;

    private GatedVolume(
            GateMember member, LedgerVolume volume, Fd root, @Nullable Fd device, String host) {
        this.member = member;
        this.volume = volume;
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
    static GatedVolume open(GateMember member) throws VssException {
        LedgerVolume volume = LedgerVolume.of(member.volume());
        Fd root = VolumeHandle.open(volume);
        @Nullable Fd device = null;
        @Nullable GatedVolume opened = null;
        try {
            device = openDevice(member, volume).orElse(null);
            opened = new GatedVolume(member, volume, root, device, host(volume, device));
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

    GateMember member() {
        return member;
    }

    LedgerVolume volume() {
        return volume;
    }

    /** Returns what is known of the storage that the volume shares with others. */
    String host() {
        return host;
    }

    PreparedCall prepareClose() {
        return PreparedCalls.freeze(root);
    }

    PreparedCall prepareOpen() {
        return PreparedCalls.thaw(root);
    }

    /** Returns the calls that flush the volume, in their order. */
    List<PreparedCall> prepareFlush() {
        List<PreparedCall> calls = new ArrayList<>();
        calls.add(PreparedCalls.syncfs(root));
        if (device != null) {
            calls.add(PreparedCalls.fsync(device));
        }
        return calls;
    }

    @Override
    public void close() {
        root.close();
        if (device != null) {
            device.close();
        }
    }

    private static Optional<Fd> openDevice(GateMember member, LedgerVolume volume)
            throws LinuxException {
        String source = member.volume().source();
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
