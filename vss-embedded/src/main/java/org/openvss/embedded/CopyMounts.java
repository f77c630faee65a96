package org.openvss.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.VssException;
import org.openvss.coordinator.port.Surfacing;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.DirectoryEntry;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;
import org.openvss.provider.ExposedCopy;
import org.openvss.provider.Provider;

/**
 * The usual folders of copies: {@code <state>/copies/<copyId>}, read-only, in a parent that nobody
 * else may enter and whose mounts do not spread to other namespaces, where they would keep copies
 * alive.
 *
 * <p>Whether a copy is mounted is read from mountinfo each time: a reboot takes all mounts away and
 * leaves the copies. How a copy is mounted is the provider's business.
 */
final class CopyMounts implements Surfacing {
    private static final Duration LOOKUP_LIMIT = Duration.ofSeconds(5);

    private final String folder;
    private final boolean privileged;
    private final boolean surfacing;
    private final ReentrantLock changing = new ReentrantLock();

    /**
     * Keeps mounts below a state folder.
     *
     * @param stateFolder absolute path
     * @param privileged whether this process may mount; otherwise copies are shown where they lie
     * @param surfacing whether completed copies are mounted by themselves
     */
    CopyMounts(String stateFolder, boolean privileged, boolean surfacing) {
        this.folder = Paths.join(stateFolder, "copies");
        this.privileged = privileged;
        this.surfacing = surfacing;
    }

    @Override
    public Optional<ExposedCopy> surface(ShadowCopyId copy, Provider provider) throws VssException {
        return surfacing ? Optional.of(mount(copy, provider)) : Optional.empty();
    }

    /** Mounts a copy at its usual folder, whether or not copies are mounted by themselves. */
    ExposedCopy mount(ShadowCopyId copy, Provider provider) throws VssException {
        Optional<ExposedCopy> present = find(copy);
        if (present.isPresent()) {
            return present.get();
        }
        try {
            prepareFolder(copy);
        } catch (LinuxException e) {
            throw failure("the folder for the copy " + copy + " cannot be made", e);
        }
        ExposedCopy exposed;
        try {
            exposed = provider.expose(copy, folderOf(copy));
        } catch (VssException e) {
            throw e.withResidue(removeFolder(copy));
        }
        if (!Paths.isAtOrBelow(exposed.path(), folderOf(copy))) {
            pointTo(copy, exposed.path());
        }
        return exposed;
    }

    @Override
    public Optional<ExposedCopy> find(ShadowCopyId copy) throws VssException {
        Optional<Mount> mount = mountOf(copy);
        if (mount.isPresent()) {
            String source = mount.get().source();
            // A loop device is the copy's own; a plain copy is a folder of somebody else's device,
            // and a snapshot of btrfs a subvolume of it.
            boolean isOwn =
                    source.startsWith("/dev/loop") && !mount.get().root().startsWith("/.openvss/");
            return Optional.of(new ExposedCopy(folderOf(copy), isOwn ? source : null));
        }
        try {
            return Optional.of(new ExposedCopy(DirectoryCalls.readlink(folderOf(copy)), null));
        } catch (LinuxException e) {
            return switch (e.errno()) {
                case Errno.ENOENT, Errno.ENOTDIR, Errno.EINVAL -> Optional.empty();
                default -> throw failure("the folder of the copy " + copy + " cannot be read", e);
            };
        }
    }

