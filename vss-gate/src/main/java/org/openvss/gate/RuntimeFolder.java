package org.openvss.gate;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.Flock;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.Statfs;

/**
 * The folder with the locks and ledgers of this machine: {@code /run/openvss}, for everybody the
 * same and not configurable, since two folders would mean two creations at once.
 *
 * <p>Gates are closed only if it is a tmpfs: that cannot be frozen, so guard and recovery can
 * always read what they need. Processes that may not use it get a folder of their own, which serves
 * only for the lock.
 */
public final class RuntimeFolder {
    private static final String PARENT = "/run";
    private static final String NAME = "openvss";
    private static final int PRIVATE = 0700;
    private static final int FOLDER =
            OpenFlags.READ_ONLY | OpenFlags.DIRECTORY | OpenFlags.NO_FOLLOW;
    private static final int ATTEMPTS = 100;

    private final Path path;
    private final @Nullable String whyNoGates;

    private RuntimeFolder(Path path, @Nullable String whyNoGates) {
        this.path = path;
        this.whyNoGates = whyNoGates;
    }

    /**
     * Makes or finds the folder: the machine's for those who may, else the user's.
     *
     * @throws VssException {@code VSS_E_UNEXPECTED} if there is neither, {@code E_OUTOFMEMORY}
     */
    public static RuntimeFolder establish() throws VssException {
        try {
            return machineWide();
        } catch (LinuxException failure) {
            if (failure.errno() == Errno.EACCES || failure.errno() == Errno.EPERM) {
                return ofUser();
            }
            throw Failures.of(
                    "The runtime folder " + PARENT + "/" + NAME + " cannot be made",
                    failure,
                    "It must be a folder that belongs to root.");
        }
    }

    /** Returns the folder. */
    public Path path() {
        return path;
    }

    /** Tells whether gates may be closed with this folder. */
    public boolean holdsGates() {
        return whyNoGates == null;
    }

    /**
     * Passes if gates may be closed.
     *
     * @throws VssException {@code E_ACCESSDENIED} or {@code VSS_E_UNEXPECTED} with the reason
     */
    void requireGates() throws VssException {
        if (whyNoGates != null) {
            throw new VssException(HResult.E_ACCESSDENIED, whyNoGates);
        }
    }

    Path creationLock() {
        return path.resolve("lock");
    }

    Path guardLock() {
        return path.resolve("guard.lock");
    }

    LedgerStore ledgers() {
        return new LedgerStore(path);
    }

    /** Opens the folder: also the scratch object on which openings are rehearsed. */
    Fd open() throws LinuxException {
        return FileCalls.open(path.toString(), FOLDER);
    }

    /** Returns the folder that a guard was started with, made by its coordinator. */
    static RuntimeFolder ofGuard(String path) {
        return new RuntimeFolder(Path.of(path), null);
    }

    /**
     * Root must not fall back to a lock of its own: that would be a second creation at once. In a
     * user namespace even {@code /run} belongs to somebody else, and the fallback is right.
     */
    private static void refuseForeign(Fd parent) throws LinuxException, VssException {
        int user = AttributeCalls.statx("/proc/self").ownerId();
        if (user != 0 || AttributeCalls.fstat(parent).ownerId() != 0) {
            return;
        }
        int owner = AttributeCalls.lstat(PARENT + "/" + NAME).ownerId();
        if (owner != 0) {
            throw new VssException(
                    HResult.VSS_E_UNEXPECTED,
                    PARENT
                            + "/"
                            + NAME
                            + " belongs to user "
                            + owner
                            + " instead of root, so nobody can be kept from creating two sets at"
                            + " once. Remove it, and see who can write to "
                            + PARENT
                            + ".");
        }
    }

    private static RuntimeFolder machineWide() throws LinuxException, VssException {
        try (Fd parent = FileCalls.open(PARENT, FOLDER)) {
            make(parent, NAME);
            refuseForeign(parent);
            @Nullable String whyNoGates = null;
            try (Fd folder = openPrivate(parent, NAME, 0)) {
                if (Statfs.of(folder).typeMagic() != Statfs.TMPFS) {
                    whyNoGates = cover(folder);
                }
            }
            return new RuntimeFolder(Path.of(PARENT, NAME), whyNoGates);
        }
    }

    /** Mounts a small tmpfs over the folder, once, whoever comes first. */
    private static @Nullable String cover(Fd folder) throws LinuxException {
        String path = PARENT + "/" + NAME;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (!Flock.tryExclusive(folder)) {
                pause();
                continue;
            }
            // Whoever held the lock before us has mounted it by now.
            if (Statfs.of(path).typeMagic() == Statfs.TMPFS) {
                return null;
            }
            return TmpfsMount.over(path);
        }
        return "The folder " + path + " is locked by another process. Try again.";
    }

    private static RuntimeFolder ofUser() throws VssException {
        String why =
                "Writes can be held only by root in the initial user namespace. Run as root, or use"
                        + " the copy provider ('--provider copy').";
        String base = Objects.requireNonNullElse(System.getenv("XDG_RUNTIME_DIR"), "");
        try {
            int user = AttributeCalls.statx("/proc/self").ownerId();
            // The XDG base folder specification asks for a replacement where the variable is
            // missing.
            String parent = base.startsWith("/") ? base : "/tmp";
            String name = base.startsWith("/") ? NAME : NAME + "-" + user;
            try (Fd folder = FileCalls.open(parent, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY)) {
                make(folder, name);
                openPrivate(folder, name, user).close();
            }
            return new RuntimeFolder(Path.of(parent, name), why);
        } catch (LinuxException failure) {
            throw Failures.of(
                    "The folder for the creation lock cannot be made",
                    failure,
                    "Set XDG_RUNTIME_DIR to a folder of your own.");
        }
    }

    private static void make(Fd parent, String name) throws LinuxException {
        try {
            DirectoryCalls.mkdirat(parent, name, PRIVATE);
        } catch (LinuxException failure) {
            if (failure.errno() != Errno.EEXIST) {
                throw failure;
            }
        }
    }

    /** Opens a folder that must belong to a user and lets nobody else in. */
    private static Fd openPrivate(Fd parent, String name, int user) throws LinuxException {
        Fd folder = FileCalls.openat(parent, name, FOLDER);
        @Nullable Fd checked = null;
        try {
            FileStatus status = AttributeCalls.fstat(folder);
            if (status.ownerId() != user) {
                throw new LinuxException("open", folder.name(), Errno.EACCES, "owner is not us");
            }
            if ((status.mode() & 0777) != PRIVATE) {
                AttributeCalls.fchmod(folder, PRIVATE);
            }
            checked = folder;
            return checked;
        } finally {
            if (checked == null) {
                folder.close();
            }
        }
    }

    private static void pause() {
        LockSupport.parkNanos(20_000_000);
    }
}
