package org.openvss.writer;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.Mirrors;

/** A failure of a writer; mirrors {@code SetWriterFailure(Ex)} together with the result false. */
@Mirrors({"CVssWriter::SetWriterFailure", "CVssWriterEx2::SetWriterFailureEx"})
public final class WriterException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final Set<HResult> ALLOWED =
            Set.of(
                    HResult.VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT,
                    HResult.VSS_E_WRITERERROR_OUTOFRESOURCES,
                    HResult.VSS_E_WRITERERROR_TIMEOUT,
                    HResult.VSS_E_WRITERERROR_RETRYABLE,
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                    HResult.VSS_E_WRITERERROR_PARTIAL_FAILURE);

    private final HResult code;
    private final int applicationCode;

    /**
     * Creates a failure without a code of the application.
     *
     * @param code one of the {@code VSS_E_WRITERERROR_*} codes
     * @param message what failed, on what, why, and what to do
     * @throws IllegalArgumentException if VSS does not allow a writer to set the code
     */
    public WriterException(HResult code, String message) {
        this(code, message, 0, null);
    }

    /**
     * Creates a failure.
     *
     * @param code one of the {@code VSS_E_WRITERERROR_*} codes
     * @param message what failed, on what, why, and what to do
     * @param applicationCode code of the application ({@code hrApplication}), 0 if none
     * @param cause what led to it, or null
     * @throws IllegalArgumentException if VSS does not allow a writer to set the code
     */
    public WriterException(
            HResult code, String message, int applicationCode, @Nullable Throwable cause) {
        super(message, cause);
        if (!ALLOWED.contains(code)) {
            throw new IllegalArgumentException("a writer cannot fail with " + code.label());
        }
        this.code = code;
        this.applicationCode = applicationCode;
    }

    /** Returns the code. */
    public HResult code() {
        return code;
    }

    /** Returns the code of the application, 0 if none. */
    public int applicationCode() {
        return applicationCode;
    }
}
