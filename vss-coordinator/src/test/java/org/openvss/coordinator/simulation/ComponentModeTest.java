package org.openvss.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openvss.HResult.E_INVALIDARG;
import static org.openvss.HResult.S_OK;
import static org.openvss.HResult.VSS_E_BAD_STATE;
import static org.openvss.HResult.VSS_E_OBJECT_ALREADY_EXISTS;
import static org.openvss.HResult.VSS_E_OBJECT_NOT_FOUND;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.openvss.BackupComponents;
import org.openvss.BackupState;
import org.openvss.BackupType;
import org.openvss.Component;
import org.openvss.ComponentFailure;
import org.openvss.ComponentKey;
import org.openvss.ComponentType;
import org.openvss.DifferencedFiles;
import org.openvss.DirectedTarget;
import org.openvss.HResult;
import org.openvss.PartialFile;
import org.openvss.RestoreTarget;
import org.openvss.ShadowCopyContext;
import org.openvss.VssException;
import org.openvss.WriterId;
import org.openvss.WriterInstanceId;
import org.openvss.WriterStatus;
import org.openvss.documents.BackupComponentsDocument;
import org.openvss.writer.ComponentNotes;

/** A backup of chosen components: who may be added when, who sees what, what the document says. */
final class ComponentModeTest {
    private static final BackupState COMPONENTS =
            new BackupState(true, false, BackupType.FULL, true);

    private final ScriptedWriter ledger = new ScriptedWriter(Ledger.metadata());
    private final Bench bench = new Bench(Scenario.ofVolumes(1), List.of(ledger));

    private BackupComponents gathered() throws VssException {
        BackupComponents session = bench.session(ShadowCopyContext.APP_ROLLBACK);
        session.setBackupState(COMPONENTS);
        bench.done(session.gatherWriterMetadata());
        return session;
    }

    private void prepare(BackupComponents session) throws VssException {
        session.startSnapshotSet();
        session.addToSnapshotSet("/v0", null);
        assertThat(bench.done(session.prepareForBackup()))
                .extracting(WriterStatus::failure)
                .containsOnly(S_OK);
    }

    private static void add(BackupComponents session, String name) throws VssException {
        session.addComponent(Ledger.INSTANCE, Ledger.key(name));
    }

    @Test
    void eachMissingPrerequisiteIsNamed() throws VssException {
        BackupComponents withoutWriters = bench.session(ShadowCopyContext.NAS_ROLLBACK);
        badState("has no writers", () -> add(withoutWriters, "Books"));
        withoutWriters.close();
        BackupComponents session = bench.session(ShadowCopyContext.APP_ROLLBACK);
        badState("needs gatherWriterMetadata first", () -> add(session, "Books"));
        session.setBackupState(BackupState.ofVolumes());
        bench.done(session.gatherWriterMetadata());
        badState("needs component mode", () -> add(session, "Books"));
        session.setBackupState(COMPONENTS);
        add(session, "Books");
        badState(
                "components have been added",
                () -> session.setBackupState(BackupState.ofVolumes()));
        badState("needs prepareForBackup first", session::saveAsXml);
        badState(
                "needs a doSnapshotSet",
                () -> session.setBackupSucceeded(Ledger.INSTANCE, Ledger.key("Books"), true));
        prepare(session);
        badState("before prepareForBackup", () -> add(session, "Settings"));
        badState(
                "before prepareForBackup",
                () -> session.setBackupOptions(Ledger.key("Books"), "o"));
        badState(
                "before prepareForBackup",
                () -> session.setPreviousBackupStamp(Ledger.key("Books"), "s"));
        badState(
                "not possible in a backup", () -> session.setRestoreName(Ledger.key("Books"), "n"));
        bench.done(session.doSnapshotSet());
        bench.done(session.backupComplete());
        badState(
                "before backupComplete",
                () -> session.setBackupSucceeded(Ledger.INSTANCE, Ledger.key("Books"), true));
        session.close();
    }

