package org.openvss.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openvss.HResult.E_INVALIDARG;
import static org.openvss.HResult.S_OK;
import static org.openvss.HResult.VSS_E_BAD_STATE;
import static org.openvss.HResult.VSS_E_OBJECT_NOT_FOUND;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.openvss.BackupComponents;
import org.openvss.BackupSchema;
import org.openvss.BackupState;
import org.openvss.BackupType;
import org.openvss.Component;
import org.openvss.ComponentKey;
import org.openvss.ComponentRestore;
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
import org.openvss.ShadowCopyContext;
import org.openvss.VssException;
import org.openvss.WriterInstanceId;
import org.openvss.WriterState;
import org.openvss.WriterStatus;
import org.openvss.documents.BackupComponentsDocument;

/** A restore with writers, from the document of a backup; the writer has been started anew. */
final class RestoreTest {
    private static final ComponentKey BOOKS = Ledger.key("Books");
    private static final ComponentKey SETTINGS = Ledger.key("Settings");
    private static final WriterInstanceId STARTED_ANEW = WriterInstanceId.random();

    private final ScriptedWriter ledger =
            new ScriptedWriter(Ledger.metadata(STARTED_ANEW, EnumSet.allOf(BackupSchema.class)));
    private final Bench bench = new Bench(Scenario.ofVolumes(1), List.of(ledger));

    private static String backup() throws VssException {
        ScriptedWriter saved = new ScriptedWriter(Ledger.metadata());
        saved.on(
                "prepareBackup",
                session ->
                        Ledger.notes(session, "Books")
                                .addPartialFile(new PartialFile("/ledger", "a", "File=/old", "m")));
        Bench bench = new Bench(Scenario.ofVolumes(1), List.of(saved));
        try (BackupComponents session = bench.session(ShadowCopyContext.APP_ROLLBACK)) {
            session.setBackupState(new BackupState(true, false, BackupType.FULL, true));
            bench.done(session.gatherWriterMetadata());
            session.addComponent(Ledger.INSTANCE, SETTINGS);
            session.addComponent(Ledger.INSTANCE, BOOKS);
            session.startSnapshotSet();
            session.addToSnapshotSet("/v0", null);
            bench.done(session.prepareForBackup());
            bench.done(session.doSnapshotSet());
            session.setBackupSucceeded(true);
            bench.done(session.backupComplete());
            return session.saveAsXml();
        }
    }

    private BackupComponents restoring() throws VssException {
        BackupComponents session = bench.coordinator.newBackupComponents();
        session.initializeForRestore(backup());
        bench.done(session.gatherWriterMetadata());
        return session;
    }

    private static Component books(BackupComponents session) throws VssException {
        return session.getWriterComponents().getFirst().components().getLast();
    }

    @Test
    void requesterAndWriterMeetInTheDocument() throws VssException {
        writerNotesAndChecks();
        BackupComponents session = restoring();
        session.setRestoreState(RestoreType.BY_COPY);
        session.setSelectedForRestore(BOOKS, true, null);
        session.addRestoreSubcomponent(BOOKS, new RestoreSubcomponent("Books", "y2031"));
        session.setRestoreOptions(BOOKS, "o");
        session.setAdditionalRestores(BOOKS, true);
        session.addNewTarget(BOOKS, place("/ledger", "*.dat", false, "/new"));
        session.setAuthoritativeRestore(BOOKS, true);
        session.setRollForward(BOOKS, new RollForward(RollForwardType.ALL, null));
        session.setRestoreName(BOOKS, "Books of old");
        assertThat(bench.done(session.preRestore()))
                .allSatisfy(
                        status -> assertThat(status.failure()).as("%s", status).isEqualTo(S_OK));
        session.addAlternativeLocationMapping(BOOKS, place("/ledger", "*.dat", false, "/used"));
        session.setRangesFilePath(BOOKS, 0, "/now");
        session.setFileRestoreStatus(BOOKS, FileRestoreStatus.FAILED);
        assertThat(bench.done(session.postRestore()))
                .extracting(WriterStatus::state)
                .containsOnly(WriterState.STABLE);
        checkEverything(session);
        session.close();
        assertThat(ledger.events).containsExactly("preRestore", "postRestore");
    }

