package org.openvss.provider.btrfs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openvss.ShadowCopyId;
import org.openvss.linux.Errno;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;

/**
 * The folders of snapshots on all btrfs file systems that are mounted in the mount namespace of the
 * calling thread and can be written. Read-only ones are passed over: among them are copies of whole
 * images, which show folders of snapshots that belong to their originals.
 */
final class SnapshotFolders implements AutoCloseable {
    /**
     * One file system.
     *
     * @param mount one of its mounts
     * @param folder its folder of snapshots
     */
    record Place(Mount mount, SnapshotFolder folder) {}

    private final List<Place> places;

    private SnapshotFolders(List<Place> places) {
        this.places = places;
    }

    static SnapshotFolders open() throws LinuxException {
        List<Place> found = new ArrayList<>();
        SnapshotFolders folders = new SnapshotFolders(found);
        try {
            Set<String> seen = new HashSet<>();
            for (Mount mount : MountTable.read()) {
                if (mount.fileSystemType().equals("btrfs")
                        && !mount.isSuperReadOnly()
                        && seen.add(mount.deviceNumbers())) {
                    find(mount).ifPresent(folder -> found.add(new Place(mount, folder)));
                }
            }
            return folders;
        } catch (LinuxException e) {
            folders.close();
            throw e;
        }
    }

    private static Optional<SnapshotFolder> find(Mount mount) throws LinuxException {
        TopLevel top;
        try {
            top = TopLevel.open(mount.source());
        } catch (LinuxException e) {
            return switch (e.errno()) {
                // Its device has no name here, or is gone.
                case Errno.ENOENT,
                        Errno.ENXIO,
                        Errno.ENODEV,
                        Errno.ENOTBLK,
                        Errno.EIO,
                        Errno.EROFS,
                        Errno.EINVAL ->
                        Optional.empty();
                default -> throw e;
            };
        }
        Optional<SnapshotFolder> folder = Optional.empty();
        try {
            folder = SnapshotFolder.find(top);
            return folder;
        } finally {
            if (folder.isEmpty()) {
                top.close();
            }
        }
    }

    List<Place> places() {
        return places;
    }

    /** Returns the place that has anything of a copy. */
    Optional<Place> holding(ShadowCopyId copy) throws LinuxException {
        for (Place place : places) {
            if (place.folder().copies().contains(copy)) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        places.forEach(place -> place.folder().close());
    }
}
