package org.openvss.provider.copy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.openvss.Deletion;
import org.openvss.HResult;
import org.openvss.ProviderId;
import org.openvss.ProviderInfo;
import org.openvss.ProviderType;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountAttributes;
import org.openvss.linux.MountTable;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.Privileges;
import org.openvss.provider.ExposedCopy;
import org.openvss.provider.Provider;
import org.openvss.provider.ProviderCapabilities;
import org.openvss.provider.ProviderTransaction;
import org.openvss.provider.Quiesce;
import org.openvss.provider.StoredCopy;
import org.openvss.provider.Support;
import org.openvss.provider.WritableClone;
import org.openvss.records.CopyRecord;

/**
 * Shadow copies by copying a tree of folders into a folder of its own. It takes any volume and
 * needs no privilege, but has no instant: whether everything in the copy was so at once is found
 * out by looking again. So it is only taken when named. It cannot revert.
 */
public final class CopyProvider implements Provider {
    private static final ProviderInfo INFO =
            new ProviderInfo(
                    new ProviderId(UUID.fromString("6f4a3c1e-5f5b-4c55-9a63-2b7d51c0a902")),
                    "copy",
                    "copies a tree of folders and checks whether it changed meanwhile",
                    ProviderType.SOFTWARE,
                    "0.1.0");
    private static final ProviderCapabilities CAPABILITIES =
            new ProviderCapabilities(
                    Quiesce.NONE, false, false, true, false, true, false, 512, Set.of());

    private final CopyStore store;

    /**
     * Creates a provider.
     *
     * @param folder absolute path of the folder in which it keeps its copies; made when needed
     */
    public CopyProvider(String folder) {
        store = new CopyStore(folder);
    }

    @Override
    public ProviderInfo info() {
        return INFO;
    }

    @Override
    public ProviderCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Support supports(Volume volume) throws VssException {
        try (Fd nearest = store.openNearest()) {
            Optional<Mount> mount = MountTable.of(nearest);
            if (mount.isEmpty()) {
                throw new VssException(
                        HResult.VSS_E_PROVIDER_VETO,
                        "the folder of the copies, " + store.path() + ", is on no mount of ours");
            }
            return new Support.Supported(Set.of(mount.get().deviceNumbers()));
        } catch (LinuxException e) {
            throw CopyErrors.of("the folder of the copies cannot be reached", e);
        }
    }

    @Override
    public ProviderTransaction begin(ShadowCopySetId set, ShadowCopyContext context)
            throws VssException {
        if (context == ShadowCopyContext.ALL) {
            throw new VssException(
                    HResult.VSS_E_UNSUPPORTED_CONTEXT,
                    "nothing can be created in the context for all copies");
        }
        return new CopyTransaction(store, set);
    }

    @Override
    public List<StoredCopy> shadowCopies() throws VssException {
        List<StoredCopy> copies = new ArrayList<>();
        for (CopyStore.Found found : list()) {
            CopyRecord content = found.content();
            copies.add(
                    new StoredCopy(
                            found.copy(),
                            found.set(),
                            content == null ? "" : content.volume().volumeId(),
                            found.isComplete(),
                            store.path() + "/" + found.copy()));
        }
        return copies;
    }

    @Override
    public List<ShadowCopySet> rescan() throws VssException {
        List<CopyRecord> records = new ArrayList<>();
        for (CopyStore.Found found : list()) {
            CopyRecord content = found.content();
            if (found.isComplete() && content != null) {
                records.add(content);
            }
        }
        return CopyRecord.rebuild(records);
    }

    private List<CopyStore.Found> list() throws VssException {
        try {
            return store.list();
        } catch (LinuxException e) {
            throw CopyErrors.of("the copies cannot be listed", e);
        }
    }

    @Override
    public Deletion delete(ShadowCopyId copy, boolean force) throws VssException {
        try {
            List<Mount> uses = exposures(copy);
            if (!uses.isEmpty() && !force) {
                throw inUse(copy, uses.getLast().mountPoint());
            }
            for (Mount use : uses.reversed()) {
                Mounts.umount(use.mountPoint(), Mounts.DETACH | Mounts.NO_FOLLOW);
            }
            return store.delete(copy) ? Deletion.REMOVED : Deletion.ALREADY_ABSENT;
        } catch (LinuxException e) {
            throw CopyErrors.of("copy " + copy + " cannot be deleted", e);
        }
    }

