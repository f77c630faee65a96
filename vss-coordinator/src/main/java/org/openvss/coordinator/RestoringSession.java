package org.openvss.coordinator;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openvss.BackupSchema;
import org.openvss.Component;
import org.openvss.ComponentDescription;
import org.openvss.ComponentKey;
import org.openvss.FileRestoreStatus;
import org.openvss.FileSet;
import org.openvss.HResult;
import org.openvss.PartialFile;
import org.openvss.RestoreSubcomponent;
import org.openvss.RestoreType;
import org.openvss.RollForward;
import org.openvss.RollForwardType;
import org.openvss.VssAsync;
import org.openvss.VssException;
import org.openvss.WriterInstanceId;
import org.openvss.WriterStatus;
import org.openvss.components.ComponentSelector;
import org.openvss.components.ComponentTree;
import org.openvss.components.Ranges;
import org.openvss.coordinator.SessionDocument.Change;
import org.openvss.coordinator.SessionState.Stage;
import org.openvss.documents.BackupComponentsDocument;
import org.openvss.writer.WriterSession;

/**
 * The part of a session that restores with writers: selects in the document of a backup, and tells
 * the writers before and after. Files are put back by the requester.
 */
abstract class RestoringSession extends ComponentsSession {
    private static final UUID ANY_INSTANCE = new UUID(0, 0);

    RestoringSession(CoordinatorParts parts, ShadowCopyAdministration administration) {
        super(parts, administration);
    }

    /** Returns what writers may know of the session. */
    abstract WriterSession writerSession();

    @Override
    public void initializeForRestore(String text) throws VssException {
        state.requireNew("initializeForRestore");
        ContextRules.requireGiven(text, "document");
        document.restoreFrom(
                Failures.guarded(
                        "initializeForRestore", () -> BackupComponentsDocument.read(text)));
        state.enter(Stage.RESTORING);
    }

    @Override
    public void setRestoreState(RestoreType type) throws VssException {
        state.requireRestore("setRestoreState");
        state.requireBeforePreRestore("setRestoreState");
        ContextRules.requireGiven(type, "type");
        document.describe(type);
    }

    @Override
    public void setSelectedForRestore(
            ComponentKey component, boolean selected, @Nullable WriterInstanceId instance)
            throws VssException {
        String call = "setSelectedForRestore";
        Component found = selectable(call, component);
        WriterInstanceId target =
                instance == null || instance.value().equals(ANY_INSTANCE) ? null : instance;
        if (target != null) {
            requireSchema(call, component, BackupSchema.WRITER_SUPPORTS_RESTORE_WITH_MOVE);
            if (!writers.find(call, target).writerId().equals(component.writerId())) {
                throw refused(call + ": writer instance " + target + " is of another class");
            }
        } else {
            writers.findOwner(call, found);
        }
        document.change(
                call,
                null,
                component,
                draft -> {
                    draft.selected = selected;
                    draft.instance = target;
                });
    }

    @Override
    public void addRestoreSubcomponent(ComponentKey component, RestoreSubcomponent subcomponent)
            throws VssException {
        String call = "addRestoreSubcomponent";
        Component found = selectable(call, component);
        ContextRules.requireGiven(subcomponent, "subcomponent");
        if (!found.restore().selected()) {
            throw new VssException(
                    HResult.VSS_E_BAD_STATE,
                    call + " needs setSelectedForRestore of " + component.fullPath() + " first");
        }
        ComponentTree tree = new ComponentTree(writers.findOwner(call, found));
        ComponentDescription sub =
                tree.components().stream()
                        .filter(one -> one.logicalPath().equals(subcomponent.logicalPath()))
                        .filter(one -> one.name().equals(subcomponent.componentName()))
                        .filter(one -> component.isAncestorOf(tree.keyOf(one)))
                        .findFirst()
                        .orElseThrow(() ->
                                new VssException(
                                        HResult.VSS_E_OBJECT_NOT_FOUND,
                                        call
                                                + ": the writer has no component "
                                                + subcomponent.componentName()
                                                + " below "
                                                + component.fullPath()));
        if (!tree.canBeRestoredAlone(sub)) {
            throw refused(
                    call
                            + ": component "
                            + sub.name()
                            + " cannot be restored alone; restore "
                            + component.fullPath());
        }
        change(call, component, draft -> draft.subcomponents.add(subcomponent));
    }

    @Override
    public void setRestoreOptions(ComponentKey component, String options) throws VssException {
        Component found = selectable("setRestoreOptions", component);
        ContextRules.requireGiven(options, "options");
        if (found.restore().options() != null) {
            throw new VssException(
                    HResult.VSS_E_BAD_STATE,
                    "setRestoreOptions can be called once for component " + component.fullPath());
        }
        change("setRestoreOptions", component, draft -> draft.restoreOptions = options);
    }

    @Override
    public void setAdditionalRestores(ComponentKey component, boolean additional)
            throws VssException {
        selectable("setAdditionalRestores", component);
        change("setAdditionalRestores", component, draft -> draft.additionalRestores = additional);
    }

