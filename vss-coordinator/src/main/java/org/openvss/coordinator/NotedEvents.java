package org.openvss.coordinator;

import java.util.List;
import java.util.function.Predicate;
import org.openvss.WriterState;
import org.openvss.coordinator.port.Workers.Outcome;
import org.openvss.writer.WriterSession;

/**
 * The events in which a writer sees its components and may note something on them. What it notes
 * counts when its handler has ended, well or not.
 *
 * @param calls calls the writers
 * @param limits how long to wait for them
 * @param document where the components are
 */
record NotedEvents(WriterCalls calls, CoordinatorLimits limits, SessionDocument document) {
    void prepareBackup(List<WriterInSession> writers, WriterSession session) {
        List<WriterInSession> to = WriterBroadcast.sound(writers);
        WriterPages pages = WriterPages.open(document, NotesEvent.PREPARE_FOR_BACKUP, to);
        sendWith(
                pages,
                WriterEvent.PREPARE_BACKUP,
                to,
                w -> w.writer().prepareBackup(pages.of(w, session)));
    }

    void postSnapshot(List<WriterInSession> writers, WriterSession session) {
        List<WriterInSession> to =
                WriterBroadcast.in(WriterState.WAITING_FOR_POST_SNAPSHOT, writers);
        WriterPages pages = WriterPages.open(document, NotesEvent.POST_SNAPSHOT, to);
        sendWith(
                pages,
                WriterEvent.POST_SNAPSHOT,
                to,
                w -> w.writer().postSnapshot(pages.of(w, session)));
    }

    /**
     * Tells the writers how the backup ended.
     *
     * @param succeeded whether everything of a writer was saved
     */
    void backupComplete(
            List<WriterInSession> writers,
            WriterSession session,
            Predicate<WriterInSession> succeeded) {
        List<WriterInSession> to = WriterBroadcast.sound(writers);
        WriterPages pages = WriterPages.open(document, NotesEvent.BACKUP_COMPLETE, to);
        sendWith(
                pages,
                WriterEvent.BACKUP_COMPLETE,
                to,
                w -> w.writer().backupComplete(pages.of(w, session), succeeded.test(w)));
    }

    void preRestore(List<WriterInSession> writers, WriterSession session) {
        WriterPages pages = WriterPages.open(document, NotesEvent.PRE_RESTORE, writers);
        sendWith(
                pages,
                WriterEvent.PRE_RESTORE,
                writers,
                w -> w.writer().preRestore(pages.of(w, session)));
    }

    /** Also to writers that failed in PreRestore: they may have gone off-line before they did. */
    void postRestore(List<WriterInSession> writers, WriterSession session) {
        WriterPages pages = WriterPages.open(document, NotesEvent.POST_RESTORE, writers);
        sendWith(
                pages,
                WriterEvent.POST_RESTORE,
                writers,
                w -> w.writer().postRestore(pages.of(w, session)));
    }

    private void sendWith(
            WriterPages pages,
            WriterEvent event,
            List<WriterInSession> to,
            WriterCalls.Handler handler) {
        List<Outcome<Boolean>> outcomes =
                calls.send(event, to, writer -> limits.prepareWriters(), handler);
        for (int i = 0; i < to.size(); i++) {
            pages.close(to.get(i), !(outcomes.get(i) instanceof Outcome.Overran<Boolean>));
        }
    }
}
