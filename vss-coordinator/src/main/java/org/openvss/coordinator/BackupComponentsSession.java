package org.openvss.coordinator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.BackupState;
import org.openvss.HResult;
import org.openvss.ProviderId;
import org.openvss.SessionId;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.VssAsync;
import org.openvss.VssException;
import org.openvss.WriterId;
import org.openvss.WriterInstanceId;
import org.openvss.WriterMetadata;
import org.openvss.WriterStatus;
import org.openvss.coordinator.SessionState.Stage;
import org.openvss.writer.WriterSession;

/**
 * One requester's session: checks that each call may come now ({@link SessionState}) and hands it
 * to whoever does it: {@link SetInProgress} takes volumes, {@link SessionWriters} knows the
 * writers, {@link ShadowCopySetCreation} makes the set, {@link ShadowCopyAdministration} does the
 * rest.
 */
final class BackupComponentsSession extends RestoringSession {
    private final SessionId id;
    private Set<ShadowCopyAttribute> modifiers = Set.of();
    private boolean backupSucceeded;
    private volatile @Nullable List<WriterMetadata> metadata;
    private volatile @Nullable List<WriterStatus> status;
    private volatile @Nullable SessionSet set;

    BackupComponentsSession(CoordinatorParts parts, ShadowCopyAdministration administration) {
        super(parts, administration);
        this.id = new SessionId(parts.ids().get());
    }

    @Override
    public void initializeForBackup() throws VssException {
        state.requireNew("initializeForBackup");
        state.enter(Stage.INITIALISED);
    }

    @Override
    public void setContext(ShadowCopyContext context, Set<ShadowCopyAttribute> chosen)
            throws VssException {
        state.requireContextFree();
        ContextRules.requireLegal(context, chosen);
        modifiers = Set.copyOf(chosen);
        state.chooseContext(context);
    }

    @Override
    Set<ShadowCopyAttribute> modifiers() {
        return modifiers;
    }

    @Override
    public void setBackupState(BackupState backup) throws VssException {
        state.requireBeforePrepare("setBackupState");
        ContextRules.requireGiven(backup, "state");
        if (!state.isRestoring()) { // else the document keeps what was said of the backup itself
            document.describe(backup);
        }
        state.describeBackup(backup);
    }

    @Override
    public void enableWriterClasses(Collection<WriterId> classes) throws VssException {
        state.requireInitialised("enableWriterClasses");
        ContextRules.requireGiven(classes, "writers");
        if (!state.hasBegunToGather()) {
            writers.enableOnly(classes);
        }
    }

    @Override
    public void disableWriterClasses(Collection<WriterId> classes) throws VssException {
        state.requireInitialised("disableWriterClasses");
        ContextRules.requireGiven(classes, "writers");
        if (!state.hasBegunToGather()) {
            writers.disableClasses(classes);
        }
    }

    @Override
    public void disableWriterInstances(Collection<WriterInstanceId> instances) throws VssException {
        state.requireInitialised("disableWriterInstances");
        ContextRules.requireGiven(instances, "writers");
        if (!state.hasBegunToGather()) {
            writers.disableInstances(instances);
        }
    }

    @Override
    public VssAsync<List<WriterMetadata>> gatherWriterMetadata() throws VssException {
        state.requireGatherable();
        return operations.once(
                "gatherWriterMetadata",
                state::gathering,
                () -> {
                    List<WriterMetadata> found = writers.gather();
                    metadata = found;
                    return found;
                });
    }

    @Override
    public List<WriterMetadata> getWriterMetadata() throws VssException {
        state.requireGathered("getWriterMetadata");
        List<WriterMetadata> found = metadata;
        if (found == null) {
            throw new VssException(
                    HResult.VSS_E_BAD_STATE,
                    "getWriterMetadata cannot follow freeWriterMetadata; use a new session");
        }
        return found;
    }

    @Override
    public void freeWriterMetadata() throws VssException {
        state.requireGathered("freeWriterMetadata");
        metadata = null;
    }

    @Override
    public VssAsync<List<WriterStatus>> gatherWriterStatus() throws VssException {
        state.requireGathered("gatherWriterStatus");
        return operations.start(
                "gatherWriterStatus",
                () -> {
                    List<WriterStatus> found = writers.status();
                    status = found;
                    return found;
                });
    }

    @Override
    public List<WriterStatus> getWriterStatus() throws VssException {
        state.requireInitialised("getWriterStatus");
        List<WriterStatus> found = status;
        if (found == null) {
            throw new VssException(
                    HResult.VSS_E_BAD_STATE,
                    "getWriterStatus needs gatherWriterStatus first, and its end");
        }
        return found;
    }

    @Override
    public void freeWriterStatus() throws VssException {
        state.requireInitialised("freeWriterStatus");
        status = null;
    }

    @Override
    public ShadowCopySetId startSnapshotSet() throws VssException {
        state.requireStartable();
        SessionSet started = SessionSet.start(parts, state.context(), modifiers);
        set = started;
        document.started(started.id());
        state.enter(Stage.BUILDING);
        return started.id();
    }

