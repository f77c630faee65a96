package org.openvss.writer.hooks;

import java.time.Duration;
import org.openvss.HResult;
import org.openvss.writer.WriterException;

/** How one call of a hook ended. */
sealed interface HookResult {
    /** Exit code by which a hook says that trying again later may help (EX_TEMPFAIL). */
    int TRY_AGAIN = 75;

    /** It did what it was asked. */
    record Success() implements HookResult {}

    /**
     * It ended with another exit code than 0.
     *
     * @param exitCode the code; 128 + n if signal n has killed it
     * @param lastWords end of what it printed to standard error; may be empty
     */
    record Failure(int exitCode, String lastWords) implements HookResult {}

    /**
     * It did not end in time and was killed with everything it had started.
     *
     * @param limit how long it might have taken
     * @param lastWords end of what it printed to standard error; may be empty
     */
    record TimedOut(Duration limit, String lastWords) implements HookResult {}

    /** It was killed because the session was aborted meanwhile. */
    record Cancelled() implements HookResult {}

    /**
     * It could not be started.
     *
     * @param reason why not
     */
    record NotStarted(String reason) implements HookResult {}

    /** Returns the failure as the writer tells it; {@link Success} has none. */
    static WriterException toException(Hook hook, String event, HookResult result) {
        String what = "hook " + hook.path() + " " + event;
        return switch (result) {
            case Failure failure ->
                    new WriterException(
                            failure.exitCode() == TRY_AGAIN
                                    ? HResult.VSS_E_WRITERERROR_RETRYABLE
                                    : HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                            what
                                    + " failed with exit code "
                                    + failure.exitCode()
                                    + said(failure.lastWords()),
                            failure.exitCode(),
                            null);
            case TimedOut timedOut ->
                    new WriterException(
                            HResult.VSS_E_WRITERERROR_TIMEOUT,
                            what
                                    + " did not end within "
                                    + timedOut.limit().toMillis()
                                    + " ms and was killed with what it had started"
                                    + said(timedOut.lastWords()));
            case Cancelled _ ->
                    new WriterException(
                            HResult.VSS_E_WRITERERROR_RETRYABLE,
                            what + " was killed because the session was aborted");
            case NotStarted notStarted ->
                    new WriterException(
                            HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                            what + " could not be started: " + notStarted.reason());
            case Success _ -> throw new IllegalArgumentException(what + " did not fail");
        };
    }

    private static String said(String lastWords) {
        return lastWords.isEmpty() ? "" : "; it said: " + lastWords;
    }
}
