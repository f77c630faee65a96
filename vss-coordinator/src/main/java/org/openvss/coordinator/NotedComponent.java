package org.openvss.coordinator;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openvss.BackupSchema;
import org.openvss.Component;
import org.openvss.ComponentDescription;
import org.openvss.ComponentFailure;
import org.openvss.DifferencedFiles;
import org.openvss.DirectedTarget;
import org.openvss.FileSet;
import org.openvss.HResult;
import org.openvss.PartialFile;
import org.openvss.RestoreTarget;
import org.openvss.VssException;
import org.openvss.WriterMetadata;
import org.openvss.components.ComponentSelector;
import org.openvss.components.ComponentTree;
import org.openvss.components.FileSets;
import org.openvss.components.Ranges;
import org.openvss.writer.ComponentNotes;

/**
 * One component in the hands of its writer while an event runs. Writes to a draft, which {@link
 * WriterPages} takes over when the handler has ended; a handler that was abandoned writes to
 * nothing.
 */
final class NotedComponent implements ComponentNotes {
    private static final Set<HResult> FAILURES =
            Set.of(
                    HResult.S_OK,
                    HResult.VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT,
                    HResult.VSS_E_WRITERERROR_OUTOFRESOURCES,
                    HResult.VSS_E_WRITERERROR_TIMEOUT,
                    HResult.VSS_E_WRITERERROR_RETRYABLE,
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE);

    private final ComponentDraft draft;
    private final NotesEvent event;
    private final WriterMetadata writer;
    private final boolean partialFiles;
    private boolean closed;

    NotedComponent(
            Component component, NotesEvent event, WriterMetadata writer, boolean partialFiles) {
        this.draft = new ComponentDraft(component);
        this.event = event;
        this.writer = writer;
        this.partialFiles = partialFiles;
    }

    /** Ends the event: from now on nothing can be noted. */
    synchronized Component close() {
        closed = true;
        return draft.toComponent();
    }

    @Override
    public synchronized Component component() {
        return draft.toComponent();
    }

    @Override
    public synchronized void setBackupMetadata(String metadata) throws VssException {
        requireBackup("SetBackupMetadata");
        ContextRules.requireGiven(metadata, "metadata");
        if (draft.backupMetadata != null) {
            throw new VssException(
                    HResult.VSS_E_OBJECT_ALREADY_EXISTS,
                    "component " + name() + " has backup metadata already; set it once");
        }
        draft.backupMetadata = metadata;
    }

    @Override
    public synchronized void setRestoreMetadata(String metadata) throws VssException {
        requireRestore("SetRestoreMetadata");
        ContextRules.requireGiven(metadata, "metadata");
        draft.restoreMetadata = metadata;
    }

    @Override
    public synchronized void setBackupStamp(String stamp) throws VssException {
        requireBackup("SetBackupStamp");
        ContextRules.requireGiven(stamp, "stamp");
        draft.backupStamp = stamp;
    }

    @Override
    public synchronized void addPartialFile(PartialFile file) throws VssException {
        requireBackup("AddPartialFile");
        ContextRules.requireGiven(file, "file");
        if (!partialFiles) {
            throw badState(
                    "AddPartialFile needs a requester that can save parts of files, and this one"
                            + " said with setBackupState that it cannot; let it save the whole file");
        }
        if (file.fileName().isEmpty() || file.fileName().matches(".*[*?/].*")) {
            throw refused("'" + file.fileName() + "' does not name one file");
        }
        if (fileSets().noneMatch(set -> isAtOrBelow(set, file.path()))) {
            throw refused(
                    "folder "
                            + file.path()
                            + " is in no file set of component "
                            + name()
                            + " or those below it");
        }
        Ranges.requireUsable(file.ranges());
        draft.partialFiles.add(file);
    }