    private void writerNotesAndChecks() {
        ledger.on(
                "preRestore",
                session -> {
                    assertThat(session.restoreType()).isEqualTo(RestoreType.BY_COPY);
                    var books = Ledger.notes(session, "Books");
                    assertThat(books.component().restore().options()).isEqualTo("o");
                    books.setRestoreMetadata("from pre to post");
                    books.setRestoreTarget(RestoreTarget.DIRECTED);
                    books.addDirectedTarget(new DirectedTarget("/a", "b", "0:1", "/c", "d", "9:1"));
                    assertThat(Bench.refused(VSS_E_BAD_STATE, () -> books.setBackupStamp("s")))
                            .contains("for backups");
                    assertThat(
                                    Bench.refused(
                                            E_INVALIDARG,
                                            () ->
                                                    books.addDirectedTarget(
                                                            new DirectedTarget(
                                                                    "/a", "b", "0:1", "/c", "d",
                                                                    "0:2"))))
                            .contains("do not fit");
                });
        ledger.on(
                "postRestore",
                session -> {
                    var books = Ledger.notes(session, "Books");
                    assertThat(books.component().restore().metadata())
                            .isEqualTo("from pre to post");
                    assertThat(books.component().restore().fileStatus())
                            .isEqualTo(FileRestoreStatus.FAILED);
                    badState("read-only", () -> books.setRestoreTarget(RestoreTarget.ALTERNATE));
                    books.setFailureMessage("not recovered");
                });
    }

    private static void checkEverything(BackupComponents session) throws VssException {
        ComponentRestore restore = books(session).restore();
        assertThat(restore.selected()).isTrue();
        assertThat(restore.target()).isEqualTo(RestoreTarget.DIRECTED);
        assertThat(restore.subcomponents()).hasSize(1);
        assertThat(restore.newTargets()).hasSize(1);
        assertThat(restore.alternateLocationMappings()).hasSize(1);
        assertThat(restore.additionalRestores() && restore.authoritative()).isTrue();
        assertThat(restore.restoreName()).isEqualTo("Books of old");
        assertThat(restore.postRestoreFailureMsg()).isEqualTo("not recovered");
        assertThat(books(session).backup().partialFiles())
                .containsExactly(new PartialFile("/ledger", "a", "File=/now", "m"));
        assertThat(BackupComponentsDocument.read(session.saveAsXml()).writers())
                .isEqualTo(session.getWriterComponents());
    }

    @Test
    void withoutASelectionNoWriterHearsOfIt() throws VssException {
        BackupComponents session = restoring();
        session.setSelectedForRestore(BOOKS, true, null);
        session.setSelectedForRestore(BOOKS, false, null);
        bench.done(session.preRestore());
        bench.done(session.postRestore());
        session.close();
        assertThat(ledger.events).isEmpty();
    }

    @Test
    void aWriterThatFailedInPreRestoreStillHearsOfPostRestore() throws VssException {
        ledger.on(
                "preRestore",
                session -> {
                    throw new IllegalStateException("already off-line");
                });
        BackupComponents session = restoring();
        session.setSelectedForRestore(BOOKS, true, null);
        bench.done(session.preRestore());
        WriterStatus status = bench.done(session.postRestore()).getFirst();
        assertThat(status.state()).isEqualTo(WriterState.FAILED_AT_PRE_RESTORE);
        assertThat(status.failure()).isEqualTo(HResult.VSS_E_WRITERERROR_NONRETRYABLE);
        assertThat(ledger.events).containsExactly("preRestore", "postRestore");
        session.close();
    }

    @Test
    void aFailureInPostRestoreHasItsState() throws VssException {
        ledger.on(
                "postRestore",
                session -> {
                    throw new IllegalStateException("no recovery");
                });
        BackupComponents session = restoring();
        session.setSelectedForRestore(BOOKS, true, null);
        assertThat(bench.done(session.preRestore()).getFirst().state())
                .isEqualTo(WriterState.STABLE);
        assertThat(bench.done(session.postRestore()).getFirst().state())
                .isEqualTo(WriterState.FAILED_AT_POST_RESTORE);
        session.close();
    }

