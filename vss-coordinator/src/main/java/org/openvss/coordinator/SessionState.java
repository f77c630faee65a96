package org.openvss.coordinator;

import org.jspecify.annotations.Nullable;
import org.openvss.BackupComponents;
import org.openvss.BackupState;
import org.openvss.HResult;
import org.openvss.ShadowCopyContext;
import org.openvss.VssException;

/**
 * How far a session has come, and what a call still misses. Every refusal is VSS_E_BAD_STATE and
 * names the call that has to come first.
 */
final class SessionState {
    /** Stages of the set. */
    enum Stage {
        NEW("initializeForBackup has not been called"),
        INITIALISED("no set has been started"),
        BUILDING("the set is being built"),
        CREATING("doSnapshotSet is running"),
        CREATED("doSnapshotSet has succeeded"),
        RESTORING("the session is for a restore"),
        FAILED("doSnapshotSet has failed or was cancelled"),
        ABORTED("the backup was aborted"),
        CLOSED("the session is closed");

        private final String sentence;

        Stage(String sentence) {
            this.sentence = sentence;
        }
    }

    /** Progress of an event that happens at most once. */
    enum Once {
        NOT_YET,
        RUNNING,
        DONE
    }

    private Stage stage = Stage.NEW;
    private ShadowCopyContext context = ShadowCopyContext.BACKUP;
    private boolean contextChosen;
    private @Nullable BackupState backup;
    private Once gathering = Once.NOT_YET;
    private Once preparing = Once.NOT_YET;
    private Once completing = Once.NOT_YET;
    private Once preRestoring = Once.NOT_YET;
    private Once postRestoring = Once.NOT_YET;

    synchronized Stage stage() {
        return stage;
    }

    synchronized ShadowCopyContext context() {
        return context;
    }

    synchronized void enter(Stage next) {
        stage = next;
    }

    /** Enters a stage unless the session has been aborted or closed in the meantime. */
    synchronized void leaveCreating(Stage next) {
        if (stage == Stage.CREATING) {
            stage = next;
        }
    }

    synchronized void chooseContext(ShadowCopyContext chosen) {
        context = chosen;
        contextChosen = true;
    }

    synchronized void describeBackup(BackupState described) {
        backup = described;
    }

    /** Returns what the requester said of its backup, or null before it did. */
    synchronized @Nullable BackupState backup() {
        return backup;
    }

    synchronized void gathering(Once progress) {
        gathering = progress;
    }

    synchronized void preparing(Once progress) {
        preparing = progress;
    }

    synchronized void completing(Once progress) {
        completing = progress;
    }

    synchronized void preRestoring(Once progress) {
        preRestoring = progress;
    }

    synchronized void postRestoring(Once progress) {
        postRestoring = progress;
    }

    synchronized boolean isRestoring() {
        return stage == Stage.RESTORING;
    }

    synchronized boolean hasBegunToGather() {
        return gathering != Once.NOT_YET;
    }

    synchronized boolean hasBegunToPrepare() {
        return preparing != Once.NOT_YET;
    }

    /** Enters ABORTED if the set is still being built; tells whether it was. */
    synchronized boolean abortBuilding() {
        boolean was = stage == Stage.BUILDING;
        if (was) {
            stage = Stage.ABORTED;
        }
        return was;
    }

    /** Enters CLOSED; tells whether the session was open. */
    synchronized boolean close() {
        boolean was = stage != Stage.CLOSED;
        stage = Stage.CLOSED;
        return was;
    }

    synchronized void requireNew(String call) throws VssException {
        require(
                stage == Stage.NEW,
                call,
                "can be called once; use a new " + BackupComponents.class.getSimpleName());
    }

    /** Checks that the session is not for a restore. */
    private void requireBackup(String call) throws VssException {
        requireInitialised(call);
        require(
                stage != Stage.RESTORING,
                call,
                "is not possible in a restore; use a session begun with initializeForBackup");
    }

    synchronized void requireInitialised(String call) throws VssException {
        require(stage != Stage.CLOSED, call, "was called after close; use a new session");
        require(stage != Stage.NEW, call, "needs initializeForBackup first");
    }

    synchronized void requireContextFree() throws VssException {
        requireBackup("setContext");
        require(!contextChosen, "setContext", "can be called once in a session");
        require(stage == Stage.INITIALISED, "setContext", "must come before startSnapshotSet");
    }

    synchronized void requireBeforePrepare(String call) throws VssException {
        requireInitialised(call);
        require(preparing == Once.NOT_YET, call, "must come before prepareForBackup");
    }

    /** Checks that components can still be added and described. */
    synchronized void requireSelectable(String call) throws VssException {
        requireBackup(call);
        requireWriters(call);
        requireGatherDone(call);
        requireBeforePrepare(call);
        require(
                backup == null || backup.selectComponents(),
                call,
                "needs component mode: call setBackupState with selectComponents true first");
    }