    @Override
    public ShadowCopyId addToSnapshotSet(String volume, @Nullable ProviderId provider)
            throws VssException {
        state.requireBuilding("addToSnapshotSet");
        ContextRules.requireGiven(volume, "volume");
        return theSet().add(volume, provider);
    }

    @Override
    public VssAsync<List<WriterStatus>> prepareForBackup() throws VssException {
        state.requirePreparable();
        WriterSession session = writerSession();
        return operations.once(
                "prepareForBackup",
                state::preparing,
                () -> {
                    writers.prepareBackup(session);
                    return writers.status();
                });
    }

    @Override
    public VssAsync<ShadowCopySet> doSnapshotSet() throws VssException {
        SessionSet made = set;
        state.beginCreating(made == null || made.isEmpty());
        Cancellation cancellation = theSet().cancellation();
        try {
            return operations.start("doSnapshotSet", cancellation, () -> create(cancellation));
        } catch (VssException failure) {
            List<String> left = theSet().abandon();
            state.leaveCreating(Stage.FAILED);
            throw failure.withResidue(left);
        }
    }

    private ShadowCopySet create(Cancellation cancellation) throws VssException {
        SessionSet building = theSet();
        Stage ending = Stage.FAILED;
        try {
            CreationPlan plan =
                    building.plan(
                            state.backup(),
                            id,
                            state.context().hasWriters()
                                    ? writers.askedFor(building.volumes())
                                    : List.of(),
                            document);
            ShadowCopySet created = new ShadowCopySetCreation(parts, plan, cancellation).run();
            building.created();
            ending = Stage.CREATED;
            return created;
        } finally {
            state.leaveCreating(ending);
            building.unlock();
        }
    }

    @Override
    public void setBackupSucceeded(boolean succeeded) throws VssException {
        state.requireCreated("setBackupSucceeded");
        backupSucceeded = succeeded;
        document.backupSucceeded(succeeded);
    }

    @Override
    public VssAsync<List<WriterStatus>> backupComplete() throws VssException {
        state.requireInitialised("backupComplete");
        state.requireWriters("backupComplete");
        state.requireCreated("backupComplete");
        WriterSession session = writerSession();
        boolean succeeded = backupSucceeded;
        return operations.once(
                "backupComplete",
                state::completing,
                () -> {
                    writers.backupComplete(session, succeeded);
                    return writers.status();
                });
    }

    @Override
    public void abortBackup() throws VssException {
        state.requireInitialised("abortBackup");
        SessionSet current = set;
        if (current == null) {
            return;
        }
        current.cancellation().request();
        if (state.abortBuilding()) {
            throwIfAny(
                    "abortBackup",
                    Failures.guarded("abortBackup", () -> dropBuilding(current)),
                    List.of());
        }
    }

    private List<String> dropBuilding(SessionSet current) {
        List<String> left = new ArrayList<>();
        try {
            if (state.hasBegunToPrepare()) {
                left.addAll(writers.abortBackup(writerSession()));
            }
        } finally {
            left.addAll(current.abandon());
        }
        return left;
    }

    @Override
    public SessionId getSessionId() throws VssException {
        state.requireInitialised("getSessionId");
        return id;
    }

    @Override
    public void close() throws VssException {
        SessionSet current = set;
        if (current != null) {
            current.cancellation().request();
        }
        operations.awaitEnds();
        List<String> left = new ArrayList<>();
        List<VssException> failures = new ArrayList<>();
        if (current != null && state.abortBuilding()) {
            tidy(failures, () -> left.addAll(dropBuilding(current)));
        }
        boolean restored = state.isRestoring();
        if (!state.close()) {
            return;
        }
        if (!restored) {
            tidy(failures, () -> writers.backupShutdown(writerSession()));
        }
        if (current != null) {
            tidy(failures, () -> current.release(administration, left, failures));
        }
        throwIfAny("close", left, failures);
    }

    /** Every part of the clean-up is tried, whatever becomes of the others. */
    private static void tidy(List<VssException> failures, Failures.Step step) {
        try {
            Failures.guarded("close", step);
        } catch (VssException failure) {
            failures.add(failure);
        }
    }

    private static void throwIfAny(String call, List<String> left, List<VssException> failures)
            throws VssException {
        if (!failures.isEmpty()) {
            throw failures.getFirst().withResidue(left);
        }
        if (!left.isEmpty()) {
            throw new VssException(
                            HResult.VSS_E_UNEXPECTED,
                            call + " could not clean up everything: " + String.join("; ", left))
                    .withResidue(left);
        }
    }

    private SessionSet theSet() throws VssException {
        SessionSet current = set;
        if (current == null) {
            throw new VssException(
                    HResult.VSS_E_BAD_STATE, "there is no set; call startSnapshotSet first");
        }
        return current;
    }

    @Override
    WriterSession writerSession() {
        SessionSet current = set;
        return new WriterSession(
                id,
                current == null ? null : current.id(),
                state.context(),
                current == null ? List.of() : current.volumes(),
                state.backup(),
                document.content().restoreType(),
                null);
    }
}
