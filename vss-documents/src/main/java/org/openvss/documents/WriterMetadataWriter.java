package org.openvss.documents;

import static org.openvss.documents.WriterMetadataDocument.EXTENSION_NAMESPACE;
import static org.openvss.documents.WriterMetadataDocument.NAMESPACE;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openvss.ApplicationLevel;
import org.openvss.ComponentDependency;
import org.openvss.ComponentDescription;
import org.openvss.ComponentType;
import org.openvss.FileSet;
import org.openvss.MaskBit;
import org.openvss.RestoreSpecification;
import org.openvss.WriterIdentity;
import org.openvss.WriterMetadata;

/** Turns the model of a writer into the elements of its document, in the order of VSS. */
final class WriterMetadataWriter {
    private final WriterMetadata metadata;

    WriterMetadataWriter(WriterMetadata metadata) {
        this.metadata = metadata;
    }

    XmlElement write() {
        XmlElement root =
                element("WRITER_METADATA").with("version", WriterMetadataDocument.VERSION);
        if (!metadata.backupSchema().isEmpty()) {
            root.with("backupSchema", mask(metadata.backupSchema()));
        }
        root.with(identification());
        RestoreSpecification restore = metadata.restore();
        if (restore != null) {
            root.with(restoreMethod(restore));
        }
        XmlElement locations = backupLocations();
        if (!locations.children().isEmpty()) {
            root.with(locations);
        }
        XmlElement extension = extension();
        if (!extension.attributes().isEmpty() || !extension.children().isEmpty()) {
            root.with(extension);
        }
        return root;
    }

    private XmlElement identification() {
        WriterIdentity identity = metadata.identity();
        return element("IDENTIFICATION")
                .with("writerId", identity.writerId().toString())
                .with("instanceId", identity.instanceId().toString())
                .with("instanceName", identity.instanceName())
                .with("friendlyName", identity.name())
                .with("usage", Words.USAGE.of(identity.usage()))
                .with("dataSource", Words.SOURCE.of(identity.source()))
                .with("majorVersion", Integer.toString(identity.version().major()))
                .with("minorVersion", Integer.toString(identity.version().minor()));
    }

    private static XmlElement restoreMethod(RestoreSpecification restore) {
        XmlElement element =
                element("RESTORE_METHOD")
                        .with("method", Words.METHOD.of(restore.method()))
                        .with("service", restore.service())
                        .with("userProcedure", restore.userProcedure())
                        .with("writerRestore", Words.WRITER_RESTORE.of(restore.writerRestore()))
                        .with("rebootRequired", yesOrNo(restore.rebootRequired()));
        for (FileSet mapping : restore.alternateLocationMappings()) {
            element.with(mapping("ALTERNATE_LOCATION_MAPPING", NAMESPACE, mapping));
        }
        return element;
    }

    private XmlElement backupLocations() {
        XmlElement locations = element("BACKUP_LOCATIONS");
        metadata.components().forEach(component -> locations.with(component(component)));
        addAll(locations, "EXCLUDE_FILES", metadata.excludedFiles());
        addAll(locations, "EXCLUDE_FILES_FROM_SNAPSHOT", metadata.excludedFromSnapshot());
        return locations;
    }

    private static void addAll(XmlElement locations, String name, List<FileSet> excluded) {
        for (FileSet files : excluded) {
            locations.with(
                    element(name)
                            .with("path", files.path())
                            .with("filespec", files.filespec())
                            .with("recursive", yesOrNo(files.recursive())));
        }
    }

    private static XmlElement component(ComponentDescription component) {
        boolean database = component.type() == ComponentType.DATABASE;
        XmlElement element =
                element(database ? "DATABASE" : "FILE_GROUP")
                        .with("logicalPath", ifGiven(component.logicalPath()))
                        .with("componentName", component.name())
                        .with("caption", component.caption())
                        .with("icon", component.icon())
                        .with("restoreMetadata", yesOrNo(component.restoreMetadata()))
                        .with("notifyOnBackupComplete", yesOrNo(component.notifyOnBackupComplete()))
                        .with("selectable", yesOrNo(component.selectable()))
                        .with("selectableForRestore", yesOrNo(component.selectableForRestore()))
                        .with("componentFlags", mask(component.flags()));
        component.files().forEach(files -> element.with(files("FILE_LIST", files)));
        component.databaseFiles().forEach(files -> element.with(files("DATABASE_FILES", files)));
        component
                .databaseLogFiles()
                .forEach(files -> element.with(files("DATABASE_LOGFILES", files)));
        for (ComponentDependency dependency : component.dependencies()) {
            element.with(
                    element("DEPENDENCY")
                            .with("writerId", dependency.writerId().toString())
                            .with("logicalPath", dependency.logicalPath())
                            .with("componentName", dependency.componentName()));
        }
        return element;
    }

    private static XmlElement files(String name, FileSet files) {
        return element(name)
                .with("path", files.path())
                .with("filespec", files.filespec())
                .with("recursive", files.recursive() ? "yes" : null)
                .with("alternatePath", files.alternateLocation())
                .with("filespecBackupType", mask(files.backupTypes()));
    }

    /** Returns what both documents say of files and another place for them. */
    static XmlElement mapping(String name, String namespace, FileSet files) {
        return new XmlElement(name, namespace)
                .with("path", files.path())
                .with("filespec", files.filespec())
                .with("recursive", yesOrNo(files.recursive()))
                .with("alternatePath", files.alternateLocation());
    }

    private XmlElement extension() {
        XmlElement extension = new XmlElement("OPENVSS", EXTENSION_NAMESPACE);
        if (metadata.level() != ApplicationLevel.FRONT_END) {
            extension.with("level", metadata.level().name());
        }
        for (String folder : metadata.affectedPaths()) {
            extension.with(
                    new XmlElement("AFFECTED_PATH", EXTENSION_NAMESPACE).with("path", folder));
        }
        return extension;
    }

    private static XmlElement element(String name) {
        return new XmlElement(name, NAMESPACE);
    }

    static String yesOrNo(boolean value) {
        return value ? "yes" : "no";
    }

    static String mask(Collection<? extends MaskBit> bits) {
        return Integer.toString(MaskBit.toMask(bits));
    }

    static @Nullable String ifGiven(String path) {
        return path.isEmpty() ? null : path;
    }
}
