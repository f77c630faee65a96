package org.openvss.coordinator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openvss.BackupState;
import org.openvss.Component;
import org.openvss.WriterComponents;
import org.openvss.WriterMetadata;
import org.openvss.writer.ComponentNotes;
import org.openvss.writer.WriterSession;

/**
 * The components of each writer while one event runs: handed out before, taken back after. Each
 * writer gets its own and no other's.
 */
final class WriterPages {
    private final SessionDocument document;
    private final Map<WriterInSession, Page> pages = new HashMap<>();

    private WriterPages(SessionDocument document) {
        this.document = document;
    }

    /** What one writer gets: its part of the document, component by component. */
    private record Page(WriterComponents part, List<NotedComponent> components) {}

    /** Opens the components of some writers; outside component mode nobody gets any. */
    static WriterPages open(
            SessionDocument document, NotesEvent event, List<WriterInSession> writers) {
        WriterPages opened = new WriterPages(document);
        if (document.isInComponentMode()) {
            BackupState backup = document.content().backup();
            boolean partialFiles = backup != null && backup.partialFileSupport();
            for (WriterInSession writer : writers) {
                WriterComponents part = document.partOf(writer.metadata());
                if (part != null) {
                    opened.pages.put(writer, page(part, event, writer.metadata(), partialFiles));
                }
            }
        }
        return opened;
    }

    private static Page page(
            WriterComponents part, NotesEvent event, WriterMetadata writer, boolean partialFiles) {
        return new Page(
                part,
                part.components().stream()
                        .map(one -> new NotedComponent(one, event, writer, partialFiles))
                        .toList());
    }

    /** Returns a session as a writer may see it in this event. */
    WriterSession of(WriterInSession writer, WriterSession session) {
        Page own = pages.get(writer);
        return own == null
                ? session
                : session.withComponents(List.<ComponentNotes>copyOf(own.components()));
    }

    /**
     * Ends the event for a writer.
     *
     * @param kept whether its notes count; not if its handler was abandoned
     */
    void close(WriterInSession writer, boolean kept) {
        Page own = pages.get(writer);
        if (own == null) {
            return;
        }
        List<Component> changed = own.components().stream().map(NotedComponent::close).toList();
        if (kept) {
            document.takeOver(own.part(), changed);
        }
    }
}
