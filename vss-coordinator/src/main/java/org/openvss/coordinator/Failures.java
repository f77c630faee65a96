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

    /**
     * Makes a call, and has it fail only with errors of VSS.
     *
     * @param what the call, as a clause for people
     * @param call makes it
     * @throws VssException whatever it throws, converted
     */
    static <T> T guarded(String what, Call<T> call) throws VssException {
        try {
            return call.run();
        } catch (RuntimeException | Error failure) {
            throw of(what, failure);
        }
    }

    /** The same for a call without an answer. */
    static void guarded(String what, Step call) throws VssException {
        guarded(
                what,
                () -> {
                    call.run();
                    return true;
                });
    }

    /** A call with an answer. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws VssException;
    }

    /** A call without an answer. */
    @FunctionalInterface
    interface Step {
        void run() throws VssException;
    }

    /** Returns a failure as a clause for people. */
    static String sentence(Throwable failure) {
        return failure instanceof VssException coded ? coded.getMessage() : failure.toString();
    }
}
