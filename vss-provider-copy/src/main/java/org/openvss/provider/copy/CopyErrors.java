package org.openvss.provider.copy;

import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.Errno;
import org.openvss.linux.LinuxException;

/** Turns refusals of the kernel into codes and sentences that say what to do. */
final class CopyErrors {
    private CopyErrors() {}

    /**
     * Returns the error for a file that could not be copied: a provider that cannot do its part of
     * a creation vetoes it, whatever the reason.
     *
     * @param doing what failed on what, as a clause
     * @param cause what the kernel said
     */
    static VssException ofTree(String doing, LinuxException cause) {
        VssException error = of(doing, cause);
        return error.code() == HResult.E_ACCESSDENIED
                ? new VssException(HResult.VSS_E_PROVIDER_VETO, error.sentence(), cause)
                : error;
    }

    /**
     * Returns the error for a refusal.
     *
     * @param doing what failed on what, as a clause
     * @param cause what the kernel said
     */
    static VssException of(String doing, LinuxException cause) {
        String why = doing + ": " + cause.getMessage();
        return switch (cause.errno()) {
            case Errno.ENOSPC, Errno.EDQUOT ->
                    new VssException(
                            HResult.VSS_E_INSUFFICIENT_STORAGE,
                            why + "; make room where the copies are kept",
                            cause);
            case Errno.EACCES, Errno.EPERM ->
                    new VssException(
                            HResult.E_ACCESSDENIED,
                            why
                                    + "; a copy is complete or not made at all: run as root, or let"
                                    + " this user read everything in the folder",
                            cause);
            case Errno.ENOMEM, Errno.EMFILE, Errno.ENFILE ->
                    new VssException(HResult.E_OUTOFMEMORY, why, cause);
            default -> new VssException(HResult.VSS_E_PROVIDER_VETO, why, cause);
        };
    }
}