    @Override
    public ExposedCopy expose(ShadowCopyId copy, String folder) throws VssException {
        requireComplete(copy);
        try (Fd parent = store.openCopy(copy).orElseThrow(() -> notFound(copy));
                Fd data =
                        FileCalls.openat(
                                parent,
                                CopyStore.DATA,
                                OpenFlags.PATH | OpenFlags.DIRECTORY | OpenFlags.NO_FOLLOW)) {
            if (!Privileges.mayMount()) {
                return new ExposedCopy(dataPath(copy), null);
            }
            try (Fd tree = Mounts.openTree(data, false)) {
                int attributes =
                        MountAttributes.READ_ONLY
                                | MountAttributes.NO_SET_ID
                                | MountAttributes.NO_DEVICES;
                Mounts.setAttributes(tree, attributes, 0, false);
                Mounts.attach(tree, folder);
            }
            return new ExposedCopy(folder, null);
        } catch (LinuxException e) {
            throw CopyErrors.of("copy " + copy + " cannot be shown at " + folder, e);
        }
    }

    private void requireComplete(ShadowCopyId copy) throws VssException {
        boolean complete =
                list().stream().anyMatch(found -> found.copy().equals(copy) && found.isComplete());
        if (!complete) {
            throw notFound(copy);
        }
    }

    @Override
    public void unexpose(ShadowCopyId copy, String folder, boolean force) throws VssException {
        try {
            if (!Privileges.mayMount()) {
                // Nothing was mounted: the copy is shown where it lies.
                requireComplete(copy);
                return;
            }
            long top;
            try (Fd opened = FileCalls.open(folder, OpenFlags.PATH | OpenFlags.DIRECTORY)) {
                top = AttributeCalls.fstat(opened).mountId();
            }
            Mount mount =
                    exposures(copy).stream()
                            .filter(use -> use.id() == top)
                            .findFirst()
                            .orElseThrow(() -> notExposed(copy, folder));
            Mounts.umount(mount.mountPoint(), Mounts.NO_FOLLOW | (force ? Mounts.DETACH : 0));
        } catch (LinuxException e) {
            if (e.errno() == Errno.EBUSY) {
                throw inUse(copy, folder);
            }
            throw CopyErrors.of("copy " + copy + " cannot be taken from " + folder, e);
        }
    }

    @Override
    public WritableClone writableClone(ShadowCopyId copy, String folder) throws VssException {
        requireComplete(copy);
        try {
            if (!Privileges.mayMount()) {
                throw new VssException(
                        HResult.E_ACCESSDENIED,
                        "copy "
                                + copy
                                + " cannot be cloned without the privilege to mount; run vss as"
                                + " root");
            }
            Fd parent = store.openCopy(copy).orElseThrow(() -> notFound(copy));
            return TreeClone.show(parent, copy, folder);
        } catch (LinuxException e) {
            throw CopyErrors.of("no writable clone of copy " + copy + " can be made", e);
        }
    }

    @Override
    public void revert(ShadowCopyId copy, Volume original, boolean force) throws VssException {
        throw new VssException(
                HResult.E_NOTIMPL,
                "the copy provider cannot revert a volume; copy the files back from "
                        + dataPath(copy));
    }

    /** A bind mount shows in mountinfo which folder of the file system it shows. */
    private static List<Mount> exposures(ShadowCopyId copy) throws LinuxException {
        String end = "/" + copy + "/" + CopyStore.DATA;
        return MountTable.read().stream().filter(mount -> mount.root().endsWith(end)).toList();
    }

    private String dataPath(ShadowCopyId copy) {
        return store.path() + "/" + copy + "/" + CopyStore.DATA;
    }

    private static VssException notFound(ShadowCopyId copy) {
        return new VssException(
                HResult.VSS_E_OBJECT_NOT_FOUND,
                "there is no complete copy " + copy + " made by the copy provider");
    }

    private static VssException notExposed(ShadowCopyId copy, String folder) {
        return new VssException(
                HResult.VSS_E_OBJECT_NOT_FOUND, "copy " + copy + " is not exposed at " + folder);
    }

    private static VssException inUse(ShadowCopyId copy, String where) {
        return new VssException(
                HResult.VSS_E_VOLUME_IN_USE,
                "copy "
                        + copy
                        + " is in use at "
                        + where
                        + "; end what uses it and unexpose it, or use force");
    }
}
