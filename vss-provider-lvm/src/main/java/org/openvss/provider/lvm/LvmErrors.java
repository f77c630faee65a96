package org.openvss.provider.lvm;

import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.Errno;
import org.openvss.linux.LinuxException;

/** Turns refusals of the kernel and of LVM into codes and sentences. */
final class LvmErrors {
    private LvmErrors() {}

    /**
     * Returns the error for a refusal of the kernel.
     *
     * @param doing what failed on what, as a clause
     * @param cause what the kernel said
     */
    static VssException of(String doing, LinuxException cause) {
        HResult code =
                switch (cause.errno()) {
                    case Errno.ENOSPC, Errno.EDQUOT -> HResult.VSS_E_INSUFFICIENT_STORAGE;
                    case Errno.EACCES, Errno.EPERM -> HResult.E_ACCESSDENIED;
                    case Errno.ENOMEM, Errno.EMFILE, Errno.ENFILE -> HResult.E_OUTOFMEMORY;
                    case Errno.EBUSY -> HResult.VSS_E_VOLUME_IN_USE;
                    default -> HResult.VSS_E_PROVIDER_VETO;
                };
        return new VssException(code, doing + ": " + cause.getMessage(), cause);
    }

    /** Returns the code for what LVM said; it has only sentences, no numbers. */
    static HResult codeFor(String said) {
        if (said.contains("insufficient free space")
                || said.contains("Insufficient free space")
                || said.contains("reached threshold")
                || said.contains("VG metadata too large")) {
            return HResult.VSS_E_INSUFFICIENT_STORAGE;
        }
        if (said.contains("in use")) {
            return HResult.VSS_E_VOLUME_IN_USE;
        }
        return HResult.VSS_E_PROVIDER_VETO;
    }
}