    @Test
    void eachCallHasItsTime() throws VssException {
        BackupComponents fresh = bench.coordinator.newBackupComponents();
        selections(fresh)
                .forEach((name, call) -> badState("needs initializeForRestore first", call));
        String document = backup();
        fresh.initializeForRestore(document);
        badState("can be called once", () -> fresh.initializeForRestore(document));
        badState("can be called once", fresh::initializeForBackup);
        selections(fresh).forEach((name, call) -> badState("needs gatherWriterMetadata", call));
        badState("needs gatherWriterMetadata", fresh::preRestore);
        bench.done(fresh.gatherWriterMetadata());
        badState("needs preRestore first", fresh::postRestore);
        badState(
                "needs preRestore first",
                () -> fresh.setFileRestoreStatus(BOOKS, FileRestoreStatus.ALL));
        var preparing = fresh.preRestore();
        badState("needs the end of preRestore", fresh::postRestore);
        bench.done(preparing);
        selections(fresh).forEach((name, call) -> badState("must come before preRestore", call));
        badState("must come before preRestore", fresh::preRestore);
        badState("must come before preRestore", () -> fresh.setRestoreState(RestoreType.OTHER));
        bench.done(fresh.postRestore());
        badState(
                "must come before postRestore",
                () -> fresh.setFileRestoreStatus(BOOKS, FileRestoreStatus.ALL));
        fresh.close();
    }

    private static Map<String, ThrowingCallable> selections(BackupComponents session) {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("selected", () -> session.setSelectedForRestore(BOOKS, true, null));
        calls.put("options", () -> session.setRestoreOptions(BOOKS, "o"));
        calls.put("additional", () -> session.setAdditionalRestores(BOOKS, true));
        calls.put("authoritative", () -> session.setAuthoritativeRestore(BOOKS, true));
        calls.put("name", () -> session.setRestoreName(BOOKS, "n"));
        calls.put(
                "sub",
                () ->
                        session.addRestoreSubcomponent(
                                BOOKS, new RestoreSubcomponent("Books", "y2031")));
        calls.put("target", () -> session.addNewTarget(BOOKS, place("/", "*", true, "/new")));
        calls.put(
                "forward",
                () -> session.setRollForward(BOOKS, new RollForward(RollForwardType.NONE, null)));
        return calls;
    }

    @Test
    void noCallOfABackupIsPossible() throws VssException {
        BackupComponents session = restoring();
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("setContext", () -> session.setContext(ShadowCopyContext.BACKUP, Set.of()));
        calls.put("startSnapshotSet", session::startSnapshotSet);
        calls.put("addToSnapshotSet", () -> session.addToSnapshotSet("/v0", null));
        calls.put("prepareForBackup", session::prepareForBackup);
        calls.put("doSnapshotSet", session::doSnapshotSet);
        calls.put("setBackupSucceeded", () -> session.setBackupSucceeded(true));
        calls.put("backupComplete", session::backupComplete);
        calls.put("addComponent", () -> session.addComponent(STARTED_ANEW, BOOKS));
        calls.put("setBackupOptions", () -> session.setBackupOptions(BOOKS, "o"));
        calls.forEach((name, call) ->
                assertThat(Bench.refused(VSS_E_BAD_STATE, call))
                        .startsWith(name)
                        .contains("not possible in a restore"));
        session.setBackupState(BackupState.ofVolumes());
        session.abortBackup();
        session.close();
    }

