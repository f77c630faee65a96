package org.openvss;

import org.jspecify.annotations.Nullable;

/**
 * How a writer failed on one component while others may have succeeded.
 *
 * @param failure S_OK or one of the {@code VSS_E_WRITERERROR_*} codes
 * @param applicationFailure code of the application ({@code hrApplication}), 0 if none
 * @param message message of the application, or null
 */
public record ComponentFailure(HResult failure, int applicationFailure, @Nullable String message) {}
