package org.openvss;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one writer fared in the creation of a set; the lasting form of what {@code GetWriterStatus}
 * answers.
 *
 * @param name name of the writer
 * @param writerId class of the writer
 * @param instanceId instance of the writer
 * @param state state after the creation
 * @param hresult S_OK or the writer's failure
 * @param message what a person should know about the failure, or null
 * @param frozenNanos how long it was frozen, from the freeze call to the end of thaw, in
 *     nanoseconds; null if it never was
 * @param affectedPaths folders with its files when the set was made, as it described them
 * @param asked whether the set counts on it for the level {@link Consistency#APPLICATION}
 */
public record WriterOutcome(
        String name,
        WriterId writerId,
        WriterInstanceId instanceId,
        WriterState state,
        HResult hresult,
        @Nullable String message,
        @Nullable Long frozenNanos,
        List<String> affectedPaths,
        boolean asked) {
    /** Copies the list. */
    public WriterOutcome {
        affectedPaths = List.copyOf(affectedPaths);
    }
}
