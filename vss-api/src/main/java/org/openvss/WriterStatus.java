package org.openvss;

import org.jspecify.annotations.Nullable;

/**
 * What {@code GetWriterStatus(Ex)} answers about one writer.
 *
 * @param instanceId instance of the writer
 * @param writerId class of the writer
 * @param name name of the writer
 * @param state its state
 * @param failure S_OK or the failure of the writer ({@code hrFailure})
 * @param applicationFailure code of the application ({@code hrApplication}), 0 if none
 * @param message message of the application, or null
 */
public record WriterStatus(
        WriterInstanceId instanceId,
        WriterId writerId,
        String name,
        WriterState state,
        HResult failure,
        int applicationFailure,
        @Nullable String message) {}
