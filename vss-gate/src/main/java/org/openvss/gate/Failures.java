package org.openvss.gate;

import java.io.IOException;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.Errno;
import org.openvss.linux.LinuxException;

/** Turns failed calls into the family of operating errors. */
final class Failures {
    private Failures() {}

    /**
     * Returns the error for a failed system call.
     *
     * @param what what could not be done, as the beginning of a sentence
     * @param remedy what to do, as a sentence; may be empty
     */
    static VssException of(String what, LinuxException cause, String remedy) {
        return new VssException(
                code(cause.errno()),
                sentence(what, String.valueOf(cause.getMessage()), remedy),
                cause);
    }

    /** Returns the error for a failed access to the runtime folder. */
    static VssException of(String what, IOException cause) {
        boolean exhausted = says(cause, Errno.EMFILE) || says(cause, Errno.ENFILE);
        return new VssException(
                exhausted ? HResult.E_OUTOFMEMORY : HResult.VSS_E_UNEXPECTED,
                sentence(
                        what,
                        String.valueOf(cause),
                        exhausted
                                ? "Raise the limit of open files (ulimit -n)."
                                : "Check the runtime folder."),
                cause);
    }

    /** Java's file calls keep of the error number only its text. */
    private static boolean says(IOException cause, int errno) {
        return String.valueOf(cause.getMessage()).contains(Errno.text(errno));
    }

    /** Returns the code for an errno that no caller gave a meaning of its own. */
    static HResult code(int errno) {
        return switch (errno) {
            case Errno.EPERM, Errno.EACCES -> HResult.E_ACCESSDENIED;
            case Errno.ENOMEM, Errno.EMFILE, Errno.ENFILE -> HResult.E_OUTOFMEMORY;
            default -> HResult.VSS_E_UNEXPECTED;
        };
    }

    /** Returns an errno as messages show it. */
    static String errno(int errno) {
        return Errno.name(errno) + " (" + errno + "): " + Errno.text(errno);
    }

    private static String sentence(String what, String why, String remedy) {
        return what + ": " + why + (remedy.isEmpty() ? "" : ". " + remedy);
    }
}
