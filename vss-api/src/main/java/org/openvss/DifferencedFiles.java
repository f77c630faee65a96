package org.openvss;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Files that changed since the backup on which this one builds.
 *
 * @param path folder of the files
 * @param filespec names of the files, with wildcards
 * @param recursive whether files below the folder are meant as well
 * @param modifiedSince files modified after this instant have changed; null leaves it to the
 *     requester
 */
public record DifferencedFiles(
        String path, String filespec, boolean recursive, @Nullable Instant modifiedSince) {}
