package org.openvss.gate;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openvss.VssException;
import org.openvss.coordinator.port.CreationLock;
import org.openvss.linux.LinuxException;

/**
 * The right to open gates that others left closed and to undo their sets: both locks of the
 * machine, so that no coordinator and no guard is at work. Whoever has not got it only reads.
 */
public final class RecoveryRight implements AutoCloseable {
    private static final long POLL_NANOS = 50_000_000;

    private final RuntimeFolder folder;
    private final @Nullable LockFile creation;
    private final LockFile guard;

    private RecoveryRight(RuntimeFolder folder, @Nullable LockFile creation, LockFile guard) {
        this.folder = folder;
        this.creation = creation;
        this.guard = guard;
    }

    /**
     * Takes both locks if nobody holds either.
     *
     * @param folder runtime folder
     * @throws VssException {@code VSS_E_UNEXPECTED} if the locks cannot be used
     */
    public static Optional<RecoveryRight> tryTake(RuntimeFolder folder) throws VssException {
        Optional<LockFile> creation = MachineCreationLock.tryTakeToRecover(folder);
        if (creation.isEmpty()) {
            return Optional.empty();
        }
        Optional<LockFile> guard = tryGuardLock(folder);
        if (guard.isEmpty()) {
            creation.get().close();
            return Optional.empty();
        }
        return Optional.of(new RecoveryRight(folder, creation.get(), guard.get()));
    }

    /**
     * Takes the lock of the guard as well, for a process that holds the creation lock already. It
     * is given back before the guard of the new creation is started.
     *
     * @param folder runtime folder
     * @param creation proof that the caller holds the creation lock, which stays with the caller
     * @param wait how long to wait for the guard of a creation that just died
     * @throws VssException {@code VSS_E_UNEXPECTED} if the lock cannot be used
     */
    public static Optional<RecoveryRight> tryTakeBeside(
            RuntimeFolder folder, CreationLock.Held creation, Duration wait) throws VssException {
        Objects.requireNonNull(creation);
        long begun = System.nanoTime();
        while (true) {
            Optional<LockFile> guard = tryGuardLock(folder);
            if (guard.isPresent()) {
                return Optional.of(new RecoveryRight(folder, null, guard.get()));
            }
            if (System.nanoTime() - begun >= wait.toNanos()) {
                return Optional.empty();
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Takes the guard's lock if nobody holds it. */
    static Optional<LockFile> tryGuardLock(RuntimeFolder folder) throws VssException {
        try {
            return LockFile.tryTake(folder.guardLock(), LockHolder.ofThisProcess().line());
        } catch (LinuxException failure) {
            throw Failures.of("The lock of the guard cannot be taken", failure, "");
        }
    }

    RuntimeFolder folder() {
        return folder;
    }

    /** Gives the right back; a second call does nothing. */
    @Override
    public void close() {
        guard.close();
        if (creation != null) {
            creation.close();
        }
    }
}
