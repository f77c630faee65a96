package org.openvss.documents;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.BackupSchema;
import org.openvss.BackupState;
import org.openvss.BackupType;
import org.openvss.Component;
import org.openvss.ComponentBackup;
import org.openvss.ComponentFailure;
import org.openvss.ComponentKey;
import org.openvss.ComponentRestore;
import org.openvss.ComponentType;
import org.openvss.DifferencedFiles;
import org.openvss.DirectedTarget;
import org.openvss.FileRestoreStatus;
import org.openvss.FileSet;
import org.openvss.FileSpecBackupType;
import org.openvss.HResult;
import org.openvss.PartialFile;
import org.openvss.RestoreSubcomponent;
import org.openvss.RestoreTarget;
import org.openvss.RestoreType;
import org.openvss.RollForward;
import org.openvss.RollForwardType;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.WriterComponents;
import org.openvss.WriterId;
import org.openvss.WriterInstanceId;

/** Turns the elements of a Backup Components Document into the model. */
final class BackupComponentsReader {
    private final XmlElement root;
    private final Unknown.Collector unknown = new Unknown.Collector();

    BackupComponentsReader(XmlElement root) {
        this.root = root;
    }

    BackupComponentsDocument read() throws VssException {
        Fields document =
                Fields.ofRoot(
                        root,
                        "BACKUP_COMPONENTS",
                        BackupComponentsDocument.NAMESPACE,
                        BackupComponentsDocument.WHAT);
        document.text("version");
        BackupState backup = backupState(document);
        RestoreType restoreType =
                document.word("restoreType", Words.RESTORE, RestoreType.UNDEFINED);
        ShadowCopySetId set =
                document.text("snapshotSetId") == null
                        ? null
                        : new ShadowCopySetId(document.guid("snapshotSetId"));
        List<WriterComponents> writers = new ArrayList<>();
        Set<List<Object>> seen = new HashSet<>();
        for (Fields element : document.children("WRITER_COMPONENTS")) {
            WriterComponents writer = writer(element);
            if (!seen.add(Unknown.of(writer))) {
                throw element.invalid("comes twice for writer instance " + writer.instanceId());
            }
            writers.add(writer);
        }
        unknown.add(Unknown.root(), document);
        return new BackupComponentsDocument(backup, restoreType, set, writers, unknown.collected());
    }

    private static @Nullable BackupState backupState(Fields document) throws VssException {
        Boolean select = document.flag("selectComponents");
        Boolean bootable = document.flag("bootableSystemStateBackup");
        Boolean partial = document.flag("partialFileSupport");
        String type = document.text("backupType");
        if (select == null && bootable == null && partial == null && type == null) {
            return null;
        }
        return new BackupState(
                Boolean.TRUE.equals(select),
                Boolean.TRUE.equals(bootable),
                type == null ? BackupType.UNDEFINED : Words.BACKUP.parse(type),
                Boolean.TRUE.equals(partial));
    }

    private WriterComponents writer(Fields element) throws VssException {
        WriterId writerId = new WriterId(element.requiredGuid("writerId"));
        List<Component> components = new ArrayList<>();
        List<Fields> sources = element.children("COMPONENT");
        Set<ComponentKey> seen = new HashSet<>();
        for (Fields source : sources) {
            Component component = component(writerId, source);
            if (!seen.add(component.key())) {
                throw source.invalid("comes twice: " + component.key().fullPath());
            }
            components.add(component);
        }
        WriterComponents writer =
                new WriterComponents(
                        writerId,
                        new WriterInstanceId(element.guid("instanceId")),
                        element.text("instanceName"),
                        element.mask("backupSchema", BackupSchema.class, 0),
                        components);
        unknown.add(Unknown.of(writer), element);
        for (int i = 0; i < sources.size(); i++) {
            unknown.add(Unknown.of(writer, components.get(i)), sources.get(i));
        }
        return writer;
    }

    private static Component component(WriterId writerId, Fields element) throws VssException {
        String word = element.required("componentType");
        ComponentType type = Words.COMPONENT.parse(word);
        if (type == ComponentType.UNDEFINED) {
            throw element.invalid("has componentType='" + word + "', which VSS does not have");
        }
        ComponentKey key =
                new ComponentKey(
                        writerId,
                        type,
                        element.text("logicalPath", ""),
                        element.required("componentName"));
        return new Component(key, backup(element), restore(element), failure(element));
    }