    @Test
    void onlyComponentsOfTheWriterCanBeAddedOnceAndWithoutEachOther() throws VssException {
        BackupComponents session = gathered();
        WriterInstanceId unknown = WriterInstanceId.random();
        refused(
                VSS_E_OBJECT_NOT_FOUND,
                unknown.toString(),
                () -> session.addComponent(unknown, Ledger.key("Books")));
        for (ComponentKey wrong :
                List.of(
                        new ComponentKey(Ledger.WRITER, ComponentType.DATABASE, "", "Settings"),
                        new ComponentKey(Ledger.WRITER, ComponentType.DATABASE, "Books", "Books"),
                        new ComponentKey(WriterId.random(), ComponentType.DATABASE, "", "Books"))) {
            refused(
                    VSS_E_OBJECT_NOT_FOUND,
                    "ledger has no component",
                    () -> session.addComponent(Ledger.INSTANCE, wrong));
        }
        refused(E_INVALIDARG, "comes with the selectable one", () -> add(session, "index"));
        add(session, "Settings");
        refused(VSS_E_OBJECT_ALREADY_EXISTS, "added already", () -> add(session, "Settings"));
        add(session, "y2031");
        refused(E_INVALIDARG, "add only one of the two", () -> add(session, "Books"));
        BackupComponents other = gathered();
        add(other, "Books");
        refused(E_INVALIDARG, "which has been added", () -> add(other, "y2031"));
        refused(
                VSS_E_OBJECT_NOT_FOUND,
                "call addComponent first",
                () -> other.setBackupOptions(Ledger.key("Settings"), "o"));
        assertThat(other.getWriterComponents()).hasSize(1);
        other.close();
        session.close();
    }

