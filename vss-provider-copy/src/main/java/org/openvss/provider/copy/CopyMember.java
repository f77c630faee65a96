package org.openvss.provider.copy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
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
import org.openvss.linux.FileStatus;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.provider.ProviderTransaction.CutProof;
import org.openvss.provider.TransactionOrder;
import org.openvss.records.CopyRecord;
import org.openvss.records.Json;

/** One volume of a set while it is being copied: copied, copied again, compared, sealed. */
final class CopyMember {
    private static final int NAMED_CHANGES = 3;

    private final CopyStore store;
    private final TransactionOrder order;
    private final Volume volume;
    private final CopyCut cut;
    private final FileAttributes attributes = new FileAttributes();
    private final FileContent content;
    private CopyRecord state;
    private @Nullable Fd source;
    private @Nullable Fd folder;
    private @Nullable FileStatus excluded;
    private @Nullable TreeIndex index;

    CopyMember(
            CopyStore store,
            TransactionOrder order,
            ShadowCopySetId set,
            ShadowCopyId copy,
            Volume volume) {
        this.store = store;
        this.order = order;
        this.volume = volume;
        this.cut = new CopyCut(copy);
        this.content = new FileContent(order);
        this.state = new CopyRecord(copy, set, volume, null, null, Json.object());
    }

    ShadowCopyId copy() {
        return state.copy();
    }

    CopyCut cut() {
        return cut;
    }

    /** Opens the tree and adds up what its copy takes if nothing can be shared, in bytes. */
    long measure(Fd storeFolder) throws LinuxException, VssException {
        FileStatus target = AttributeCalls.fstat(storeFolder);
        excluded = target;
        Fd root = FileCalls.open(volume.mountPoint(), OpenFlags.READ_ONLY | OpenFlags.DIRECTORY);
        source = root;
        if (AttributeCalls.fstat(root).mountId() != volume.mountId()) {
            throw new VssException(
                    HResult.VSS_E_OBJECT_NOT_FOUND,
                    volume.mountPoint()
                            + " is not the mount any more that was added to the set; add it again");
        }
        try (TreeSizer sizer = new TreeSizer()) {
            new TreeWalk(target, order, sizer).run(root, volume.mountPoint());
            return sizer.sharesBlocksWith(storeFolder) ? 0 : sizer.bytes();
        }
    }

    /** Copies everything, while the applications work on. */
    void copy(Fd storeFolder) throws LinuxException, VssException {
        folder = store.make(storeFolder, state);
        index = copyOnce(null);
    }

    /** Copies again what has changed or may have, while the applications are frozen. */
    void copyChanges() throws LinuxException, VssException {
        // Changes from now on must not have the time stamp of changes before.
        LockSupport.parkNanos(Duration.ofNanos(TreeIndex.GRAIN_NANOS).toNanos());
        index = copyOnce(index);
    }

    private TreeIndex copyOnce(@Nullable TreeIndex before) throws LinuxException, VssException {
        TreeIndex seen = TreeIndex.startingNow();
        FileCalls.syncfs(opened(source));
        int flags = OpenFlags.READ_ONLY | OpenFlags.DIRECTORY | OpenFlags.NO_FOLLOW;
        try (Fd data = FileCalls.openat(opened(folder), CopyStore.DATA, flags);
                TreeCopier copier = new TreeCopier(data, before, seen, content, attributes)) {
            new TreeWalk(opened(excluded), order, copier).run(opened(source), volume.mountPoint());
        }
        return seen;
    }

    /** Compares the tree with what was copied, and makes the copy durable. */
    CutProof prove(CutTimes times) throws LinuxException, VssException {
        TreeIndex now = TreeIndex.startingNow();
        new TreeWalk(opened(excluded), order, new TreeRecorder(now))
                .run(opened(source), volume.mountPoint());
        List<String> changes = opened(index).changesTo(now);
        FileCalls.syncfs(opened(folder));
        state = state.cutAt(times);
        store.writeRecord(opened(folder), state);
        return new CutProof(copy(), changes.isEmpty(), finding(changes));
    }

    private String finding(List<String> changes) {
        String lost =
                attributes.lost().isEmpty()
                        ? ""
                        : "; without privilege these were not kept: "
                                + String.join(", ", attributes.lost());
        if (changes.isEmpty()) {
            return "nothing in " + volume.mountPoint() + " changed while it was copied" + lost;
        }
        List<String> named =
                changes.stream()
                        .limit(NAMED_CHANGES)
                        .map(path -> path.isEmpty() ? "the folder itself" : path)
                        .toList();
        int more = changes.size() - named.size();
        return "in "
                + volume.mountPoint()
                + " there were changes while it was copied: "
                + String.join(", ", named)
                + (more > 0 ? " and " + more + " more" : "")
                + lost;
    }

    /** Writes the result to storage; from then on the copy is complete. */
    void complete(ShadowCopySet result) throws LinuxException {
        state = state.completed(result);
        store.writeRecord(opened(folder), state);
        store.seal(opened(folder));
        close();
    }

    /** Removes everything. */
    void undo() throws LinuxException, VssException {
        cut.withdraw();
        close();
        boolean _ = store.delete(copy());
    }

    private void close() {
        if (source != null) {
            source.close();
        }
        if (folder != null) {
            folder.close();
        }
    }

    /** The order of the calls guarantees it. */
    private static <T> T opened(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("endPrepare was not run");
        }
        return value;
    }
}