    @Override
    public void addNewTarget(ComponentKey component, FileSet files) throws VssException {
        String call = "addNewTarget";
        Component found = selectable(call, component);
        requirePlace(files);
        requireSchema(call, component, BackupSchema.WRITER_SUPPORTS_NEW_TARGET);
        ComponentTree tree = new ComponentTree(writers.findOwner(call, found));
        boolean known =
                tree.find(component).stream()
                        .flatMap(one -> Stream.concat(Stream.of(one), tree.below(one).stream()))
                        .flatMap(ComponentSelector::files)
                        .anyMatch(set -> isSame(set, files));
        if (!known) {
            throw new VssException(
                    HResult.VSS_E_OBJECT_NOT_FOUND,
                    call
                            + ": component "
                            + component.fullPath()
                            + " has no file set "
                            + files.filespec()
                            + " in "
                            + files.path());
        }
        change(call, component, draft -> draft.newTargets.add(files));
    }

    private static boolean isSame(FileSet set, FileSet wanted) {
        return set.path().equals(wanted.path())
                && set.filespec().equals(wanted.filespec())
                && set.recursive() == wanted.recursive();
    }

    @Override
    public void addAlternativeLocationMapping(ComponentKey component, FileSet files)
            throws VssException {
        restoring("addAlternativeLocationMapping", component);
        requirePlace(files);
        change("addAlternativeLocationMapping", component, draft -> draft.usedMappings.add(files));
    }

    private static void requirePlace(FileSet files) throws VssException {
        ContextRules.requireGiven(files, "files");
        ContextRules.requireGiven(files.alternateLocation(), "files.alternateLocation");
    }

    @Override
    public void setRangesFilePath(ComponentKey component, int partialFile, String path)
            throws VssException {
        Component found = restoring("setRangesFilePath", component);
        ContextRules.requireGiven(path, "path");
        List<PartialFile> files = found.backup().partialFiles();
        if (partialFile < 0 || partialFile >= files.size()) {
            throw new VssException(
                    HResult.VSS_E_OBJECT_NOT_FOUND,
                    "setRangesFilePath: component "
                            + component.fullPath()
                            + " has "
                            + files.size()
                            + " partial files, none at "
                            + partialFile);
        }
        PartialFile old = files.get(partialFile);
        change(
                "setRangesFilePath",
                component,
                draft ->
                        draft.partialFiles.set(
                                partialFile,
                                new PartialFile(
                                        old.path(),
                                        old.fileName(),
                                        Ranges.inFile(path),
                                        old.metadata())));
    }

    @Override
    public void setFileRestoreStatus(ComponentKey component, FileRestoreStatus status)
            throws VssException {
        restoring("setFileRestoreStatus", component);
        ContextRules.requireGiven(status, "status");
        change("setFileRestoreStatus", component, draft -> draft.fileStatus = status);
    }

    @Override
    public void setAuthoritativeRestore(ComponentKey component, boolean authoritative)
            throws VssException {
        selectable("setAuthoritativeRestore", component);
        requireSchema("setAuthoritativeRestore", component, BackupSchema.AUTHORITATIVE_RESTORE);
        change("setAuthoritativeRestore", component, draft -> draft.authoritative = authoritative);
    }

    @Override
    public void setRollForward(ComponentKey component, RollForward rollForward)
            throws VssException {
        selectable("setRollForward", component);
        ContextRules.requireGiven(rollForward, "rollForward");
        if (rollForward.type() == RollForwardType.UNDEFINED
                || (rollForward.type() == RollForwardType.PARTIAL)
                        != (rollForward.point() != null)) {
            throw refused("setRollForward: a point belongs to PARTIAL, and only to it");
        }
        requireSchema("setRollForward", component, BackupSchema.ROLLFORWARD_RESTORE);
        change("setRollForward", component, draft -> draft.rollForward = rollForward);
    }

    @Override
    public void setRestoreName(ComponentKey component, String name) throws VssException {
        selectable("setRestoreName", component);
        ContextRules.requireGiven(name, "name");
        requireSchema("setRestoreName", component, BackupSchema.RESTORE_RENAME);
        change("setRestoreName", component, draft -> draft.restoreName = name);
    }

    @Override
    public VssAsync<List<WriterStatus>> preRestore() throws VssException {
        state.requireRestoreSelection("preRestore");
        WriterSession session = writerSession();
        return operations.once(
                "preRestore",
                state::preRestoring,
                () -> {
                    writers.preRestore(session);
                    return writers.status();
                });
    }

    @Override
    public VssAsync<List<WriterStatus>> postRestore() throws VssException {
        state.requireRestoring("postRestore");
        WriterSession session = writerSession();
        return operations.once(
                "postRestore",
                state::postRestoring,
                () -> {
                    writers.postRestore(session);
                    return writers.status();
                });
    }

    private Component selectable(String call, ComponentKey component) throws VssException {
        state.requireRestoreSelection(call);
        ContextRules.requireGiven(component, "component");
        return document.find(call, component);
    }

    private Component restoring(String call, ComponentKey component) throws VssException {
        state.requireRestoring(call);
        ContextRules.requireGiven(component, "component");
        return document.find(call, component);
    }

    private void change(String call, ComponentKey component, Change change) throws VssException {
        document.change(call, null, component, change);
    }

    private void requireSchema(String call, ComponentKey component, BackupSchema needed)
            throws VssException {
        if (!writers.find(call, component.writerId()).backupSchema().contains(needed)) {
            throw refused(
                    call
                            + ": the writer of "
                            + component.fullPath()
                            + " does not support it: its"
                            + " backup schema lacks "
                            + needed);
        }
    }

    private static VssException refused(String why) {
        return new VssException(HResult.E_INVALIDARG, why);
    }
}
