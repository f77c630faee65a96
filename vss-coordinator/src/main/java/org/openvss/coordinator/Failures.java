package org.openvss.coordinator;

import org.openvss.HResult;
import org.openvss.VssException;

/** Turns whatever was thrown into the one family of errors of VSS. Pure functions. */
final class Failures {
    private Failures() {}

    /**
     * Returns the error that a requester sees.
     *
     * @param what what was being done, as a clause for people
     * @param failure what was thrown
     */
    static VssException of(String what, Throwable failure) {
        return switch (failure) {
            case VssException coded -> coded;
            case OutOfMemoryError memory ->
                    new VssException(
                            HResult.E_OUTOFMEMORY,
                            what
                                    + " failed: the Java heap is exhausted; give the process more"
                                    + " memory (-Xmx)",
                            memory);
            default ->
                    new VssException(
                            HResult.VSS_E_UNEXPECTED,
                            what
                                    + " failed in a way that OpenVSS did not foresee: "
                                    + failure
                                    + "; please report it with the stack trace",
                            failure);
        };
    }

    /** Returns a failure as a clause for people. */
    static String sentence(Throwable failure) {
        return failure instanceof VssException coded ? coded.getMessage() : failure.toString();
    }
}