    @Test
    void whatDoesNotFitIsRefused() throws VssException {
        BackupComponents session = restoring();
        refused(
                VSS_E_OBJECT_NOT_FOUND,
                "only what was added to the backup",
                () -> session.setSelectedForRestore(Ledger.key("y2031"), true, null));
        refused(
                VSS_E_OBJECT_NOT_FOUND,
                "has answered gatherWriterMetadata",
                () -> session.setSelectedForRestore(BOOKS, true, WriterInstanceId.random()));
        badState(
                "needs setSelectedForRestore of Books first",
                () ->
                        session.addRestoreSubcomponent(
                                BOOKS, new RestoreSubcomponent("Books", "y2031")));
        session.setSelectedForRestore(BOOKS, true, STARTED_ANEW);
        refused(
                E_INVALIDARG,
                "cannot be restored alone",
                () ->
                        session.addRestoreSubcomponent(
                                BOOKS, new RestoreSubcomponent("Books", "index")));
        refused(
                VSS_E_OBJECT_NOT_FOUND,
                "no component Settings below Books",
                () ->
                        session.addRestoreSubcomponent(
                                BOOKS, new RestoreSubcomponent("", "Settings")));
        refused(
                VSS_E_OBJECT_NOT_FOUND,
                "no file set",
                () -> session.addNewTarget(BOOKS, place("/ledger", "*.dat", true, "/new")));
        refused(
                E_INVALIDARG,
                "alternateLocation",
                () -> session.addNewTarget(BOOKS, FileSet.of("/ledger", "*.dat")));
        refused(
                E_INVALIDARG,
                "a point belongs to PARTIAL",
                () -> session.setRollForward(BOOKS, new RollForward(RollForwardType.ALL, "lsn 1")));
        session.setRestoreOptions(BOOKS, "o");
        badState("can be called once", () -> session.setRestoreOptions(BOOKS, "p"));
        bench.done(session.preRestore());
        refused(
                VSS_E_OBJECT_NOT_FOUND,
                "1 partial files, none at 1",
                () -> session.setRangesFilePath(BOOKS, 1, "/now"));
        session.close();
    }

    @Test
    void abilitiesThatTheWriterLacksAreRefused() throws VssException {
        ScriptedWriter plain = new ScriptedWriter(Ledger.metadata(STARTED_ANEW, Set.of()));
        Bench other = new Bench(Scenario.ofVolumes(1), List.of(plain));
        BackupComponents session = other.coordinator.newBackupComponents();
        session.initializeForRestore(backup());
        other.done(session.gatherWriterMetadata());
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                        () -> session.setSelectedForRestore(BOOKS, true, STARTED_ANEW),
                        () -> session.addNewTarget(BOOKS, place("/ledger", "*.dat", false, "/n")),
                        () -> session.setAuthoritativeRestore(BOOKS, true),
                        () -> session.setRestoreName(BOOKS, "n"),
                        () ->
                                session.setRollForward(
                                        BOOKS, new RollForward(RollForwardType.ALL, null)))) {
            refused(E_INVALIDARG, "backup schema lacks", call);
        }
        session.close();
    }

    @Test
    void aWriterThatDoesNotRunCannotBeSelected() throws VssException {
        Bench empty = new Bench(Scenario.ofVolumes(1), List.of());
        BackupComponents session = empty.coordinator.newBackupComponents();
        session.initializeForRestore(backup());
        empty.done(session.gatherWriterMetadata());
        refused(
                VSS_E_OBJECT_NOT_FOUND,
                "start the application",
                () -> session.setSelectedForRestore(BOOKS, true, null));
        session.close();
    }

    @Test
    void aDocumentThatIsNoneIsRefused() throws VssException {
        BackupComponents session = bench.coordinator.newBackupComponents();
        refused(
                HResult.VSS_E_CORRUPT_XML_DOCUMENT,
                "not well-formed",
                () -> session.initializeForRestore("<a"));
        refused(
                HResult.VSS_E_INVALID_XML_DOCUMENT,
                "no Backup Components Document",
                () -> session.initializeForRestore("<a/>"));
        session.initializeForRestore(backup());
        session.close();
    }

    private static FileSet place(String path, String filespec, boolean recursive, String other) {
        return new FileSet(path, filespec, recursive, other, FileSpecBackupType.DEFAULT);
    }

    private static void badState(String missing, ThrowingCallable call) {
        refused(VSS_E_BAD_STATE, missing, call);
    }

    private static void refused(HResult code, String why, ThrowingCallable call) {
        assertThat(Bench.refused(code, call)).contains(why);
    }
}
