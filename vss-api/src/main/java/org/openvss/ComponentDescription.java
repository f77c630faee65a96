package org.openvss;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A component as its writer describes it; mirrors {@code IVssWMComponent} with {@code
 * VSS_COMPONENTINFO}. What happens to it in a backup or restore is a {@link Component}.
 *
 * @param type kind of the component
 * @param logicalPath names of the components above it, joined by {@code \}; empty at the root
 * @param name name of the component, without {@code \}, not localised
 * @param caption what people should read, may be localised; null if there is none
 * @param icon a picture in Base64; null if there is none
 * @param restoreMetadata reserved by VSS, normally false
 * @param notifyOnBackupComplete reserved by VSS, normally false
 * @param selectable whether it can be left out of a backup of its writer
 * @param selectableForRestore whether it can be restored alone although it was saved with the
 *     component above it
 * @param flags what it needs of the shadow copy
 * @param files file sets of a file group; empty for a database
 * @param databaseFiles files of a database; empty for a file group
 * @param databaseLogFiles log files of a database; empty for a file group
 * @param dependencies components of other writers that it needs
 */
@Mirrors({"IVssWMComponent", "IVssWMComponent::GetComponentInfo", "VSS_COMPONENTINFO"})
public record ComponentDescription(
        ComponentType type,
        String logicalPath,
        String name,
        @Nullable String caption,
        @Nullable String icon,
        boolean restoreMetadata,
        boolean notifyOnBackupComplete,
        boolean selectable,
        boolean selectableForRestore,
        Set<ComponentFlag> flags,
        @Mirrors("IVssWMComponent::GetFile") List<FileSet> files,
        @Mirrors("IVssWMComponent::GetDatabaseFile") List<FileSet> databaseFiles,
        @Mirrors("IVssWMComponent::GetDatabaseLogFile") List<FileSet> databaseLogFiles,
        @Mirrors("IVssWMComponent::GetDependency") List<ComponentDependency> dependencies) {
    /** Copies the collections and refuses what VSS refuses. */
    public ComponentDescription {
        flags = Set.copyOf(flags);
        files = List.copyOf(files);
        databaseFiles = List.copyOf(databaseFiles);
        databaseLogFiles = List.copyOf(databaseLogFiles);
        dependencies = List.copyOf(dependencies);
        if (name.isEmpty() || name.contains("\\")) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot name a component: a name is not empty and has no \\");
        }
        boolean database = type == ComponentType.DATABASE;
        if (database ? !files.isEmpty() : !databaseFiles.isEmpty() || !databaseLogFiles.isEmpty()) {
            throw new IllegalArgumentException(
                    "component " + name + " is a " + type + " and holds files of the other kind");
        }
    }

    /**
     * Returns the key by which requesters name the component.
     *
     * @param writer class of its writer
     */
    public ComponentKey key(WriterId writer) {
        return new ComponentKey(writer, type, logicalPath, name);
    }

    /**
     * Begins the description of a group of files.
     *
     * @param logicalPath as in the record
     * @param name as in the record
     */
    public static Builder fileGroup(String logicalPath, String name) {
        return new Builder(ComponentType.FILEGROUP, logicalPath, name);
    }

    /**
     * Begins the description of a database.
     *
     * @param logicalPath as in the record
     * @param name as in the record
     */
    public static Builder database(String logicalPath, String name) {
        return new Builder(ComponentType.DATABASE, logicalPath, name);
    }

    /** Collects a description; mirrors the calls of {@code IVssCreateWriterMetadata}. */
    public static final class Builder {
        private final ComponentType type;
        private final String logicalPath;
        private final String name;
        private final Set<ComponentFlag> flags = EnumSet.noneOf(ComponentFlag.class);
        private final List<FileSet> files = new ArrayList<>();
        private final List<FileSet> databaseFiles = new ArrayList<>();
        private final List<FileSet> databaseLogFiles = new ArrayList<>();
        private final List<ComponentDependency> dependencies = new ArrayList<>();
        private @Nullable String caption;
        private @Nullable String icon;
        private boolean selectable;
        private boolean selectableForRestore;

        private Builder(ComponentType type, String logicalPath, String name) {
            this.type = type;
            this.logicalPath = logicalPath;
            this.name = name;
        }

        /** Sets what people should read. */
        public Builder caption(String text) {
            caption = text;
            return this;
        }

        /** Sets the picture, in Base64. */
        public Builder icon(String base64) {
            icon = base64;
            return this;
        }

        /** Lets requesters leave the component out. */
        public Builder selectable() {
            selectable = true;
            return this;
        }

        /** Lets requesters restore the component alone. */
        public Builder selectableForRestore() {
            selectableForRestore = true;
            return this;
        }

        /** Adds a need. */
        public Builder flag(ComponentFlag flag) {
            flags.add(flag);
            return this;
        }

        /** Adds files to a file group. */
        @Mirrors("IVssCreateWriterMetadata::AddFilesToFileGroup")
        public Builder files(FileSet set) {
            files.add(set);
            return this;
        }

        /** Adds files to a database. */
        @Mirrors("IVssCreateWriterMetadata::AddDatabaseFiles")
        public Builder databaseFiles(FileSet set) {
            databaseFiles.add(set);
            return this;
        }

        /** Adds log files to a database. */
        @Mirrors("IVssCreateWriterMetadata::AddDatabaseLogFiles")
        public Builder databaseLogFiles(FileSet set) {
            databaseLogFiles.add(set);
            return this;
        }

        /** Adds a component of another writer that this one needs. */
        @Mirrors("IVssCreateWriterMetadata::AddComponentDependency")
        public Builder dependsOn(ComponentDependency dependency) {
            dependencies.add(dependency);
            return this;
        }

        /**
         * Returns the description.
         *
         * @throws IllegalArgumentException if the name or the files do not fit the kind
         */
        public ComponentDescription build() {
            return new ComponentDescription(
                    type,
                    logicalPath,
                    name,
                    caption,
                    icon,
                    false,
                    false,
                    selectable,
                    selectableForRestore,
                    flags,
                    files,
                    databaseFiles,
                    databaseLogFiles,
                    dependencies);
        }
    }
}
