package org.openvss.provider.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openvss.HResult;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.BlockDevices;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.Flock;
import org.openvss.linux.LinuxException;
import org.openvss.linux.LoopDevice;
import org.openvss.linux.LoopDevices;
import org.openvss.linux.LoopOptions;
import org.openvss.linux.Mount;
import org.openvss.linux.MountAttributes;
import org.openvss.linux.MountTable;
import org.openvss.linux.MountUsers;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;
import org.openvss.records.CopyRecord;
import org.openvss.records.RecordException;

/**
 * Brings an image back to what its clone is: takes every mount of the volume away, lets the image
 * share the clone's blocks again, and mounts the volume where it was.
 *
 * <p>The image is never changed while its file system is in use by anybody: the file system would
 * go on with what it remembers and destroy both. That is made sure of by claiming the device. So
 * force takes away mounts that are merely looked at, and gives up if somebody keeps looking. A note
 * beside the clone lets a repetition finish what a crash interrupted.
 */
final class ImageRevert {
    private static final long PIECE = 1L << 30;

    private final CloneFolder folder;
    private final CopyRecord copy;
    private final Volume original;
    private final boolean force;
    private final Geometry geometry;

    ImageRevert(CloneFolder folder, CopyRecord copy, Volume original, boolean force)
            throws RecordException {
        this.folder = folder;
        this.copy = copy;
        this.original = original;
        this.force = force;
        this.geometry = Geometry.read(copy.details());
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
        try (Fd image = FileCalls.open(geometry.backingPath(), OpenFlags.READ_WRITE)) {
            if (!Flock.tryExclusive(image)) {
                throw new VssException(
                        HResult.VSS_E_REVERT_IN_PROGRESS,
                        original.mountPoint() + " is being reverted already; wait for its end");
            }
            runLocked(image);
        }
    }

    private void runLocked(Fd image) throws LinuxException, VssException, RecordException {
        List<Integer> loops = CloneMounts.loopsOf(AttributeCalls.fstat(image));
        List<Mount> mounted = mountsOfOriginal(loops);
        requireNoMountsBelow(mounted);
        Optional<byte[]> interrupted = folder.readMarker(copy.copy());
        RevertMarker marker = marker(interrupted, mounted);
        requireNoWriters(mounted);
        folder.writeMarker(copy.copy(), marker.toBytes());
        List<Fd> keptOpen = new ArrayList<>();
        try {
            // A loop device that goes with its last user must stay until it is mounted again.
            for (int loop : loops) {
                keptOpen.add(FileCalls.open("/dev/loop" + loop, OpenFlags.READ_ONLY));
            }
            String device = umountAll(mounted, interrupted.isEmpty());
            overwrite(image);
            for (Fd loop : keptOpen) {
                BlockDevices.flushBuffers(loop);
            }
            mountAgain(marker, device, image);
            folder.removeMarker(copy.copy());
        } finally {
            keptOpen.forEach(Fd::close);
        }
    }

    /** The volume may not be mounted any more after a crash: then there is nothing to take away. */
    private List<Mount> mountsOfOriginal(List<Integer> loops) throws LinuxException {
        List<Mount> found = new ArrayList<>();
        for (Mount mount : MountTable.read()) {
            boolean same =
                    mount.major() == original.major()
                            && mount.minor() == original.minor()
                            && mount.fileSystemType().equals(original.fileSystemType());
            boolean onLoop =
                    loops.stream()
                            .map(loop -> "/dev/loop" + loop)
                            .anyMatch(path ->
                                    mount.source().equals(path)
                                            || mount.source().startsWith(path + "p"));
            if (same && onLoop) {
                found.add(mount);
            }
        }
        return found;
    }

    private static RevertMarker marker(Optional<byte[]> interrupted, List<Mount> mounted)
            throws RecordException {
        Map<String, RevertMarker.Place> places = new LinkedHashMap<>();
        if (interrupted.isPresent()) {
            RevertMarker.parse(interrupted.get())
                    .places()
                    .forEach(place -> places.put(place.mountPoint(), place));
        }
        mounted.forEach(mount -> places.put(mount.mountPoint(), RevertMarker.Place.of(mount)));
        return new RevertMarker(List.copyOf(places.values()));
    }

    private void requireNoMountsBelow(List<Mount> mounted) throws LinuxException, VssException {
        Set<Integer> ids = mounted.stream().map(Mount::id).collect(Collectors.toSet());
        for (Mount mount : MountTable.read()) {
            if (ids.contains(mount.parentId()) && !ids.contains(mount.id())) {
                throw inUse(mount.mountPoint() + " is mounted on it");
            }
        }
    }

