package org.openvss;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What requester and writer noted on a component for its backup; null and empty are what was never
 * set.
 *
 * @param succeeded whether all files were saved
 * @param options options for the writer, in its own form
 * @param metadata what the writer wants to find again, in its own form
 * @param stamp stamp of this backup, in the form of the writer
 * @param previousStamp stamp of the backup on which this one builds
 * @param partialFiles files of which only parts are saved
 * @param differencedFiles files that changed since the backup on which this one builds
 * @param prepareForBackupFailureMsg why the writer failed in PrepareForBackup
 * @param postSnapshotFailureMsg why the writer failed in PostSnapshot
 */
@Mirrors({"IVssComponent", "IVssComponentEx"})
public record ComponentBackup(
        @Mirrors("IVssComponent::GetBackupSucceeded") @Nullable Boolean succeeded,
        @Mirrors("IVssComponent::GetBackupOptions") @Nullable String options,
        @Mirrors("IVssComponent::GetBackupMetadata") @Nullable String metadata,
        @Mirrors("IVssComponent::GetBackupStamp") @Nullable String stamp,
        @Mirrors("IVssComponent::GetPreviousBackupStamp") @Nullable String previousStamp,
        @Mirrors("IVssComponent::GetPartialFile") List<PartialFile> partialFiles,
        @Mirrors("IVssComponent::GetDifferencedFile") List<DifferencedFiles> differencedFiles,
        @Mirrors("IVssComponentEx::GetPrepareForBackupFailureMsg")
                @Nullable String prepareForBackupFailureMsg,
        @Mirrors("IVssComponentEx::GetPostSnapshotFailureMsg")
                @Nullable String postSnapshotFailureMsg) {
    /** Nothing was noted. */
    public static final ComponentBackup EMPTY =
            new ComponentBackup(null, null, null, null, null, List.of(), List.of(), null, null);

    /** Copies the lists. */
    public ComponentBackup {
        partialFiles = List.copyOf(partialFiles);
        differencedFiles = List.copyOf(differencedFiles);
    }
}
