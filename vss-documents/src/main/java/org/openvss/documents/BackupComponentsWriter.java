package org.openvss.documents;

import static org.openvss.documents.BackupComponentsDocument.NAMESPACE;
import static org.openvss.documents.WriterMetadataWriter.ifGiven;
import static org.openvss.documents.WriterMetadataWriter.mask;
import static org.openvss.documents.WriterMetadataWriter.yesOrNo;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openvss.BackupState;
import org.openvss.Component;
import org.openvss.ComponentBackup;
import org.openvss.ComponentFailure;
import org.openvss.ComponentRestore;
import org.openvss.DifferencedFiles;
import org.openvss.DirectedTarget;
import org.openvss.FileRestoreStatus;
import org.openvss.FileSet;
import org.openvss.PartialFile;
import org.openvss.RestoreSubcomponent;
import org.openvss.RestoreTarget;
import org.openvss.RestoreType;
import org.openvss.RollForward;
import org.openvss.ShadowCopySetId;
import org.openvss.WriterComponents;

/** Turns the model of a Backup Components Document into elements, in the order of VSS. */
final class BackupComponentsWriter {
    private final BackupComponentsDocument document;

    BackupComponentsWriter(BackupComponentsDocument document) {
        this.document = document;
    }

    XmlElement write() {
        XmlElement root =
                element("BACKUP_COMPONENTS").with("version", BackupComponentsDocument.VERSION);
        BackupState backup = document.backup();
        if (backup != null) {
            root.with("bootableSystemStateBackup", yesOrNo(backup.bootableSystemState()))
                    .with("selectComponents", yesOrNo(backup.selectComponents()))
                    .with("backupType", Words.BACKUP.of(backup.backupType()))
                    .with("partialFileSupport", yesOrNo(backup.partialFileSupport()));
        }
        ShadowCopySetId set = document.set();
        root.with("snapshotSetId", set == null ? null : set.toString());
        if (document.restoreType() != RestoreType.UNDEFINED) {
            root.with("restoreType", Words.RESTORE.of(document.restoreType()));
        }
        document.writers().forEach(writer -> root.with(writer(writer)));
        document.unknown().addTo(root, Unknown.root());
        return root;
    }

    private XmlElement writer(WriterComponents writer) {
        XmlElement element =
                element("WRITER_COMPONENTS")
                        .with("instanceId", writer.instanceId().toString())
                        .with("writerId", writer.writerId().toString())
                        .with("instanceName", writer.instanceName())
                        .with("backupSchema", mask(writer.backupSchema()));
        for (Component component : writer.components()) {
            XmlElement child = component(component);
            document.unknown().addTo(child, Unknown.of(writer, component));
            element.with(child);
        }
        document.unknown().addTo(element, Unknown.of(writer));
        return element;
    }

    private static XmlElement component(Component component) {
        XmlElement element =
                element("COMPONENT")
                        .with("logicalPath", ifGiven(component.key().logicalPath()))
                        .with("componentName", component.key().name())
                        .with("componentType", Words.COMPONENT.of(component.key().type()));
        backup(element, component.backup());
        restore(element, component.restore());
        ComponentFailure failure = component.failure();
        if (failure != null) {
            element.with(
                    element("FAILURE")
                            .with("hr", failure.failure().hex())
                            .with("hrApplication", hex(failure.applicationFailure()))
                            .with("message", failure.message()));
        }
        return element;
    }

    private static String hex(int code) {
        return String.format(Locale.ROOT, "0x%08x", code);
    }

