package org.openvss;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a writer says it protects; mirrors the Writer Metadata Document with {@code
 * IVssExamineWriterMetadata}, Ex and Ex2. {@link WriterMetadataBuilder} makes larger ones.
 *
 * @param identity who the writer is
 * @param level stage at which it is frozen
 * @param affectedPaths absolute folders whose volumes hold files of the writer; empty means that
 *     the writer belongs to every set
 * @param restore how its files are restored, or null if the writer did not say
 * @param backupSchema what it supports beyond the full backup
 * @param components what can be saved and restored
 * @param excludedFiles files that are never to be saved, whatever component they belong to
 * @param excludedFromSnapshot files that the writer deletes from the copy; for information only
 */
@Mirrors({
    "IVssExamineWriterMetadata",
    "IVssExamineWriterMetadataEx",
    "IVssExamineWriterMetadataEx2"
})
public record WriterMetadata(
        @Mirrors({
                    "IVssExamineWriterMetadata::GetIdentity",
                    "IVssExamineWriterMetadataEx::GetIdentityEx"
                })
                WriterIdentity identity,
        ApplicationLevel level,
        List<String> affectedPaths,
        @Mirrors("IVssExamineWriterMetadata::GetRestoreMethod")
                @Nullable RestoreSpecification restore,
        @Mirrors("IVssExamineWriterMetadata::GetBackupSchema") Set<BackupSchema> backupSchema,
        @Mirrors("IVssExamineWriterMetadata::GetComponent") List<ComponentDescription> components,
        @Mirrors("IVssExamineWriterMetadata::GetExcludeFile") List<FileSet> excludedFiles,
        @Mirrors("IVssExamineWriterMetadataEx2::GetExcludeFromSnapshotFile")
                List<FileSet> excludedFromSnapshot) {
    /** Copies the collections. */
    public WriterMetadata {
        affectedPaths = List.copyOf(affectedPaths);
        backupSchema = Set.copyOf(backupSchema);
        components = List.copyOf(components);
        excludedFiles = List.copyOf(excludedFiles);
        excludedFromSnapshot = List.copyOf(excludedFromSnapshot);
    }

    /**
     * Describes a writer of user data that has no components.
     *
     * @param writerId class of the writer
     * @param instanceId instance of the writer
     * @param name name of the writer, not localised
     * @param level stage at which it is frozen
     * @param affectedPaths as in the record
     */
    public WriterMetadata(
            WriterId writerId,
            WriterInstanceId instanceId,
            String name,
            ApplicationLevel level,
            List<String> affectedPaths) {
        this(
                new WriterIdentity(
                        writerId,
                        instanceId,
                        name,
                        null,
                        WriterVersion.NONE,
                        UsageType.USERDATA,
                        SourceType.OTHER),
                level,
                affectedPaths,
                null,
                Set.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** Returns the class of the writer. */
    public WriterId writerId() {
        return identity.writerId();
    }

    /** Returns the instance of the writer. */
    public WriterInstanceId instanceId() {
        return identity.instanceId();
    }

    /** Returns the name of the writer, not localised. */
    public String name() {
        return identity.name();
    }
}