    @Override
    public synchronized void addDifferencedFiles(DifferencedFiles files) throws VssException {
        requireBackup("AddDifferencedFilesByLastModifyTime");
        ContextRules.requireGiven(files, "files");
        if (!writer.backupSchema().contains(BackupSchema.LAST_MODIFY)) {
            throw refused(
                    "writer "
                            + writer.name()
                            + " names differenced files, but its backup schema"
                            + " lacks LAST_MODIFY");
        }
        if (!files.path().startsWith("/") || files.filespec().contains("/")) {
            throw refused(
                    "differenced files need an absolute folder and names without one, not "
                            + files.path()
                            + " and "
                            + files.filespec());
        }
        draft.differencedFiles.add(files);
    }

    @Override
    public synchronized void setRestoreTarget(RestoreTarget target) throws VssException {
        requireRestore("SetRestoreTarget");
        ContextRules.requireGiven(target, "target");
        if (target == RestoreTarget.UNDEFINED) {
            throw refused("UNDEFINED is no restore target; leave it out for ORIGINAL");
        }
        draft.target = target;
    }

    @Override
    public synchronized void addDirectedTarget(DirectedTarget target) throws VssException {
        requireRestore("AddDirectedTarget");
        ContextRules.requireGiven(target, "target");
        Ranges source = Ranges.parse(target.sourceRanges());
        if (!source.fit(Ranges.parse(target.destinationRanges()))) {
            throw refused(
                    "the ranges "
                            + target.sourceRanges()
                            + " do not fit into "
                            + target.destinationRanges()
                            + ": count and lengths must be equal");
        }
        draft.directedTargets.add(target);
    }

    @Override
    public synchronized void setFailureMessage(String message) throws VssException {
        requireOpen("SetFailureMsg");
        ContextRules.requireGiven(message, "message");
        switch (event) {
            case PREPARE_FOR_BACKUP -> draft.prepareForBackupFailure = message;
            case POST_SNAPSHOT -> draft.postSnapshotFailure = message;
            case PRE_RESTORE -> draft.preRestoreFailure = message;
            case POST_RESTORE -> draft.postRestoreFailure = message;
            case BACKUP_COMPLETE -> throw readOnly("a failure message");
        }
    }

    @Override
    public synchronized void setFailure(@Nullable ComponentFailure failure) throws VssException {
        requireOpen("SetFailure");
        if (event == NotesEvent.BACKUP_COMPLETE) {
            throw readOnly("SetFailure");
        }
        if (failure != null && !FAILURES.contains(failure.failure())) {
            throw refused("a component cannot fail with " + failure.failure().label());
        }
        draft.failure = failure;
    }

    private void requireBackup(String call) throws VssException {
        requireOpen(call);
        if (!event.takesBackupNotes) {
            throw event == NotesEvent.BACKUP_COMPLETE
                    ? readOnly(call)
                    : badState(call + " is for backups, and this is " + event.title);
        }
    }

    private void requireRestore(String call) throws VssException {
        requireOpen(call);
        if (!event.takesRestoreNotes) {
            throw event == NotesEvent.POST_RESTORE
                    ? readOnly(call)
                    : badState(call + " is for PreRestore, and this is " + event.title);
        }
    }

    private void requireOpen(String call) throws VssException {
        if (closed) {
            throw badState(
                    call
                            + " comes too late for component "
                            + name()
                            + ": the event "
                            + event.title
                            + " is over");
        }
    }

    private VssException readOnly(String call) {
        return badState(
                call + " is not possible in " + event.title + ": the document is read-only");
    }

    private String name() {
        return draft.key.fullPath();
    }

    private static VssException badState(String why) {
        return new VssException(HResult.VSS_E_BAD_STATE, why);
    }

    private static VssException refused(String why) {
        return new VssException(HResult.E_INVALIDARG, why);
    }

    private Stream<FileSet> fileSets() {
        ComponentTree tree = new ComponentTree(writer);
        ComponentDescription described = tree.find(draft.key).orElse(null);
        if (described == null) {
            return Stream.of();
        }
        return Stream.concat(Stream.of(List.of(described)), Stream.of(tree.below(described)))
                .flatMap(List::stream)
                .flatMap(ComponentSelector::files);
    }

    private static boolean isAtOrBelow(FileSet set, String folder) {
        return FileSets.isIn(FileSet.everythingIn(set.path()), folder);
    }
}
