package org.openvss.provider.btrfs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.linux.BtrfsSubvolume;
import org.openvss.linux.BtrfsSubvolumes;
import org.openvss.linux.BtrfsSubvolumes.Nested;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.Flock;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;
import org.openvss.linux.MountUsers;
import org.openvss.linux.Mounts;
import org.openvss.records.CopyRecord;
import org.openvss.records.RecordException;

/**
 * Brings a subvolume back to what its snapshot is: a writable snapshot of the snapshot changes its
 * name with the subvolume in one step, and only when it is in place and mounted is the old
 * subvolume removed.
 *
 * <p>Whoever still uses the old one, which only force allows, goes on seeing it until it lets go. A
 * note beside the snapshot lets a repetition finish what a crash interrupted.
 */
final class SubvolumeRevert {
    private static final String NAME = "revert";

    private final SnapshotFolders.Place place;
    private final CopyRecord copy;
    private final Volume original;
    private final boolean force;
    private final Details details;

    SubvolumeRevert(SnapshotFolders.Place place, CopyRecord copy, Volume original, boolean force)
            throws RecordException {
        this.place = place;
        this.copy = copy;
        this.original = original;
        this.force = force;
        this.details = Details.read(copy.details());
    }

    void run() throws LinuxException, VssException, RecordException {
        if (!original.volumeId().equals(copy.volume().volumeId())) {
            throw new VssException(
                    HResult.E_INVALIDARG,
                    original.mountPoint()
                            + " is not the volume of which "
                            + copy.copy()
                            + " is a copy, which is "
                            + copy.volume().volumeId());
        }
        if (!Flock.tryExclusive(folder().descriptor())) {
            throw new VssException(
                    HResult.VSS_E_REVERT_IN_PROGRESS,
                    "a volume on the file system of "
                            + original.mountPoint()
                            + " is being reverted already; wait for its end");
        }
        // The lock goes with the descriptor, which is closed with the folder.
        runLocked();
    }

    private String path() {
        return details.subvolume();
    }

    private SnapshotFolder folder() {
        return place.folder();
    }

    private ShadowCopyId id() {
        return copy.copy();
    }

    private void runLocked() throws LinuxException, VssException, RecordException {
        List<Mount> mounted = MountTable.read().stream().filter(this::isOfOriginal).toList();
        requireNoMountsBelow(mounted);
        if (force) {
            MountUsers users = usersOf(mounted);
            if (!users.writers().isEmpty()) {
                throw inUse("files are open for writing by " + String.join(", ", users.writers()));
            }
        }
        Optional<byte[]> interrupted = folder().readMarker(id());
        try (Fd own = folder().openFolder(id())) {
            RevertMarker marker =
                    interrupted.isPresent()
                            ? goOn(RevertMarker.parse(interrupted.get()), mounted)
                            : begin(own, mounted);
            folder().writeMarker(id(), marker.toBytes());
            umountAll(mounted, marker, own, interrupted.isEmpty());
            exchange(marker, own);
            mountAgain(marker);
            removeOld(marker, own);
            folder().removeMarker(id());
        }
    }

    private boolean isOfOriginal(Mount mount) {
        return mount.device().equals(place.mount().device())
                && mount.btrfsSubvolume().filter(path()::equals).isPresent();
    }

    private void requireNoMountsBelow(List<Mount> mounted) throws LinuxException, VssException {
        Set<Integer> ids = mounted.stream().map(Mount::id).collect(Collectors.toSet());
        for (Mount mount : MountTable.read()) {
            if (ids.contains(mount.parentId()) && !ids.contains(mount.id())) {
                throw inUse(mount.mountPoint() + " is mounted on it");
            }
        }
    }

    private RevertMarker begin(Fd own, List<Mount> mounted) throws LinuxException, VssException {
        long oldId;
        try (Fd old = folder().top().openFolder(path())) {
            List<Nested> nested = BtrfsSubvolumes.nested(old);
            if (!nested.isEmpty()) {
                throw new VssException(
                        HResult.VSS_E_PROVIDER_VETO,
                        original.mountPoint()
                                + " was not reverted: the subvolumes in it ("
                                + nested.stream()
                                        .map(Nested::path)
                                        .collect(Collectors.joining(", "))
                                + ") are not in the copy and would be lost; move them elsewhere,"
                                + " revert, and move them back");
            }
            oldId = BtrfsSubvolumes.of(old).id();
        }
        // Without a note nothing was exchanged yet, so this is only what a crash has left.
        removeIfThere(own);
        try (Fd snapshot = folder().openSnapshot(id(), details.snapshot())) {
            BtrfsSubvolumes.snapshot(own, NAME, snapshot, false);
        }
        try (Fd made = folder().openSnapshot(id(), NAME)) {
            BtrfsSubvolumes.commit(made);
            return new RevertMarker(
                    oldId,
                    BtrfsSubvolumes.of(made).id(),
                    mounted.stream().map(RevertMarker.Place::of).toList());
        }
    }

