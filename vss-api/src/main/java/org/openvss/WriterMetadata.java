package org.openvss;

import java.util.List;

/**
 * What a writer says it protects; mirrors the Writer Metadata Document.
 *
 * @param writerId class of the writer
 * @param instanceId instance of the writer
 * @param name name of the writer, not localised
 * @param level stage at which it is frozen
 * @param affectedPaths absolute folders whose volumes hold files of the writer; empty means that
 *     the writer belongs to every set
 */
public record WriterMetadata(
        WriterId writerId,
        WriterInstanceId instanceId,
        String name,
        ApplicationLevel level,
        List<String> affectedPaths) {
    /** Copies the list. */
    public WriterMetadata {
        affectedPaths = List.copyOf(affectedPaths);
    }
}
