package org.openvss.gate;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;
import org.openvss.linux.OpenFlags;

/**
 * Opens the root of a mount and proves that it is the planned one.
 *
 * <p>The proof is what keeps the gate off the wrong file system: a freeze through a descriptor
 * below a mount freezes whatever is mounted there, often the root of the machine.
 */
final class VolumeHandle {
    private static final int FLAGS =
            OpenFlags.READ_ONLY | OpenFlags.DIRECTORY | OpenFlags.NON_BLOCKING;

    private VolumeHandle() {}

    /**
     * Opens the root of exactly the planned mount.
     *
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if the mount is gone, covered or another
     *     one; {@code E_OUTOFMEMORY}
     */
    static Fd open(LedgerVolume volume) throws VssException {
        try {
            // The table first: opening a path whose mount is not ours could hang on a dead server.
            boolean planned =
                    MountTable.read().stream()
                            .anyMatch(mount ->
                                    mount.id() == volume.mountId()
                                            && carries(mount, volume)
                                            && mount.mountPoint().equals(volume.mountPoint()));
            if (!planned) {
                throw gone(volume, "it is no longer mounted there");
            }
            @Nullable Fd root = openRoot(volume.mountPoint(), volume.mountId());
            if (root == null) {
                throw gone(volume, "another mount lies over it");
            }
            return root;
        } catch (LinuxException failure) {
            throw Failures.of(
                    "The volume " + volume.label() + " cannot be opened",
                    failure,
                    "Check that it is mounted and try again.");
        }
    }

    /**
     * Opens the root of any mount of the volume's device, the recorded one first; for opening gates
     * that somebody left behind.
     *
     * @return the root, or empty if no mount of this namespace leads to it
     */
    static Optional<Fd> openAny(LedgerVolume volume) throws LinuxException {
        List<Mount> mounts =
                MountTable.read().stream()
                        .filter(mount -> carries(mount, volume))
                        .sorted((one, other) ->
                                Boolean.compare(
                                        other.id() == volume.mountId(),
                                        one.id() == volume.mountId()))
                        .toList();
        for (Mount mount : mounts) {
            @Nullable Fd root = openRoot(mount.mountPoint(), mount.id());
            if (root != null) {
                return Optional.of(root);
            }
        }
        return Optional.empty();
    }

    private static boolean carries(Mount mount, LedgerVolume volume) {
        return mount.major() == volume.major() && mount.minor() == volume.minor();
    }

    private static @Nullable Fd openRoot(String mountPoint, int mountId) throws LinuxException {
        @Nullable Fd proved = null;
        Fd root = FileCalls.open(mountPoint, FLAGS);
        try {
            FileStatus status = AttributeCalls.fstat(root);
            if (status.mountId() == mountId && status.isMountRoot()) {
                proved = root;
            }
            return proved;
        } finally {
            if (proved == null) {
                root.close();
            }
        }
    }

    private static VssException gone(LedgerVolume volume, String why) {
        return new VssException(
                HResult.VSS_E_OBJECT_NOT_FOUND,
                "The volume "
                        + volume.label()
                        + " is not where it was when it was added: "
                        + why
                        + ". Mount it again and start over.");
    }
}
