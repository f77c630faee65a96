package org.openvss;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What requester and writer noted on a component for its restore; null and empty are what was never
 * set.
 *
 * @param selected whether it is to be restored
 * @param additionalRestores whether more restores follow, so that the writer must not recover yet
 * @param options options for the writer ({@code "Option"="Value"}, comma separated)
 * @param metadata what the writer passes from PreRestore to PostRestore, in its own form
 * @param target where the writer wants it to be restored
 * @param directedTargets parts of files and where they go
 * @param alternateLocationMappings mappings that the requester used
 * @param newTargets other places that the requester chose
 * @param subcomponents the only components below it that are restored; empty means all
 * @param preRestoreFailureMsg why the writer failed in PreRestore
 * @param postRestoreFailureMsg why the writer failed in PostRestore
 * @param fileStatus how the restore of the files ended
 * @param authoritative whether the restored data wins over replicas
 * @param rollForward how far logs are replayed
 * @param restoreName new name of the component
 * @param instance instance of the writer to restore to; null for the one that is there
 */
@Mirrors({"IVssComponent", "IVssComponentEx"})
public record ComponentRestore(
        @Mirrors("IVssComponent::IsSelectedForRestore") boolean selected,
        @Mirrors("IVssComponent::GetAdditionalRestores") boolean additionalRestores,
        @Mirrors("IVssComponent::GetRestoreOptions") @Nullable String options,
        @Mirrors("IVssComponent::GetRestoreMetadata") @Nullable String metadata,
        @Mirrors("IVssComponent::GetRestoreTarget") RestoreTarget target,
        @Mirrors("IVssComponent::GetDirectedTarget") List<DirectedTarget> directedTargets,
        @Mirrors("IVssComponent::GetAlternateLocationMapping")
                List<FileSet> alternateLocationMappings,
        @Mirrors("IVssComponent::GetNewTarget") List<FileSet> newTargets,
        @Mirrors("IVssComponent::GetRestoreSubcomponent") List<RestoreSubcomponent> subcomponents,
        @Mirrors("IVssComponent::GetPreRestoreFailureMsg") @Nullable String preRestoreFailureMsg,
        @Mirrors("IVssComponent::GetPostRestoreFailureMsg") @Nullable String postRestoreFailureMsg,
        @Mirrors("IVssComponent::GetFileRestoreStatus") FileRestoreStatus fileStatus,
        @Mirrors("IVssComponentEx::GetAuthoritativeRestore") boolean authoritative,
        @Mirrors("IVssComponentEx::GetRollForward") @Nullable RollForward rollForward,
        @Mirrors("IVssComponentEx::GetRestoreName") @Nullable String restoreName,
        @Nullable WriterInstanceId instance) {
    /** Nothing was noted: not selected, to be restored where it was. */
    public static final ComponentRestore EMPTY =
            new ComponentRestore(
                    false,
                    false,
                    null,
                    null,
                    RestoreTarget.ORIGINAL,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    null,
                    null,
                    FileRestoreStatus.UNDEFINED,
                    false,
                    null,
                    null,
                    null);

    /** Copies the lists. */
    public ComponentRestore {
        directedTargets = List.copyOf(directedTargets);
        alternateLocationMappings = List.copyOf(alternateLocationMappings);
        newTargets = List.copyOf(newTargets);
        subcomponents = List.copyOf(subcomponents);
    }
}
