package org.openvss.linux;

import org.jspecify.annotations.Nullable;

/**
 * What came of a command that ran with a limit.
 *
 * @param pid what it was
 * @param status how it ended; null if it was killed and did not even die within the time allowed
 *     for that, as a process stuck in the kernel does
 * @param limitReached it was killed because it took too long
 * @param output first part of what it wrote to standard output and standard error, in order
 * @param outputCut there was more output than kept
 */
public record CommandResult(
        int pid,
        @Nullable ExitStatus status,
        boolean limitReached,
        String output,
        boolean outputCut) {
    /** Tells whether it ended itself with 0 in time. */
    public boolean isSuccess() {
        return !limitReached && status != null && status.isSuccess();
    }
}