    private void requireNoWriters(List<Mount> mounted) throws LinuxException, VssException {
        if (force) {
            MountUsers users = usersOf(mounted);
            if (!users.writers().isEmpty()) {
                throw inUse("files are open for writing by " + String.join(", ", users.writers()));
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

    /**
     * Takes all mounts away and makes sure that the file system is used by nobody.
     *
     * @return path of the device of the volume
     */
    private String umountAll(List<Mount> mounted, boolean fresh)
            throws LinuxException, VssException {
        String device = mounted.isEmpty() ? "" : mounted.getFirst().source();
        MountUsers users = mounted.isEmpty() ? null : usersOf(mounted);
        List<RevertMarker.Place> taken = new ArrayList<>();
        try {
            for (Mount mount : mounted.reversed()) {
                Mounts.umount(mount.mountPoint(), Mounts.NO_FOLLOW | (force ? Mounts.DETACH : 0));
                taken.addFirst(RevertMarker.Place.of(mount));
            }
            if (!device.isEmpty()) {
                // Claiming the device fails while any file system on it lives, wherever it is.
                FileCalls.open(device, OpenFlags.READ_ONLY | OpenFlags.EXCLUSIVE).close();
            }
            return device;
        } catch (LinuxException e) {
            List<String> residue = new ArrayList<>();
            for (RevertMarker.Place place : taken) {
                residue.addAll(mountAgain(place, device));
            }
            if (fresh) {
                folder.removeMarker(copy.copy());
            }
            if (e.errno() != Errno.EBUSY) {
                throw ImageErrors.of(original.mountPoint() + " cannot be umounted", e)
                        .withResidue(residue);
            }
            String who =
                    users == null || users.readers().isEmpty()
                            ? "perhaps in another mount namespace"
                            : "by " + String.join(", ", users.readers());
            throw inUse(who).withResidue(residue);
        }
    }

    private void overwrite(Fd image) throws LinuxException {
        try (Fd clone = folder.openImage(copy.copy())) {
            if (geometry.isWholeImage()) {
                FileCalls.cloneFile(image, clone);
                FileCalls.ftruncate(image, AttributeCalls.fstat(clone).size());
            } else {
                overwriteRange(image, clone);
            }
            FileCalls.fsync(image);
        }
    }

    /** Other partitions of the image stay as they are; aligned ranges are shared, not copied. */
    private void overwriteRange(Fd image, Fd clone) throws LinuxException {
        long end =
                geometry.length() == 0
                        ? AttributeCalls.fstat(clone).size()
                        : geometry.offset() + geometry.length();
        long at = geometry.offset();
        while (at < end) {
            long copied = FileCalls.copyFileRange(clone, at, image, at, Math.min(PIECE, end - at));
            if (copied == 0) {
                throw new LinuxException("copy_file_range", clone.name(), Errno.EIO);
            }
            at += copied;
        }
    }

    private void mountAgain(RevertMarker marker, String device, Fd image)
            throws LinuxException, VssException {
        List<String> residue = new ArrayList<>();
        if (!device.isEmpty()) {
            marker.places().forEach(place -> residue.addAll(mountAgain(place, device)));
        } else if (!marker.places().isEmpty()) {
            LoopOptions options =
                    LoopOptions.writable()
                            .withAutoclear(true)
                            .withGeometry(
                                    geometry.offset(), geometry.length(), geometry.blockSize());
            try (LoopDevice loop = LoopDevices.attach(image, options)) {
                marker.places().forEach(place -> residue.addAll(mountAgain(place, loop.path())));
            }
        }
        if (!residue.isEmpty()) {
            throw new VssException(
                            HResult.VSS_E_PROVIDER_VETO,
                            original.mountPoint()
                                    + " was reverted, but not all of its mounts came back")
                    .withResidue(residue);
        }
    }

    private List<String> mountAgain(RevertMarker.Place place, String device) {
        String type = original.fileSystemType();
        try {
            FileSystemMount.show(
                    type,
                    device,
                    FileSystemMount.repeatable(type, place.superOptions()),
                    place.root(),
                    place.mountPoint(),
                    MountAttributes.of(place.options()));
            return List.of();
        } catch (LinuxException e) {
            return List.of(
                    device
                            + " could not be mounted again at "
                            + place.mountPoint()
                            + "; mount it by hand: "
                            + e.getMessage());
        }
    }
}
