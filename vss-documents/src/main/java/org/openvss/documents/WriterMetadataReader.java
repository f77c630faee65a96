package org.openvss.documents;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.ApplicationLevel;
import org.openvss.BackupSchema;
import org.openvss.ComponentDependency;
import org.openvss.ComponentDescription;
import org.openvss.ComponentFlag;
import org.openvss.ComponentType;
import org.openvss.FileSet;
import org.openvss.FileSpecBackupType;
import org.openvss.MaskBit;
import org.openvss.RestoreMethod;
import org.openvss.RestoreSpecification;
import org.openvss.SourceType;
import org.openvss.UsageType;
import org.openvss.VssException;
import org.openvss.WriterId;
import org.openvss.WriterIdentity;
import org.openvss.WriterInstanceId;
import org.openvss.WriterMetadata;
import org.openvss.WriterRestore;
import org.openvss.WriterVersion;

/** Turns the elements of a Writer Metadata Document into the model. */
final class WriterMetadataReader {
    private static final int DEFAULT_FILE_MASK = MaskBit.toMask(FileSpecBackupType.DEFAULT);

    private final XmlElement root;

    WriterMetadataReader(XmlElement root) {
        this.root = root;
    }

    WriterMetadata read() throws VssException {
        Fields metadata =
                Fields.ofRoot(
                        root,
                        "WRITER_METADATA",
                        WriterMetadataDocument.NAMESPACE,
                        WriterMetadataDocument.WHAT);
        Fields identification = metadata.child("IDENTIFICATION");
        if (identification == null) {
            throw metadata.invalid("has no IDENTIFICATION");
        }
        List<ComponentDescription> components = new ArrayList<>();
        List<FileSet> excluded = new ArrayList<>();
        List<FileSet> excludedFromSnapshot = new ArrayList<>();
        for (Fields locations : metadata.children("BACKUP_LOCATIONS")) {
            for (Fields component : locations.children("FILE_GROUP", "DATABASE")) {
                components.add(component(component));
            }
            excluded.addAll(fileSets(locations.children("EXCLUDE_FILES")));
            excludedFromSnapshot.addAll(
                    fileSets(locations.children("EXCLUDE_FILES_FROM_SNAPSHOT")));
        }
        requireDifferent(metadata, components);
        Fields extension = extension(metadata);
        return new WriterMetadata(
                identity(identification),
                extension == null ? ApplicationLevel.FRONT_END : level(extension),
                extension == null ? List.of() : folders(extension),
                restore(metadata.child("RESTORE_METHOD")),
                metadata.mask("backupSchema", BackupSchema.class, 0),
                components,
                excluded,
                excludedFromSnapshot);
    }

    private static WriterIdentity identity(Fields identification) throws VssException {
        return new WriterIdentity(
                new WriterId(identification.requiredGuid("writerId")),
                new WriterInstanceId(identification.guid("instanceId")),
                identification.required("friendlyName"),
                identification.text("instanceName"),
                new WriterVersion(
                        identification.smallNumber("majorVersion"),
                        identification.smallNumber("minorVersion")),
                identification.word("usage", Words.USAGE, UsageType.UNDEFINED),
                identification.word("dataSource", Words.SOURCE, SourceType.UNDEFINED));
    }

    private static @Nullable RestoreSpecification restore(@Nullable Fields restore)
            throws VssException {
        if (restore == null) {
            return null;
        }
        RestoreMethod method = restore.word("method", Words.METHOD, RestoreMethod.UNDEFINED);
        String service = restore.text("service");
        boolean stops =
                method == RestoreMethod.STOP_RESTORE_START
                        || method == RestoreMethod.RESTORE_STOP_START;
        return new RestoreSpecification(
                method,
                stops ? service : null, // VSS says that it has no meaning for other methods
                restore.text("userProcedure"),
                restore.word("writerRestore", Words.WRITER_RESTORE, WriterRestore.UNDEFINED),
                restore.isSet("rebootRequired"),
                fileSets(restore.children("ALTERNATE_LOCATION_MAPPING")));
    }

    private static ComponentDescription component(Fields component) throws VssException {
        boolean database = component.name().equals("DATABASE");
        List<ComponentDependency> dependencies = new ArrayList<>();
        for (Fields dependency : component.children("DEPENDENCY")) {
            dependencies.add(
                    new ComponentDependency(
                            new WriterId(dependency.requiredGuid("writerId")),
                            dependency.text("logicalPath", ""),
                            dependency.required("componentName")));
        }
        try {
            return new ComponentDescription(
                    database ? ComponentType.DATABASE : ComponentType.FILEGROUP,
                    component.text("logicalPath", ""),
                    component.required("componentName"),
                    component.text("caption"),
                    component.text("icon"),
                    component.isSet("restoreMetadata"),
                    component.isSet("notifyOnBackupComplete"),
                    component.isSet("selectable"),
                    component.isSet("selectableForRestore"),
                    component.mask("componentFlags", ComponentFlag.class, 0),
                    database ? List.of() : fileSets(component.children("FILE_LIST")),
                    database ? fileSets(component.children("DATABASE_FILES")) : List.of(),
                    database ? fileSets(component.children("DATABASE_LOGFILES")) : List.of(),
                    dependencies);
        } catch (IllegalArgumentException refused) {
            throw component.invalid("is refused: " + refused.getMessage());
        }
    }

    private static List<FileSet> fileSets(List<Fields> elements) throws VssException {
        List<FileSet> sets = new ArrayList<>();
        for (Fields element : elements) {
            sets.add(fileSet(element));
        }
        return sets;
    }

    static FileSet fileSet(Fields element) throws VssException {
        return new FileSet(
                element.required("path"),
                element.required("filespec"),
                element.isSet("recursive"),
                element.text("alternatePath"),
                element.mask("filespecBackupType", FileSpecBackupType.class, DEFAULT_FILE_MASK));
    }

    private static void requireDifferent(Fields metadata, List<ComponentDescription> components)
            throws VssException {
        Set<List<String>> seen = new HashSet<>();
        for (ComponentDescription component : components) {
            if (!seen.add(List.of(component.logicalPath(), component.name()))) {
                throw metadata.invalid("has two components " + component.name() + " at one path");
            }
        }
    }

    private static @Nullable Fields extension(Fields metadata) {
        return metadata.children("OPENVSS").stream().findFirst().orElse(null);
    }

    private static ApplicationLevel level(Fields extension) {
        String word = extension.text("level", ApplicationLevel.FRONT_END.name());
        return EnumSet.allOf(ApplicationLevel.class).stream()
                .filter(level -> level.name().equals(word.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElse(ApplicationLevel.FRONT_END);
    }

    private static List<String> folders(Fields extension) {
        return extension.children("AFFECTED_PATH").stream()
                .map(folder -> folder.text("path"))
                .filter(Objects::nonNull)
                .toList();
    }
}
