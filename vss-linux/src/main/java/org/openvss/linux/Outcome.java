package org.openvss.linux;

/**
 * The one place where a result of the kernel becomes a value or a {@link LinuxException}.
 *
 * <p>Results arrive as {@link Kernel} returns them: a value of zero or more, or a negated error
 * number.
 */
final class Outcome {
    private Outcome() {}

    /** Returns the result if it is a value and throws if it is a negated error number. */
    static long check(long result, SystemCall call, String subject) throws LinuxException {
        return check(result, call.callName(), subject);
    }

    /** Returns the result if it is a value and throws if it is a negated error number. */
    static long check(long result, SystemCall call, Fd subject) throws LinuxException {
        return check(result, call.callName(), subject.toString());
    }

    /** Returns the result if it is a value and throws if it is a negated error number. */
    static long check(long result, String call, String subject) throws LinuxException {
        if (result < 0) {
            throw failure(call, subject, (int) -result);
        }
        return result;
    }

    /** Makes the exception for an error number. */
    static LinuxException failure(String call, String subject, int errno) {
        return new LinuxException(call, subject, errno);
    }

    /** Makes the exception for an error number that needs a sentence of its own. */
    static LinuxException failure(String call, String subject, int errno, String explanation) {
        return new LinuxException(call, subject, errno, explanation);
    }
}