    private static RevertMarker goOn(RevertMarker marker, List<Mount> mounted) {
        Map<String, RevertMarker.Place> places = new LinkedHashMap<>();
        marker.places().forEach(each -> places.put(each.mountPoint(), each));
        mounted.forEach(mount -> places.put(mount.mountPoint(), RevertMarker.Place.of(mount)));
        return new RevertMarker(marker.oldId(), marker.newId(), List.copyOf(places.values()));
    }

    private static void removeIfThere(Fd own) throws LinuxException {
        try {
            BtrfsSubvolumes.destroy(own, NAME);
        } catch (LinuxException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }

    private static MountUsers usersOf(List<Mount> mounted) throws LinuxException {
        return MountUsers.of(
                mounted.stream().map(Mount::id).collect(Collectors.toSet()),
                mounted.stream().map(Mount::mountPoint).toList());
    }

    private VssException inUse(String how) {
        return new VssException(
                HResult.VSS_E_VOLUME_IN_USE,
                original.mountPoint()
                        + " is in use and was not reverted: "
                        + how
                        + "; end that and try again");
    }

    /** Takes all mounts of the original away; without force it is then used by nobody. */
    private void umountAll(List<Mount> mounted, RevertMarker marker, Fd own, boolean fresh)
            throws LinuxException, VssException {
        MountUsers users = usersOf(mounted);
        List<RevertMarker.Place> taken = new ArrayList<>();
        VssException refusal = null;
        try {
            for (Mount mount : mounted.reversed()) {
                Mounts.umount(mount.mountPoint(), Mounts.NO_FOLLOW | (force ? Mounts.DETACH : 0));
                taken.addFirst(RevertMarker.Place.of(mount));
            }
            if (!force && MountTable.readOthers().stream().anyMatch(this::isOfOriginal)) {
                refusal = inUse("it is mounted in another mount namespace");
            }
        } catch (LinuxException e) {
            refusal =
                    e.errno() == Errno.EBUSY
                            ? inUse("by " + String.join(", ", users.readers()))
                            : BtrfsErrors.of(original.mountPoint() + " cannot be umounted", e);
        }
        if (refusal != null) {
            List<String> residue = new ArrayList<>();
            long current = currentId();
            taken.forEach(each -> residue.addAll(mountAgain(each, current)));
            if (fresh) {
                removeIfThere(own);
                folder().removeMarker(id());
            }
            throw refusal.withResidue(residue);
        }
        if (marker.places().isEmpty()) {
            throw new VssException(
                    HResult.VSS_E_OBJECT_NOT_FOUND,
                    "the subvolume " + path() + " is mounted nowhere; mount it and try again");
        }
    }

    private long currentId() throws LinuxException {
        try (Fd current = folder().top().openFolder(path())) {
            return BtrfsSubvolumes.of(current).id();
        }
    }

    private void exchange(RevertMarker marker, Fd own) throws LinuxException, VssException {
        long current = currentId();
        if (current == marker.newId()) {
            return;
        }
        if (current != marker.oldId()) {
            throw new VssException(
                    HResult.VSS_E_PROVIDER_VETO,
                    path()
                            + " is neither the subvolume that was to be reverted nor its copy:"
                            + " somebody replaced it meanwhile; delete the copy if the revert is"
                            + " not wanted any more");
        }
        int slash = path().lastIndexOf('/');
        String parent = slash == 0 ? "/" : path().substring(0, slash);
        try (Fd outer = folder().top().openFolder(parent)) {
            DirectoryCalls.renameat2(
                    own, NAME, outer, path().substring(slash + 1), DirectoryCalls.RENAME_EXCHANGE);
        }
        BtrfsSubvolumes.commit(own);
    }

    private void mountAgain(RevertMarker marker) throws VssException {
        List<String> residue = new ArrayList<>();
        marker.places().forEach(each -> residue.addAll(mountAgain(each, marker.newId())));
        if (!residue.isEmpty()) {
            throw new VssException(
                            HResult.VSS_E_PROVIDER_VETO,
                            original.mountPoint()
                                    + " was reverted, but not all of its mounts came back")
                    .withResidue(residue);
        }
    }

    private List<String> mountAgain(RevertMarker.Place where, long subvolume) {
        try {
            SubvolumeMount.show(place.mount().source(), subvolume, path(), where);
            return List.of();
        } catch (LinuxException e) {
            return List.of(
                    "the subvolume "
                            + path()
                            + " could not be mounted again at "
                            + where.mountPoint()
                            + "; mount it by hand: "
                            + e.getMessage());
        }
    }

    /** Only the very subvolume that was replaced is removed. */
    private void removeOld(RevertMarker marker, Fd own) throws LinuxException {
        BtrfsSubvolume old;
        try (Fd opened = folder().openSnapshot(id(), NAME)) {
            old = BtrfsSubvolumes.of(opened);
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return;
            }
            throw e;
        }
        if (old.id() == marker.oldId()) {
            BtrfsSubvolumes.destroy(own, NAME);
            BtrfsSubvolumes.commit(own);
        }
    }
}
