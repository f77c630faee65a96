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
    private static final long POLL_NANOS = 50_000_000;

    /** How long every requester waits for a process that only clears up after a crash. */
    private static final Duration RECOVERY_PATIENCE = Duration.ofSeconds(30);

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
            long waited = System.nanoTime() - begun;
            if (waited >= wait.toNanos() && !maySoonBeFree(waited)) {
                throw inProgress();
            }
            LockSupport.parkNanos(this, POLL_NANOS);
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw inProgress();
            }
        }
    }

    /**
     * Every command recovers at its start, and so holds the lock for a moment: that is no creation,
     * and nobody is refused because of it. Asked twice, because a holder writes its line only after
     * it has the lock.
     */
    private boolean maySoonBeFree(long waitedNanos) throws VssException {
        if (waitedNanos < POLL_NANOS) {
            return true;
        }
        return waitedNanos < RECOVERY_PATIENCE.toNanos() && LockHolder.isRecovering(holder());
    }

    /** Takes the lock if nobody holds it. */
    static Optional<LockFile> tryTake(RuntimeFolder folder) throws VssException {
        try {
            return tryTake(folder, LockHolder.ofThisProcess());
        } catch (LinuxException failure) {
            throw Failures.of("The creation lock cannot be taken", failure, "");
        }
    }

    /** Takes the lock to clear up after a crash, if nobody holds it. */
    static Optional<LockFile> tryTakeToRecover(RuntimeFolder folder) throws VssException {
        try {
            return tryTake(folder, LockHolder.recoveringInThisProcess());
        } catch (LinuxException failure) {
            throw Failures.of("The creation lock cannot be taken", failure, "");
        }
    }

    private static Optional<LockFile> tryTake(RuntimeFolder folder, LockHolder holder)
            throws LinuxException {
        return LockFile.tryTake(folder.creationLock(), holder.line());
    }

    private VssException inProgress() throws VssException {
        String line = holder();
        String what =
                LockHolder.isRecovering(line)
                        ? "What a crash has left is being cleared up by "
                        : "Another shadow copy set is being created by ";
        return new VssException(
                HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS,
                what
                        + LockHolder.describe(line)
                        + ". Try again when it has ended, or wait for it with --wait.");
    }

    private String holder() throws VssException {
        try {
            return LockFile.holder(folder.creationLock());
        } catch (LinuxException failure) {
            throw Failures.of("The holder of the creation lock cannot be read", failure, "");
        }
    }
}
