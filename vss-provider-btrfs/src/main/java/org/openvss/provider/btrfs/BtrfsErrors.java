package org.openvss.provider.btrfs;

import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.Errno;
import org.openvss.linux.LinuxException;

/** Turns refusals of the kernel into codes and sentences. */
final class BtrfsErrors {
    private BtrfsErrors() {}

    /**
     * Returns the error for a refusal.
     *
     * @param doing what failed on what, as a clause
     * @param cause what the kernel said
     */
    static VssException of(String doing, LinuxException cause) {
        String why = doing + ": " + cause.getMessage();
        HResult code =
                switch (cause.errno()) {
                    case Errno.ENOSPC, Errno.EDQUOT -> HResult.VSS_E_INSUFFICIENT_STORAGE;
                    case Errno.EACCES, Errno.EPERM -> HResult.E_ACCESSDENIED;
                    case Errno.ENOMEM, Errno.EMFILE, Errno.ENFILE -> HResult.E_OUTOFMEMORY;
                    case Errno.EBUSY -> HResult.VSS_E_VOLUME_IN_USE;
                    default -> HResult.VSS_E_PROVIDER_VETO;
                };
        return new VssException(code, why, cause);
    }
}