    /** Checks that the document has been filled. */
    synchronized void requireDocument(String call) throws VssException {
        requireInitialised(call);
        if (stage == Stage.RESTORING) {
            return;
        }
        if (context.hasWriters()) {
            require(preparing != Once.NOT_YET, call, "needs prepareForBackup first");
            require(
                    preparing == Once.DONE,
                    call,
                    "needs the end of prepareForBackup: call waitFor on its result first");
        } else {
            require(stage == Stage.CREATED, call, "needs a doSnapshotSet that has succeeded first");
        }
    }

    /** Checks that a restore is being selected: writers have not been told of it. */
    synchronized void requireRestoreSelection(String call) throws VssException {
        requireRestore(call);
        requireGatherDone(call);
        requireBeforePreRestore(call);
    }

    synchronized void requireBeforePreRestore(String call) throws VssException {
        require(preRestoring == Once.NOT_YET, call, "must come before preRestore");
    }

    /** Checks that files are being restored. */
    synchronized void requireRestoring(String call) throws VssException {
        requireRestore(call);
        require(preRestoring != Once.NOT_YET, call, "needs preRestore first");
        require(
                preRestoring == Once.DONE,
                call,
                "needs the end of preRestore: call waitFor on its result first");
        require(postRestoring == Once.NOT_YET, call, "must come before postRestore");
    }

    synchronized void requireRestore(String call) throws VssException {
        require(stage != Stage.NEW, call, "needs initializeForRestore first");
        requireInitialised(call);
        require(
                stage == Stage.RESTORING,
                call,
                "is not possible in a backup; use a session begun with initializeForRestore");
    }

    synchronized void requireGatherable() throws VssException {
        requireInitialised("gatherWriterMetadata");
        require(
                gathering == Once.NOT_YET,
                "gatherWriterMetadata",
                "can be called once in a session; use a new session");
    }

    synchronized void requireGathered(String call) throws VssException {
        requireInitialised(call);
        requireGatherDone(call);
    }

    synchronized void requireStartable() throws VssException {
        requireBackup("startSnapshotSet");
        require(
                context != ShadowCopyContext.ALL,
                "startSnapshotSet",
                "is not possible in context all, which is for administration; call setContext with"
                        + " another context first");
        require(
                stage == Stage.INITIALISED,
                "startSnapshotSet",
                "can be called once in a session; use a new session");
    }

    synchronized void requireBuilding(String call) throws VssException {
        requireBackup(call);
        require(stage != Stage.INITIALISED, call, "needs startSnapshotSet first");
        require(stage == Stage.BUILDING, call, "must come before doSnapshotSet");
    }

    synchronized void requirePreparable() throws VssException {
        requireBackup("prepareForBackup");
        requireWriters("prepareForBackup");
        require(backup != null, "prepareForBackup", "needs setBackupState first");
        requireGatherDone("prepareForBackup");
        requireBuilding("prepareForBackup");
        require(preparing == Once.NOT_YET, "prepareForBackup", "can be called once in a session");
    }

    /** Checks every prerequisite of DoSnapshotSet, and begins it. */
    synchronized void beginCreating(boolean empty) throws VssException {
        String call = "doSnapshotSet";
        requireBackup(call);
        require(stage != Stage.INITIALISED, call, "needs startSnapshotSet first");
        require(
                stage == Stage.BUILDING,
                call,
                "can be called once in a session; use a new session");
        if (context.hasWriters()) {
            requireGatherDone(call);
            require(
                    preparing != Once.NOT_YET,
                    call,
                    "needs prepareForBackup first, because writers take part in context "
                            + context.commandName());
            require(
                    preparing == Once.DONE,
                    call,
                    "needs the end of prepareForBackup: call waitFor on its result first");
        }
        require(gathering != Once.RUNNING, call, "needs the end of gatherWriterMetadata first");
        require(!empty, call, "needs addToSnapshotSet first: the set is empty");
        stage = Stage.CREATING;
    }

    synchronized void requireCreated(String call) throws VssException {
        requireBackup(call);
        require(stage == Stage.CREATED, call, "needs a doSnapshotSet that has succeeded first");
        require(completing == Once.NOT_YET, call, "must come before backupComplete, which ends it");
    }

    synchronized void requireWriters(String call) throws VssException {
        require(
                context.hasWriters(),
                call,
                "is not possible in context " + context.commandName() + ", which has no writers");
    }

    private void requireGatherDone(String call) throws VssException {
        require(gathering != Once.NOT_YET, call, "needs gatherWriterMetadata first");
        require(
                gathering == Once.DONE,
                call,
                "needs the end of gatherWriterMetadata: call waitFor on its result first");
    }

    private void require(boolean holds, String call, String missing) throws VssException {
        if (!holds) {
            throw new VssException(
                    HResult.VSS_E_BAD_STATE, call + " " + missing + " (" + stage.sentence + ")");
        }
    }
}