    @Test
    void missingArgumentsAreRefused() throws VssException {
        BackupComponents session = gathered();
        add(session, "Books");
        refused(
                E_INVALIDARG,
                "instance",
                () -> session.addComponent(nothing(), Ledger.key("Books")));
        refused(E_INVALIDARG, "component", () -> session.addComponent(Ledger.INSTANCE, nothing()));
        refused(
                E_INVALIDARG,
                "options",
                () -> session.setBackupOptions(Ledger.key("Books"), nothing()));
        session.close();
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // as callers without checks do
    private static <T> T nothing() {
        return null;
    }

    @Test
    void requesterAndWriterMeetInTheDocument() throws VssException {
        List<Component> seen = new ArrayList<>();
        ledger.on(
                "prepareBackup",
                session -> {
                    ComponentNotes books = Ledger.notes(session, "Books");
                    seen.add(books.component());
                    books.setBackupMetadata("pages=4096");
                    books.addPartialFile(new PartialFile("/ledger", "a.dat", "0:4096", null));
                    books.addPartialFile(
                            new PartialFile("/ledger/2031/deep", "b", "File=/ranges", null));
                });
        ledger.on(
                "postSnapshot",
                session -> {
                    Ledger.notes(session, "Books").setBackupStamp("lsn 7");
                    Ledger.notes(session, "Books")
                            .addDifferencedFiles(
                                    new DifferencedFiles("/ledger", "*.dat", false, null));
                });
        ledger.on(
                "backupComplete", session -> seen.add(Ledger.notes(session, "Books").component()));
        BackupComponents session = gathered();
        add(session, "Settings");
        add(session, "Books");
        session.setBackupOptions(Ledger.key("Books"), "fast");
        session.setPreviousBackupStamp(Ledger.key("Books"), "lsn 6");
        prepare(session);
        bench.done(session.doSnapshotSet());
        session.setBackupSucceeded(Ledger.INSTANCE, Ledger.key("Books"), true);
        BackupComponentsDocument document = BackupComponentsDocument.read(session.saveAsXml());
        assertThat(document.backup()).isEqualTo(COMPONENTS);
        assertThat(document.set()).isNotNull();
        assertThat(document.writers()).isEqualTo(session.getWriterComponents());
        Component books = document.writers().getFirst().components().getLast();
        assertThat(books.backup().metadata()).isEqualTo("pages=4096");
        assertThat(books.backup().stamp()).isEqualTo("lsn 7");
        assertThat(books.backup().partialFiles()).hasSize(2);
        assertThat(books.backup().differencedFiles()).hasSize(1);
        bench.done(session.backupComplete());
        assertThat(seen.getFirst().backup().options()).isEqualTo("fast");
        assertThat(seen.getFirst().backup().previousStamp()).isEqualTo("lsn 6");
        assertThat(seen.getLast()).isEqualTo(books);
        assertThat(ledger.events)
                .as("Settings was not saved")
                .containsSubsequence("thaw", "postSnapshot", "succeeded false", "backupComplete");
        session.close();
        assertThat(ledger.events).contains("backupShutdown");
    }

    @Test
    void withoutAComponentAWriterHearsNothingAndStaysStable() throws VssException {
        BackupComponents session = gathered();
        prepare(session);
        bench.done(session.doSnapshotSet());
        bench.done(session.backupComplete());
        assertThat(bench.done(session.gatherWriterStatus()).getFirst().state().documentedName())
                .isEqualTo("VSS_WS_STABLE");
        session.close();
        assertThat(ledger.events).isEmpty();
    }

    @Test
    void whatMayNotBeNotedIsRefused() throws VssException {
        ledger.on(
                "prepareBackup",
                session -> {
                    ComponentNotes books = Ledger.notes(session, "Books");
                    books.setBackupMetadata("once");
                    refused(
                            VSS_E_OBJECT_ALREADY_EXISTS,
                            "set it once",
                            () -> books.setBackupMetadata("twice"));
                    badState("for PreRestore", () -> books.setRestoreMetadata("m"));
                    badState(
                            "for PreRestore",
                            () -> books.setRestoreTarget(RestoreTarget.ALTERNATE));
                    badState(
                            "for PreRestore",
                            () ->
                                    books.addDirectedTarget(
                                            new DirectedTarget("/", "a", "0:1", "/", "b", "0:1")));
                    for (PartialFile wrong :
                            List.of(
                                    new PartialFile("/ledger", "*.dat", "0:1", null),
                                    new PartialFile("/ledger", "", "0:1", null),
                                    new PartialFile("/elsewhere", "a", "0:1", null),
                                    new PartialFile("/ledger", "a", "everything", null))) {
                        refused(E_INVALIDARG, "", () -> books.addPartialFile(wrong));
                    }
                    refused(
                            E_INVALIDARG,
                            "cannot fail with",
                            () ->
                                    books.setFailure(
                                            new ComponentFailure(HResult.E_ACCESSDENIED, 0, null)));
                });
        ledger.on(
                "backupComplete",
                session -> {
                    ComponentNotes books = Ledger.notes(session, "Books");
                    badState("read-only", () -> books.setBackupStamp("s"));
                    badState("read-only", () -> books.setFailureMessage("m"));
                    badState("read-only", () -> books.setFailure(null));
                });
        BackupComponents session = gathered();
        add(session, "Books");
        prepare(session);
        bench.done(session.doSnapshotSet());
        assertThat(bench.done(session.backupComplete()))
                .allSatisfy(
                        status -> assertThat(status.failure()).as("%s", status).isEqualTo(S_OK));
        session.close();
    }

    @Test
    void abilitiesThatNobodyHasAreRefused() throws VssException {
        ScriptedWriter plain =
                new ScriptedWriter(Ledger.metadata(Ledger.INSTANCE, java.util.Set.of()));
        plain.on(
                "prepareBackup",
                session -> {
                    ComponentNotes books = Ledger.notes(session, "Books");
                    badState(
                            "save the whole file",
                            () ->
                                    books.addPartialFile(
                                            new PartialFile("/ledger", "a", "0:1", null)));
                    refused(
                            E_INVALIDARG,
                            "LAST_MODIFY",
                            () ->
                                    books.addDifferencedFiles(
                                            new DifferencedFiles("/ledger", "*", false, null)));
                });
        Bench other = new Bench(Scenario.ofVolumes(1), List.of(plain));
        BackupComponents session = other.session(ShadowCopyContext.APP_ROLLBACK);
        session.setBackupState(new BackupState(true, false, BackupType.FULL, false));
        other.done(session.gatherWriterMetadata());
        add(session, "Books");
        session.startSnapshotSet();
        assertThat(other.done(session.prepareForBackup()).getFirst().message()).isNull();
        session.close();
    }

    @Test
    void notesOfAFailingWriterCountAndNothingCountsAfterTheEvent() throws VssException {
        List<ComponentNotes> kept = new ArrayList<>();
        ledger.on(
                "prepareBackup",
                session -> {
                    ComponentNotes books = Ledger.notes(session, "Books");
                    books.setFailureMessage("the disk is full");
                    kept.add(books);
                    throw new IllegalStateException("out of order");
                });
        BackupComponents session = gathered();
        add(session, "Books");
        session.startSnapshotSet();
        bench.done(session.prepareForBackup());
        badState("comes too late", () -> kept.getFirst().setBackupStamp("late"));
        Component books = session.getWriterComponents().getFirst().components().getFirst();
        assertThat(books.backup().prepareForBackupFailureMsg()).isEqualTo("the disk is full");
        assertThat(books.backup().stamp()).isNull();
        session.close();
    }

    @Test
    void notesOfAnAbandonedHandlerDoNotCount() throws VssException {
        ledger.on(
                "prepareBackup",
                session -> {
                    Ledger.notes(session, "Books").setBackupStamp("half of the truth");
                    throw new Overrun();
                });
        BackupComponents session = gathered();
        add(session, "Books");
        session.startSnapshotSet();
        bench.done(session.prepareForBackup());
        Component books = session.getWriterComponents().getFirst().components().getFirst();
        assertThat(books.backup().stamp()).isNull();
        session.close();
    }

    @Test
    void ofTwoInstancesOfAClassOnlyTheChosenOneHearsOfIt() throws VssException {
        WriterInstanceId second = WriterInstanceId.random();
        ScriptedWriter other = new ScriptedWriter(Ledger.metadata(second, java.util.Set.of()));
        Bench two = new Bench(Scenario.ofVolumes(1), List.of(ledger, other));
        BackupComponents session = two.session(ShadowCopyContext.APP_ROLLBACK);
        session.setBackupState(COMPONENTS);
        two.done(session.gatherWriterMetadata());
        session.addComponent(second, Ledger.key("Books"));
        session.startSnapshotSet();
        session.addToSnapshotSet("/v0", null);
        two.done(session.prepareForBackup());
        assertThat(session.getWriterComponents().getFirst().instanceId()).isEqualTo(second);
        assertThat(other.events).containsExactly("prepareBackup");
        assertThat(ledger.events).isEmpty();
        session.close();
    }

    @Test
    void outsideComponentModeWritersGetNoComponents() throws VssException {
        List<Boolean> seen = new ArrayList<>();
        ledger.on("prepareBackup", session -> seen.add(session.components() == null));
        ledger.on("postSnapshot", session -> seen.add(session.components() == null));
        bench.made(ShadowCopyContext.APP_ROLLBACK);
        assertThat(seen).containsExactly(true, true);
    }

    @Test
    void withoutWritersTheDocumentIsThereOnceTheSetIs() throws VssException {
        BackupComponents session = bench.prepared(ShadowCopyContext.NAS_ROLLBACK);
        badState("needs a doSnapshotSet", session::saveAsXml);
        var set = bench.done(session.doSnapshotSet());
        BackupComponentsDocument document = BackupComponentsDocument.read(session.saveAsXml());
        assertThat(document.set()).isEqualTo(set.id());
        assertThat(document.writers()).isEmpty();
        session.close();
    }

    private static void badState(String missing, ThrowingCallable call) {
        refused(VSS_E_BAD_STATE, missing, call);
    }

    private static void refused(HResult code, String why, ThrowingCallable call) {
        assertThat(Bench.refused(code, call)).contains(Objects.requireNonNull(why));
    }
}
