package org.openvss.linux;

import static org.openvss.linux.NativeConstants.FITHAW;
import static org.openvss.linux.NativeConstants.FSOPEN_CLOEXEC;

import java.lang.foreign.Arena;

/**
 * What this thread may do, found out by trying something harmless, never from its user id.
 *
 * <p>Other errors than EPERM and EACCES come out as {@link LinuxException}.
 */
public final class Privileges {
    private Privileges() {}

    /**
     * Tells whether we may freeze file systems of the machine: CAP_SYS_ADMIN in the initial user
     * namespace.
     *
     * <p>Tries to thaw the file system of pipes, which belongs to the initial user namespace and
     * cannot be frozen: EINVAL means allowed, EPERM not. Thawing a real volume would undo a foreign
     * freeze.
     */
    public static boolean mayFreeze() throws LinuxException {
        try (Pipe pipe = Pipe.open()) {
            long result = Kernel.call(SystemCall.IOCTL, pipe.reader().number(), FITHAW.value(), 0);
            if (result == -Errno.EINVAL) {
                return true;
            }
            return isAllowed(result, "ioctl FITHAW", "pipe");
        }
    }

    /** Tells whether we may mount: tries {@code fsopen(2)} of tmpfs, which mounts nothing yet. */
    public static boolean mayMount() throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            long result =
                    Kernel.call(
                            SystemCall.FSOPEN,
                            NativeMemory.path(arena, SystemCall.FSOPEN, "tmpfs").address(),
                            FSOPEN_CLOEXEC.value(),
                            0);
            if (result >= 0) {
                Fd.adopt(result, "tmpfs").close();
            }
            return isAllowed(result, "fsopen", "tmpfs");
        }
    }

    private static boolean isAllowed(long result, String call, String subject)
            throws LinuxException {
        if (result == -Errno.EPERM || result == -Errno.EACCES) {
            return false;
        }
        Outcome.check(result, call, subject);
        return true;
    }
}
