package org.openvss.gate;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.coordinator.port.CreationLock;
import org.openvss.linux.LinuxException;

/**
 * One creation at a time on this machine: a lock file that the coordinator holds and that tells
 * others who holds it. The kernel gives it back if the holder dies.
 */
public final class MachineCreationLock implements CreationLock {
    private static final long POLL_NANOS = 100_000_000;

    private final RuntimeFolder folder;
    private final Duration wait;

    /**
     * Makes the lock of this machine.
     *
     * @param folder where it is
     * @param wait how long to wait for another creation; zero gives up at once
     */
    public MachineCreationLock(RuntimeFolder folder, Duration wait) {
        this.folder = folder;
        this.wait = wait;
    }

    @Override
    public Held acquire() throws VssException {
        long begun = System.nanoTime();
        while (true) {
            Optional<LockFile> lock = tryTake(folder);
            if (lock.isPresent()) {
                return lock.get()::close;
            }
            if (System.nanoTime() - begun >= wait.toNanos()) {
                throw inProgress();
            }
            LockSupport.parkNanos(this, POLL_NANOS);
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw inProgress();
            }
        }
    }

    /** Takes the lock if nobody holds it. */
    static Optional<LockFile> tryTake(RuntimeFolder folder) throws VssException {
        try {
            return LockFile.tryTake(folder.creationLock(), LockHolder.ofThisProcess().line());
        } catch (LinuxException failure) {
            throw Failures.of("The creation lock cannot be taken", failure, "");
        }
    }

    private VssException inProgress() throws VssException {
        try {
            String holder = LockHolder.describe(LockFile.holder(folder.creationLock()));
            return new VssException(
                    HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS,
                    "Another shadow copy set is being created by "
                            + holder
                            + ". Try again when it has ended, or wait for it with --wait.");
        } catch (LinuxException failure) {
            throw Failures.of("The holder of the creation lock cannot be read", failure, "");
        }
    }
}
