package org.openvss.linux;

/**
 * A system call failed.
 *
 * <p>The message reads like {@code open(/x): ENOENT (2): No such file or directory}. Only {@link
 * Outcome} makes these from results of the kernel.
 */
public final class LinuxException extends Exception {
    private static final long serialVersionUID = 1;

    private final String call;
    private final String subject;
    private final int errno;

    /**
     * Names a failed call.
     *
     * @param call name of the call as in its manual page
     * @param subject path, descriptor or pid that it was about
     * @param errno positive error number, see {@link Errno}
     */
    public LinuxException(String call, String subject, int errno) {
        this(call, subject, errno, Errno.text(errno));
    }

    /**
     * Names a failed call with a sentence that says more than the error number.
     *
     * @param call name of the call as in its manual page
     * @param subject path, descriptor or pid that it was about
     * @param errno positive error number, see {@link Errno}
     * @param explanation why it failed
     */
    public LinuxException(String call, String subject, int errno, String explanation) {
        super(
                call
                        + "("
                        + subject
                        + "): "
                        + Errno.name(errno)
                        + " ("
                        + errno
                        + "): "
                        + explanation);
        this.call = call;
        this.subject = subject;
        this.errno = errno;
    }

    /** Returns the name of the call as in its manual page. */
    public String call() {
        return call;
    }

    /** Returns what the call was about: a path, descriptor or pid. */
    public String subject() {
        return subject;
    }

    /** Returns the positive error number. */
    public int errno() {
        return errno;
    }

    /** Returns the name of the error number, for instance {@code ENOENT}. */
    public String errnoName() {
        return Errno.name(errno);
    }
}
