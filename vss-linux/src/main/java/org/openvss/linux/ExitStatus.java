package org.openvss.linux;

/**
 * How a process ended.
 *
 * @param code what it gave to exit, 0 to 255; 0 if a signal ended it
 * @param signal signal that ended it, 0 if it ended itself
 */
public record ExitStatus(int code, int signal) {
    static ExitStatus ofWaitStatus(int status) {
        int signal = status & 0x7F;
        return new ExitStatus(signal == 0 ? (status >>> 8) & 0xFF : 0, signal);
    }

    /** Tells whether it ended itself with 0. */
    public boolean isSuccess() {
        return code == 0 && signal == 0;
    }

    /** Returns the number that a shell shows: the code, or 128 and the signal. */
    public int shellCode() {
        return signal == 0 ? code : 128 + signal;
    }
}
