package org.openvss.coordinator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openvss.Component;
import org.openvss.ComponentBackup;
import org.openvss.ComponentFailure;
import org.openvss.ComponentKey;
import org.openvss.ComponentRestore;
import org.openvss.DifferencedFiles;
import org.openvss.DirectedTarget;
import org.openvss.FileRestoreStatus;
import org.openvss.FileSet;
import org.openvss.PartialFile;
import org.openvss.RestoreSubcomponent;
import org.openvss.RestoreTarget;
import org.openvss.RollForward;
import org.openvss.WriterInstanceId;

/** A component of the document while somebody changes it; the result is a value again. */
final class ComponentDraft {
    final ComponentKey key;
    @Nullable Boolean succeeded;
    @Nullable String backupOptions;
    @Nullable String backupMetadata;
    @Nullable String backupStamp;
    @Nullable String previousStamp;
    final List<PartialFile> partialFiles;
    final List<DifferencedFiles> differencedFiles;
    @Nullable String prepareForBackupFailure;
    @Nullable String postSnapshotFailure;
    boolean selected;
    boolean additionalRestores;
    @Nullable String restoreOptions;
    @Nullable String restoreMetadata;
    RestoreTarget target;
    final List<DirectedTarget> directedTargets;
    final List<FileSet> usedMappings;
    final List<FileSet> newTargets;
    final List<RestoreSubcomponent> subcomponents;
    @Nullable String preRestoreFailure;
    @Nullable String postRestoreFailure;
    FileRestoreStatus fileStatus;
    boolean authoritative;
    @Nullable RollForward rollForward;
    @Nullable String restoreName;
    @Nullable WriterInstanceId instance;
    @Nullable ComponentFailure failure;

    ComponentDraft(Component component) {
        ComponentBackup backup = component.backup();
        ComponentRestore restore = component.restore();
        key = component.key();
        succeeded = backup.succeeded();
        backupOptions = backup.options();
        backupMetadata = backup.metadata();
        backupStamp = backup.stamp();
        previousStamp = backup.previousStamp();
        partialFiles = new ArrayList<>(backup.partialFiles());
        differencedFiles = new ArrayList<>(backup.differencedFiles());
        prepareForBackupFailure = backup.prepareForBackupFailureMsg();
        postSnapshotFailure = backup.postSnapshotFailureMsg();
        selected = restore.selected();
        additionalRestores = restore.additionalRestores();
        restoreOptions = restore.options();
        restoreMetadata = restore.metadata();
        target = restore.target();
        directedTargets = new ArrayList<>(restore.directedTargets());
        usedMappings = new ArrayList<>(restore.alternateLocationMappings());
        newTargets = new ArrayList<>(restore.newTargets());
        subcomponents = new ArrayList<>(restore.subcomponents());
        preRestoreFailure = restore.preRestoreFailureMsg();
        postRestoreFailure = restore.postRestoreFailureMsg();
        fileStatus = restore.fileStatus();
        authoritative = restore.authoritative();
        rollForward = restore.rollForward();
        restoreName = restore.restoreName();
        instance = restore.instance();
        failure = component.failure();
    }

    Component toComponent() {
        return new Component(
                key,
                new ComponentBackup(
                        succeeded,
                        backupOptions,
                        backupMetadata,
                        backupStamp,
                        previousStamp,
                        partialFiles,
                        differencedFiles,
                        prepareForBackupFailure,
                        postSnapshotFailure),
                new ComponentRestore(
                        selected,
                        additionalRestores,
                        restoreOptions,
                        restoreMetadata,
                        target,
                        directedTargets,
                        usedMappings,
                        newTargets,
                        subcomponents,
                        preRestoreFailure,
                        postRestoreFailure,
                        fileStatus,
                        authoritative,
                        rollForward,
                        restoreName,
                        instance),
                failure);
    }
}
