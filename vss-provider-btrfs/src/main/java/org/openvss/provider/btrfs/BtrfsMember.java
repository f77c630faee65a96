package org.openvss.provider.btrfs;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.BtrfsSubvolumes;
import org.openvss.linux.BtrfsSubvolumes.Nested;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.DirectoryEntry;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.records.CopyRecord;

/** One volume of a set: its subvolume, and the folder and record of its copy. */
final class BtrfsMember {
    private final ShadowCopySetId set;
    private final ShadowCopyId copy;
    private final Volume volume;
    private @Nullable Subvolume subvolume;
    private @Nullable Fd folder;
    private @Nullable Details details;
    private @Nullable CutTimes times;
    private boolean writable;

    BtrfsMember(ShadowCopySetId set, ShadowCopyId copy, Volume volume) {
        this.set = set;
        this.copy = copy;
        this.volume = volume;
    }

    ShadowCopyId copy() {
        return copy;
    }

    Volume volume() {
        return volume;
    }

    Subvolume subvolume() {
        return made(subvolume);
    }

    Fd folder() {
        return made(folder);
    }

    /** Returns the subvolumes inside the original, which are empty folders in the copy. */
    List<String> nested() {
        return made(details).nested();
    }

    /** Opens the subvolume; leaves nothing. */
    void inspect() throws LinuxException, VssException {
        try {
            subvolume = Subvolume.open(volume);
        } catch (NotTakenException e) {
            throw new VssException(
                    HResult.VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER,
                    volume.mountPoint()
                            + " cannot be copied by a snapshot any more: "
                            + e.toSupport().reason()
                            + "; "
                            + e.toSupport().remedy(),
                    e);
        }
    }

    /**
     * Makes the record and the folder of the copy.
     *
     * @param store where
     * @param others paths of the other subvolumes of the set on this file system; nobody misses
     *     them in this copy
     */
    void prepare(SnapshotFolder store, List<String> others) throws LinuxException, VssException {
        String path = subvolume().path();
        requireSame(store, path);
        Details fresh = Details.beforeCut(path, missing(path, others));
        details = fresh;
        store.writeRecord(new CopyRecord(copy, set, volume, null, null, fresh.write()));
        folder = store.makeFolder(copy);
    }

    /** The device may hold another file system than the one that is mounted. */
    private void requireSame(SnapshotFolder store, String path)
            throws LinuxException, VssException {
        try (Fd same = store.top().openFolder(path)) {
            if (AttributeCalls.fstat(same).isSameFileAs(AttributeCalls.fstat(subvolume().root()))) {
                return;
            }
        }
        throw new VssException(
                HResult.VSS_E_PROVIDER_VETO,
                "the file system on "
                        + store.top().source()
                        + " is not the one that is mounted at "
                        + volume.mountPoint()
                        + "; mount it by the right device");
    }

    private List<String> missing(String path, List<String> others) throws LinuxException {
        String prefix = path.equals("/") ? "/" : path + "/";
        List<String> missing = new ArrayList<>();
        for (Nested inside : BtrfsSubvolumes.nested(subvolume().root())) {
            String whole = prefix + inside.path();
            if (!others.contains(whole) && !whole.equals(SnapshotFolder.PATH)) {
                missing.add(inside.path());
            }
        }
        return missing;
    }

    /** Makes the record of the copy say which snapshot it is; durable. */
    void commit(SnapshotFolder store, String snapshot, long transaction, CutTimes when)
            throws LinuxException {
        times = when;
        try (Fd made = store.openSnapshot(copy, snapshot)) {
            long id = BtrfsSubvolumes.of(made).id();
            details = made(details).cut(snapshot, id, transaction);
        }
        store.writeRecord(record(null));
    }

    /** Removes everything from the folder of the copy but its snapshot. */
    void tidy() throws LinuxException {
        for (DirectoryEntry entry : DirectoryCalls.list(folder())) {
            if (!entry.name().equals(made(details).snapshot())) {
                remove(entry.name());
            }
        }
    }

    private void remove(String name) throws LinuxException {
        if (BtrfsSubvolumes.isRoot(AttributeCalls.statx(folder(), name))) {
            BtrfsSubvolumes.destroy(folder(), name);
            return;
        }
        try (Fd inner = openInFolder(name)) {
            boolean _ = SnapshotFolder.removeInside(inner);
        }
        DirectoryCalls.rmdirat(folder(), name);
    }

    private Fd openInFolder(String name) throws LinuxException {
        return FileCalls.openat2(folder(), name, TopLevel.FOLDER, 0, TopLevel.STAY);
    }

    /** Lets writers recover in the copy, or nobody change it any more. */
    void setWritable(boolean wanted) throws LinuxException {
        if (wanted != writable) {
            try (Fd snapshot = openInFolder(made(details).snapshot())) {
                BtrfsSubvolumes.setReadOnly(snapshot, !wanted);
                if (!wanted) {
                    BtrfsSubvolumes.commit(snapshot);
                }
            }
            writable = wanted;
        }
    }

    /** Writes the result to storage; from then on the copy is complete. */
    void complete(SnapshotFolder store, ShadowCopySet result) throws LinuxException {
        store.writeRecord(record(result));
    }

    private CopyRecord record(@Nullable ShadowCopySet result) {
        return new CopyRecord(copy, set, volume, times, result, made(details).write());
    }

    /** Removes everything of the copy. */
    void undo(SnapshotFolder store) throws LinuxException {
        close();
        if (details != null) {
            boolean _ = store.delete(copy);
        }
    }

    void close() {
        if (folder != null) {
            folder.close();
        }
        if (subvolume != null) {
            subvolume.close();
        }
    }

    /** Returns the error of a call on this volume. */
    VssException error(String failed, LinuxException cause) {
        String what = "the copy of " + volume.mountPoint() + " " + failed;
        return cause.errno() == Errno.ETXTBSY
                ? new VssException(
                        HResult.VSS_E_PROVIDER_VETO,
                        what + ": an active swap file is in it; 'swapoff' it and try again",
                        cause)
                : BtrfsErrors.of(what, cause);
    }

    private static <T> T made(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("endPrepare was not run");
        }
        return value;
    }
}