    @Override
    public void requireEmptyFolder(String path) throws VssException {
        try {
            boolean empty =
                    BoundedCall.run(
                            "folder lookup",
                            LOOKUP_LIMIT,
                            () -> {
                                try (Fd opened =
                                        FileCalls.open(
                                                path, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY)) {
                                    return DirectoryCalls.list(opened).isEmpty();
                                }
                            });
            if (!empty) {
                throw notForExposure(path, "is not empty");
            }
        } catch (TimeoutException e) {
            throw notForExposure(path, "does not answer: " + e.getMessage());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LinuxException cause) {
                throw notForExposure(path, "cannot be used: " + cause.getMessage());
            }
            throw new VssException(
                    HResult.VSS_E_UNEXPECTED, "the folder '" + path + "' cannot be looked at", e);
        }
    }

    private static VssException notForExposure(String path, String why) {
        return new VssException(
                HResult.E_INVALIDARG, "'" + path + "' " + why + "; name an existing empty folder");
    }

    @Override
    public void withdraw(ShadowCopyId copy, Provider provider, boolean force) throws VssException {
        if (mountOf(copy).isPresent()) {
            provider.unexpose(copy, folderOf(copy), force);
        }
        List<String> left = removeFolder(copy);
        if (!left.isEmpty()) {
            throw new VssException(HResult.VSS_E_UNEXPECTED, left.getFirst());
        }
    }

    /** Returns the folders that are there although no copy is known by their names. */
    List<ShadowCopyId> leftOver(Set<ShadowCopyId> known) throws VssException {
        List<ShadowCopyId> leftOver = new ArrayList<>();
        try (Fd parent = FileCalls.open(folder, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY)) {
            for (DirectoryEntry entry : DirectoryCalls.list(parent)) {
                idOf(entry.name()).filter(id -> !known.contains(id)).ifPresent(leftOver::add);
            }
        } catch (LinuxException e) {
            if (e.errno() != Errno.ENOENT) {
                throw failure("the mounted copies cannot be listed", e);
            }
        }
        return leftOver;
    }

    /** Takes away what is mounted at the folder of an unknown copy, and the folder. */
    void sweep(ShadowCopyId copy) throws VssException {
        try {
            if (mountOf(copy).isPresent()) {
                Mounts.umount(folderOf(copy), Mounts.NO_FOLLOW);
            }
        } catch (LinuxException e) {
            throw failure(folderOf(copy) + " belongs to no copy and cannot be unmounted", e);
        }
        List<String> left = removeFolder(copy);
        if (!left.isEmpty()) {
            throw new VssException(HResult.VSS_E_UNEXPECTED, left.getFirst());
        }
    }

    private static Optional<ShadowCopyId> idOf(String name) {
        try {
            return Optional.of(ShadowCopyId.parse(name));
        } catch (VssException e) {
            // Not ours: it stays.
            return Optional.empty();
        }
    }

    private String folderOf(ShadowCopyId copy) {
        return Paths.join(folder, copy.toString());
    }

    private Optional<Mount> mountOf(ShadowCopyId copy) throws VssException {
        String mountPoint = folderOf(copy);
        return LinuxVolumeResolver.mounts().stream()
                .filter(mount -> mount.mountPoint().equals(mountPoint))
                .findFirst();
    }

    private void prepareFolder(ShadowCopyId copy) throws LinuxException, VssException {
        try (Fd parent = Folders.makePrivate(folder)) {
            if (!privileged) {
                Folders.makeOne(parent, copy.toString());
                return;
            }
        }
        // One at a time: the mount must not be made twice, nor go before a new folder is in it.
        changing.lock();
        try {
            keepMountsToOurselves();
            // Opened again: the folder is now below the mount that was just made.
            try (Fd parent = Folders.make(folder)) {
                Folders.makeOne(parent, copy.toString());
            }
        } finally {
            changing.unlock();
        }
    }

    /** Makes the parent a mount of its own that is private: what is mounted in it stays here. */
    private void keepMountsToOurselves() throws LinuxException, VssException {
        if (isOwnMount()) {
            return;
        }
        try (Fd tree = Mounts.openTree(folder, false)) {
            Mounts.setPropagation(tree, Mounts.Propagation.PRIVATE, false);
            Mounts.attach(tree, folder);
        }
        Mounts.setPropagation(folder, Mounts.Propagation.PRIVATE, false);
    }

    private boolean isOwnMount() throws VssException {
        return LinuxVolumeResolver.mounts().stream()
                .anyMatch(mount -> mount.mountPoint().equals(folder));
    }

    /** Remembers a place that is no mount: the copy provider's own folder, without privilege. */
    private void pointTo(ShadowCopyId copy, String path) throws VssException {
        try (Fd parent = Folders.make(folder)) {
            DirectoryCalls.rmdirat(parent, copy.toString());
            DirectoryCalls.symlinkat(path, parent, copy.toString());
        } catch (LinuxException e) {
            throw failure("the place of the copy " + copy + " cannot be noted", e);
        }
    }

    /** Removes the folder of a copy, and with the last one the mount of the parent. */
    private List<String> removeFolder(ShadowCopyId copy) {
        changing.lock();
        try {
            return removeFolderAlone(copy);
        } finally {
            changing.unlock();
        }
    }

    private List<String> removeFolderAlone(ShadowCopyId copy) {
        try (Fd parent = FileCalls.open(folder, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY)) {
            removeEntry(parent, copy.toString());
            if (!DirectoryCalls.list(parent).isEmpty()) {
                return List.of();
            }
        } catch (LinuxException e) {
            return e.errno() == Errno.ENOENT
                    ? List.of()
                    : List.of("the folder " + folderOf(copy) + " stays: " + e.getMessage());
        }
        return removeOwnMount();
    }

    private static void removeEntry(Fd parent, String name) throws LinuxException {
        try {
            DirectoryCalls.rmdirat(parent, name);
        } catch (LinuxException e) {
            switch (e.errno()) {
                case Errno.ENOTDIR -> DirectoryCalls.unlinkat(parent, name);
                case Errno.ENOENT -> {}
                default -> throw e;
            }
        }
    }

    private List<String> removeOwnMount() {
        try {
            if (isOwnMount()) {
                Mounts.umount(folder, Mounts.NO_FOLLOW);
            }
            return List.of();
        } catch (LinuxException e) {
            // Somebody is just mounting the next copy there.
            return e.errno() == Errno.EBUSY
                    ? List.of()
                    : List.of("the mount of " + folder + " stays: " + e.getMessage());
        } catch (VssException e) {
            return List.of("the mount of " + folder + " stays: " + e.getMessage());
        }
    }

    private static VssException failure(String what, LinuxException e) {
        HResult code =
                switch (e.errno()) {
                    case Errno.EACCES, Errno.EPERM -> HResult.E_ACCESSDENIED;
                    case Errno.ENOSPC, Errno.EDQUOT -> HResult.VSS_E_INSUFFICIENT_STORAGE;
                    case Errno.EBUSY -> HResult.VSS_E_VOLUME_IN_USE;
                    default -> HResult.VSS_E_UNEXPECTED;
                };
        return new VssException(code, what + ": " + e.getMessage(), e);
    }
}
