package org.openvss.provider.btrfs;

import java.util.List;
import java.util.function.Predicate;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.VssException;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountAttributes;
import org.openvss.linux.MountTable;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;
import org.openvss.provider.ExposedCopy;
import org.openvss.records.CopyRecord;
import org.openvss.records.RecordException;

/**
 * The mounts of snapshots. A mount is recognised by its file system and by the folder of it that it
 * shows, never by its mount point.
 */
final class SnapshotMounts {
    private static final int SEALED =
            MountAttributes.READ_ONLY | MountAttributes.NO_SET_ID | MountAttributes.NO_DEVICES;

    private SnapshotMounts() {}

    /** Mounts a complete copy read-only at a folder. */
    static ExposedCopy expose(SnapshotFolders.Place place, CopyRecord copy, String where)
            throws LinuxException, RecordException {
        // By number: names would have to be free of commas for older kernels.
        long id = Details.read(copy.details()).snapshotId();
        Mounts.mount("btrfs", place.mount().source(), where, List.of("subvolid=" + id), SEALED);
        return new ExposedCopy(where, null);
    }

    /** Takes the mount of a copy from a folder. */
    static void unexpose(
            SnapshotFolders.Place place, ShadowCopyId copy, String where, boolean force)
            throws LinuxException, VssException {
        long top;
        try (Fd opened = FileCalls.open(where, OpenFlags.PATH | OpenFlags.DIRECTORY)) {
            top = AttributeCalls.fstat(opened).mountId();
        }
        Mount mount =
                MountTable.read().stream()
                        .filter(each -> each.id() == top && shows(place, copy).test(each))
                        .findFirst()
                        .orElseThrow(() ->
                                new VssException(
                                        HResult.VSS_E_OBJECT_NOT_FOUND,
                                        "copy " + copy + " is not exposed at " + where));
        Mounts.umount(mount.mountPoint(), Mounts.NO_FOLLOW | (force ? Mounts.DETACH : 0));
    }

    /**
     * Takes a copy out of use before it is deleted. By force, mounts in other namespaces stay, and
     * show nothing of it as soon as nobody has its files open.
     *
     * @throws VssException {@code VSS_E_VOLUME_IN_USE} if it is in use and that is not forced
     */
    static void release(SnapshotFolders.Place place, ShadowCopyId copy, boolean force)
            throws LinuxException, VssException {
        Predicate<Mount> shown = shows(place, copy);
        List<Mount> mounts = MountTable.read().stream().filter(shown).toList();
        if (!force) {
            if (!mounts.isEmpty()) {
                throw inUse(
                        copy,
                        "at " + String.join(", ", mounts.stream().map(Mount::mountPoint).toList()));
            }
            if (MountTable.readOthers().stream().anyMatch(shown)) {
                throw inUse(copy, "in another mount namespace");
            }
        }
        for (Mount mount : mounts.reversed()) {
            Mounts.umount(mount.mountPoint(), Mounts.DETACH | Mounts.NO_FOLLOW);
        }
    }

    private static Predicate<Mount> shows(SnapshotFolders.Place place, ShadowCopyId copy) {
        String inside = SnapshotFolder.pathOf(copy) + "/";
        return mount ->
                mount.fileSystemType().equals("btrfs")
                        && mount.device().equals(place.mount().device())
                        && mount.root().startsWith(inside);
    }

    private static VssException inUse(ShadowCopyId copy, String where) {
        return new VssException(
                HResult.VSS_E_VOLUME_IN_USE,
                "copy "
                        + copy
                        + " is in use: it is mounted "
                        + where
                        + "; end what uses it and unexpose it, or use force");
    }
}
