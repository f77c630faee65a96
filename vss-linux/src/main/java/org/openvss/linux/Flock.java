package org.openvss.linux;

import static org.openvss.linux.NativeConstants.LOCK_EX;
import static org.openvss.linux.NativeConstants.LOCK_NB;
import static org.openvss.linux.NativeConstants.LOCK_SH;
import static org.openvss.linux.NativeConstants.LOCK_UN;

/**
 * Whole-file locks of {@code flock(2)}, without waiting.
 *
 * <p>The lock belongs to the open file: it ends with {@link #unlock}, with the last descriptor or
 * with the process. As descriptors of this module are close-on-exec, no child keeps it alive.
 */
public final class Flock {
    private Flock() {}

    /** Takes the lock for one holder; answers false if somebody else holds it (EWOULDBLOCK). */
    public static boolean tryExclusive(Fd file) throws LinuxException {
        return tryLock(file, LOCK_EX);
    }

    /** Takes the lock for several holders; answers false if somebody holds it exclusively. */
    public static boolean tryShared(Fd file) throws LinuxException {
        return tryLock(file, LOCK_SH);
    }

    /** Gives the lock back. */
    public static void unlock(Fd file) throws LinuxException {
        Outcome.check(
                Kernel.call(SystemCall.FLOCK, file.number(), LOCK_UN.value(), 0),
                SystemCall.FLOCK,
                file);
    }

    private static boolean tryLock(Fd file, NativeConstants kind) throws LinuxException {
        long result =
                Kernel.call(SystemCall.FLOCK, file.number(), kind.value() | LOCK_NB.value(), 0);
        if (result == -Errno.EAGAIN) {
            return false;
        }
        Outcome.check(result, SystemCall.FLOCK, file);
        return true;
    }
}
