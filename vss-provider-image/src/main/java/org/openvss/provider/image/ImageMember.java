package org.openvss.provider.image;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileExtents;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.provider.ProviderTransaction.CutProof;
import org.openvss.records.CopyRecord;

/** One volume of a set while its image is being cloned. */
final class ImageMember {
    private final ShadowCopySetId set;
    private final ShadowCopyId copy;
    private final Volume volume;
    private final ImageLimits limits;
    private @Nullable BackingImage image;
    private @Nullable CloneFolder folder;
    private @Nullable Fd clone;
    private @Nullable ImageCut cut;
    private @Nullable CopyRecord state;
    private long extents;

    ImageMember(ShadowCopySetId set, ShadowCopyId copy, Volume volume, ImageLimits limits) {
        this.set = set;
        this.copy = copy;
        this.volume = volume;
        this.limits = limits;
    }

    ShadowCopyId copy() {
        return copy;
    }

    Volume volume() {
        return volume;
    }

    ImageCut cut() {
        return made(cut);
    }

    Mount host() {
        return made(image).host();
    }

    /** Opens the image and counts what a clone of it costs; leaves nothing. */
    void inspect() throws LinuxException, VssException {
        try {
            image = ImageInspector.open(volume);
        } catch (NotTakenException e) {
            throw new VssException(
                    HResult.VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER,
                    volume.mountPoint()
                            + " cannot be cloned any more: "
                            + e.toSupport().reason()
                            + "; "
                            + e.toSupport().remedy(),
                    e);
        }
        FileCalls.fsync(made(image).file());
        extents = FileExtents.count(made(image).file());
        Duration predicted = predicted();
        if (predicted.compareTo(limits.longestCut()) > 0) {
            String path = made(image).geometry().backingPath();
            throw new VssException(
                    HResult.VSS_E_PROVIDER_VETO,
                    "the image "
                            + path
                            + " is in "
                            + extents
                            + " pieces: to clone it would stop writers for about "
                            + predicted.toMillis()
                            + " ms, more than the "
                            + limits.longestCut().toMillis()
                            + " ms allowed; defragment it ('xfs_fsr "
                            + path
                            + "' or 'btrfs filesystem defragment "
                            + path
                            + "'), or copy it to a new file while it is not in use");
        }
    }

    private Duration predicted() {
        return ImageLimits.PER_EXTENT.multipliedBy(Math.max(1, extents));
    }

    /** Returns the room on the host that the copy needs, in bytes. */
    long neededRoom() {
        return limits.roomFor(made(image).status().size(), extents);
    }

    /** Makes the record and the empty clone, and prepares the cut. */
    void prepare() throws LinuxException, VssException {
        CloneFolder made = CloneFolder.openOrMake(host());
        folder = made;
        CopyRecord fresh =
                new CopyRecord(copy, set, volume, null, null, made(image).geometry().write());
        state = fresh;
        made.writeRecord(fresh);
        Fd target = made.makeImage(copy);
        clone = target;
        cut = new ImageCut(copy, target, made(image).file(), predicted());
    }

    /** Tells whether a call on an image can be made: the image was opened and is the same. */
    void checkStillThere() throws LinuxException, VssException {
        if (AttributeCalls.fstat(made(image).file()).linkCount() == 0) {
            throw new VssException(
                    HResult.VSS_E_PROVIDER_VETO,
                    "the image "
                            + made(image).geometry().backingPath()
                            + " was deleted meanwhile; attach the volume from a file that is"
                            + " there");
        }
    }

    /** Makes the clone durable while the applications are still frozen. */
    CutProof commit(CutTimes times) throws LinuxException, VssException {
        if (!made(cut).isDone()) {
            throw new VssException(
                    HResult.VSS_E_BAD_STATE,
                    "the cut of " + volume.mountPoint() + " was not made, or failed");
        }
        Fd target = made(clone);
        FileCalls.fsync(target);
        CopyRecord cutRecord = made(state).cutAt(times);
        state = cutRecord;
        made(folder).writeRecord(cutRecord);
        made(folder).sync();
        long size = AttributeCalls.fstat(target).size();
        boolean whole = size == made(image).status().size();
        return new CutProof(
                copy,
                whole,
                whole
                        ? "the image of " + volume.mountPoint() + " was cloned in one call"
                        : "the image of "
                                + volume.mountPoint()
                                + " changed its length while it was cloned");
    }

    /** Writes the result to storage; from then on the copy is complete. */
    void complete(ShadowCopySet result) throws LinuxException {
        made(folder).writeRecord(made(state).completed(result));
        boolean _ = close();
    }

    /**
     * Removes everything.
     *
     * @throws VssException if the cut is still running
     */
    void undo() throws LinuxException, VssException {
        if (cut != null && !cut.close()) {
            throw new VssException(
                    HResult.VSS_E_PROVIDER_VETO, "its cut is still running in the kernel");
        }
        if (folder != null) {
            boolean _ = folder.delete(copy);
        }
        boolean _ = close();
    }

    private boolean close() {
        if (cut != null && !cut.close()) {
            return false;
        }
        if (clone != null) {
            clone.close();
        }
        if (image != null) {
            image.close();
        }
        if (folder != null) {
            folder.close();
            folder = null;
        }
        return true;
    }

    private static <T> T made(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("endPrepare was not run");
        }
        return value;
    }
}