    private static ComponentBackup backup(Fields element) throws VssException {
        Fields metadata = element.child("BACKUP_METADATA");
        List<PartialFile> partialFiles = new ArrayList<>();
        for (Fields file : element.children("PARTIAL_FILE")) {
            partialFiles.add(
                    new PartialFile(
                            file.required("path"),
                            file.required("filename"),
                            file.text("ranges", ""),
                            file.text("metadata")));
        }
        List<DifferencedFiles> differencedFiles = new ArrayList<>();
        for (Fields files : element.children("DIFFERENCED_FILES")) {
            differencedFiles.add(
                    new DifferencedFiles(
                            files.required("path"),
                            files.required("filespec"),
                            files.isSet("recursive"),
                            instant(files.number("lastModifyTime", 0))));
        }
        return new ComponentBackup(
                element.flag("backupSucceeded"),
                element.text("backupOptions"),
                metadata == null ? null : metadata.required("metadata"),
                element.text("backupStamp"),
                element.text("previousBackupStamp"),
                partialFiles,
                differencedFiles,
                element.text("prepareForBackupFailureMsg"),
                element.text("postSnapshotFailureMsg"));
    }

    private static ComponentRestore restore(Fields element) throws VssException {
        Fields metadata = element.child("RESTORE_METADATA");
        List<RestoreSubcomponent> subcomponents = new ArrayList<>();
        for (Fields sub : element.children("RESTORE_SUBCOMPONENT")) {
            subcomponents.add(
                    new RestoreSubcomponent(
                            sub.text("logicalPath", ""), sub.required("componentName")));
        }
        return new ComponentRestore(
                element.isSet("selectedForRestore"),
                element.isSet("additionalRestores"),
                element.text("restoreOptions"),
                metadata == null ? null : metadata.required("metadata"),
                element.word("restoreTarget", Words.TARGET, RestoreTarget.ORIGINAL),
                directedTargets(element),
                places(element.children("ALTERNATE_LOCATION_MAPPING"), "filespec"),
                places(element.children("NEW_TARGET"), "filename"),
                subcomponents,
                element.text("preRestoreFailureMsg"),
                element.text("postRestoreFailureMsg"),
                element.word("fileRestoreStatus", Words.FILE_STATUS, FileRestoreStatus.UNDEFINED),
                element.isSet("authoritativeRestore"),
                rollForward(element),
                element.text("restoreName"),
                element.text("restoreInstanceId") == null
                        ? null
                        : new WriterInstanceId(element.guid("restoreInstanceId")));
    }

    private static List<DirectedTarget> directedTargets(Fields element) throws VssException {
        List<DirectedTarget> targets = new ArrayList<>();
        for (Fields target : element.children("DIRECTED_TARGET")) {
            targets.add(
                    new DirectedTarget(
                            target.required("sourcePath"),
                            target.required("sourceFilename"),
                            target.text("sourceRanges", ""),
                            target.required("destinationPath"),
                            target.required("destinationFilename"),
                            target.text("destinationRanges", "")));
        }
        return targets;
    }

    private static List<FileSet> places(List<Fields> elements, String filespec)
            throws VssException {
        List<FileSet> places = new ArrayList<>();
        for (Fields place : elements) {
            places.add(
                    new FileSet(
                            place.required("path"),
                            place.required(filespec),
                            place.isSet("recursive"),
                            place.text("alternatePath"),
                            FileSpecBackupType.DEFAULT));
        }
        return places;
    }

    private static @Nullable RollForward rollForward(Fields element) {
        RollForwardType type =
                element.word("rollForwardType", Words.ROLL_FORWARD, RollForwardType.UNDEFINED);
        String point = element.text("rollForwardPoint");
        return type == RollForwardType.UNDEFINED ? null : new RollForward(type, point);
    }

    private static @Nullable ComponentFailure failure(Fields element) throws VssException {
        Fields failure = element.child("FAILURE");
        if (failure == null) {
            return null;
        }
        String code = failure.required("hr");
        HResult known = HResult.ofValue(bits(failure, code)).orElse(null);
        if (known == null) {
            throw failure.invalid("has hr='" + code + "', which VSS does not have");
        }
        return new ComponentFailure(
                known, bits(failure, failure.text("hrApplication", "0")), failure.text("message"));
    }

    /** Reads 32 bits as a hexadecimal number or as a decimal one with or without a sign. */
    private static int bits(Fields failure, String text) throws VssException {
        try {
            BigInteger number =
                    text.startsWith("0x")
                            ? new BigInteger(text.substring(2), 16)
                            : new BigInteger(text);
            if (number.bitLength() <= 32) {
                return number.intValue();
            }
        } catch (NumberFormatException notOne) {
            // the same answer as for a number that is too large
        }
        throw failure.invalid("has '" + text + "' as a code, which is not a number of 32 bits");
    }

    private static @Nullable Instant instant(long ticks) {
        return ticks == 0 ? null : FileTimes.toInstant(ticks);
    }
}
