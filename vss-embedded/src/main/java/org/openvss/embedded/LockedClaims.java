package org.openvss.embedded;

import org.openvss.HResult;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.coordinator.port.AutoReleaseClaims;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.Flock;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;

/**
 * Claims on auto-release sets as locked files, one for each set: the kernel gives the lock back
 * however its process ends, and a process id that is used again cannot be mistaken.
 */
final class LockedClaims implements AutoReleaseClaims {
    private static final String FOLDER = "claims";
    private static final int OWNER_ONLY = 0600;

    private final String runtimeFolder;

    /**
     * Keeps claims below a folder that does not survive a reboot.
     *
     * @param runtimeFolder absolute path of the folder, which exists
     */
    LockedClaims(String runtimeFolder) {
        this.runtimeFolder = runtimeFolder;
    }

    @Override
    public Claim claim(ShadowCopySetId set) throws VssException {
        try (Fd folder = Folders.make(Paths.join(runtimeFolder, FOLDER))) {
            Fd file =
                    FileCalls.openat(
                            folder,
                            set.toString(),
                            OpenFlags.READ_WRITE | OpenFlags.CREATE,
                            OWNER_ONLY);
            if (!Flock.tryExclusive(file)) {
                file.close();
                throw new VssException(
                        HResult.VSS_E_UNEXPECTED,
                        "the set " + set + " is claimed by another process");
            }
            return new LockedFile(file, FileCalls.duplicate(folder), set.toString());
        } catch (LinuxException e) {
            throw failure(set, e);
        }
    }

    @Override
    public boolean isClaimed(ShadowCopySetId set) throws VssException {
        try (Fd folder = Folders.make(Paths.join(runtimeFolder, FOLDER));
                Fd file = FileCalls.openat(folder, set.toString(), OpenFlags.READ_ONLY)) {
            if (!Flock.tryShared(file)) {
                return true;
            }
            DirectoryCalls.unlinkat(folder, set.toString());
            return false;
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw failure(set, e);
        }
    }

    private static VssException failure(ShadowCopySetId set, LinuxException e) {
        return new VssException(
                HResult.VSS_E_UNEXPECTED,
                "the claim of the set " + set + " failed: " + e.getMessage(),
                e);
    }

    private record LockedFile(Fd file, Fd folder, String name) implements Claim {
        @Override
        public void close() {
            if (!file.isOpen()) {
                return;
            }
            try {
                DirectoryCalls.unlinkat(folder, name);
            } catch (LinuxException e) {
                // The lock is what counts; an unlocked file is taken away by whoever asks for it.
                folder.close();
            }
            file.close();
            folder.close();
        }
    }
}
