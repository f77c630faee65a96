package org.openvss;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a writer says of itself, and refuses what VSS refuses; mirrors {@code
 * IVssCreateWriterMetadata} and Ex. Files come with the components ({@link ComponentDescription}).
 */
@Mirrors({"IVssCreateWriterMetadata", "IVssCreateWriterMetadataEx"})
public final class WriterMetadataBuilder {
    private final WriterIdentity identity;
    private final Set<ComponentKey> keys = new HashSet<>();
    private final Set<BackupSchema> backupSchema = EnumSet.noneOf(BackupSchema.class);
    private final List<String> affectedPaths = new ArrayList<>();
    private final List<ComponentDescription> components = new ArrayList<>();
    private final List<FileSet> excludedFiles = new ArrayList<>();
    private final List<FileSet> excludedFromSnapshot = new ArrayList<>();
    private ApplicationLevel level = ApplicationLevel.FRONT_END;
    private @Nullable RestoreSpecification restore;

    /**
     * Begins the description of a writer that is frozen at the level FRONT_END.
     *
     * @param identity who the writer is
     */
    public WriterMetadataBuilder(WriterIdentity identity) {
        this.identity = identity;
    }

    /** Sets the stage at which the writer is frozen. */
    public WriterMetadataBuilder level(ApplicationLevel newLevel) {
        level = newLevel;
        return this;
    }

    /** Adds an absolute folder whose volume holds files of the writer. */
    public WriterMetadataBuilder affectedPath(String path) {
        affectedPaths.add(path);
        return this;
    }

    /**
     * Adds a component with its files.
     *
     * @param component the component
     * @throws VssException {@code VSS_E_OBJECT_ALREADY_EXISTS} if one of the same path and name is
     *     there
     */
    @Mirrors("IVssCreateWriterMetadata::AddComponent")
    public WriterMetadataBuilder component(ComponentDescription component) throws VssException {
        ComponentKey key =
                new ComponentKey(
                        identity.writerId(),
                        ComponentType.UNDEFINED,
                        component.logicalPath(),
                        component.name());
        if (!keys.add(key)) {
            throw new VssException(
                    HResult.VSS_E_OBJECT_ALREADY_EXISTS,
                    "writer "
                            + identity.name()
                            + " has a component "
                            + key.fullPath()
                            + " already; give this one another path or name");
        }
        components.add(component);
        return this;
    }

    /** Sets how the files are restored. */
    @Mirrors("IVssCreateWriterMetadata::SetRestoreMethod")
    public WriterMetadataBuilder restore(RestoreSpecification specification) {
        restore = specification;
        return this;
    }

    /**
     * Sets what the writer supports beyond the full backup.
     *
     * @param schema the abilities
     * @throws VssException {@code E_INVALIDARG} if one of them needs another that is missing
     */
    @Mirrors("IVssCreateWriterMetadata::SetBackupSchema")
    public WriterMetadataBuilder backupSchema(Set<BackupSchema> schema) throws VssException {
        boolean differential = schema.contains(BackupSchema.DIFFERENTIAL);
        boolean incremental = schema.contains(BackupSchema.INCREMENTAL);
        if (schema.contains(BackupSchema.EXCLUSIVE_INCREMENTAL_DIFFERENTIAL)
                && !(differential && incremental)) {
            throw missing("EXCLUSIVE_INCREMENTAL_DIFFERENTIAL", "DIFFERENTIAL and INCREMENTAL");
        }
        for (BackupSchema mark : Set.of(BackupSchema.TIMESTAMPED, BackupSchema.LAST_MODIFY)) {
            if (schema.contains(mark) && !differential && !incremental) {
                throw missing(mark.name(), "DIFFERENTIAL or INCREMENTAL");
            }
        }
        backupSchema.clear();
        backupSchema.addAll(schema);
        return this;
    }

    /** Adds files that are never to be saved. */
    @Mirrors("IVssCreateWriterMetadata::AddExcludeFiles")
    public WriterMetadataBuilder excludedFiles(FileSet files) {
        excludedFiles.add(files);
        return this;
    }

    /** Adds files that the writer deletes from the copy. */
    @Mirrors("IVssCreateWriterMetadataEx::AddExcludeFilesFromSnapshot")
    public WriterMetadataBuilder excludedFromSnapshot(FileSet files) {
        excludedFromSnapshot.add(files);
        return this;
    }

    /** Returns the description. */
    public WriterMetadata build() {
        return new WriterMetadata(
                identity,
                level,
                affectedPaths,
                restore,
                backupSchema,
                components,
                excludedFiles,
                excludedFromSnapshot);
    }

    private static VssException missing(String schema, String needed) {
        return new VssException(
                HResult.E_INVALIDARG, "backup schema " + schema + " needs " + needed + " as well");
    }
}