    private static void backup(XmlElement element, ComponentBackup backup) {
        Boolean succeeded = backup.succeeded();
        element.with("backupStamp", backup.stamp())
                .with("previousBackupStamp", backup.previousStamp())
                .with("backupOptions", backup.options())
                .with("backupSucceeded", succeeded == null ? null : yesOrNo(succeeded))
                .with("prepareForBackupFailureMsg", backup.prepareForBackupFailureMsg())
                .with("postSnapshotFailureMsg", backup.postSnapshotFailureMsg());
        metadata(element, "BACKUP_METADATA", backup.metadata());
        for (PartialFile file : backup.partialFiles()) {
            element.with(
                    element("PARTIAL_FILE")
                            .with("path", file.path())
                            .with("filename", file.fileName())
                            .with("ranges", file.ranges())
                            .with("metadata", file.metadata()));
        }
        for (DifferencedFiles files : backup.differencedFiles()) {
            Instant since = files.modifiedSince();
            long ticks = since == null ? 0 : FileTimes.ofInstant(since);
            element.with(
                    element("DIFFERENCED_FILES")
                            .with("path", files.path())
                            .with("filespec", files.filespec())
                            .with("recursive", yesOrNo(files.recursive()))
                            .with("lastModifyTime", Long.toString(ticks)));
        }
    }

    private static void restore(XmlElement element, ComponentRestore restore) {
        RollForward rollForward = restore.rollForward();
        element.with("selectedForRestore", ifSet(restore.selected()))
                .with("restoreInstanceId", instance(restore))
                .with("additionalRestores", ifSet(restore.additionalRestores()))
                .with("restoreOptions", restore.options())
                .with("restoreName", restore.restoreName())
                .with("authoritativeRestore", ifSet(restore.authoritative()))
                .with("preRestoreFailureMsg", restore.preRestoreFailureMsg())
                .with("postRestoreFailureMsg", restore.postRestoreFailureMsg());
        if (rollForward != null) {
            element.with("rollForwardType", Words.ROLL_FORWARD.of(rollForward.type()))
                    .with("rollForwardPoint", rollForward.point());
        }
        if (restore.target() != RestoreTarget.ORIGINAL) {
            element.with("restoreTarget", Words.TARGET.of(restore.target()));
        }
        if (restore.fileStatus() != FileRestoreStatus.UNDEFINED) {
            element.with("fileRestoreStatus", Words.FILE_STATUS.of(restore.fileStatus()));
        }
        metadata(element, "RESTORE_METADATA", restore.metadata());
        for (FileSet used : restore.alternateLocationMappings()) {
            element.with(
                    WriterMetadataWriter.mapping("ALTERNATE_LOCATION_MAPPING", NAMESPACE, used));
        }
        for (FileSet target : restore.newTargets()) {
            element.with(
                    element("NEW_TARGET")
                            .with("path", target.path())
                            .with("filename", target.filespec())
                            .with("recursive", yesOrNo(target.recursive()))
                            .with("alternatePath", target.alternateLocation()));
        }
        restore.directedTargets().forEach(target -> element.with(directed(target)));
        for (RestoreSubcomponent sub : restore.subcomponents()) {
            element.with(
                    element("RESTORE_SUBCOMPONENT")
                            .with("logicalPath", sub.logicalPath())
                            .with("componentName", sub.componentName())
                            .with("repair", "no"));
        }
    }

    private static XmlElement directed(DirectedTarget target) {
        return element("DIRECTED_TARGET")
                .with("sourcePath", target.sourcePath())
                .with("sourceFilename", target.sourceFileName())
                .with("sourceRanges", target.sourceRanges())
                .with("destinationPath", target.destinationPath())
                .with("destinationFilename", target.destinationFileName())
                .with("destinationRanges", target.destinationRanges());
    }

    private static void metadata(XmlElement element, String name, @Nullable String metadata) {
        if (metadata != null) {
            element.with(element(name).with("metadata", metadata));
        }
    }

    private static @Nullable String instance(ComponentRestore restore) {
        return restore.instance() == null ? null : restore.instance().toString();
    }

    private static @Nullable String ifSet(boolean value) {
        return value ? "yes" : null;
    }

    private static XmlElement element(String name) {
        return new XmlElement(name, NAMESPACE);
    }
}
