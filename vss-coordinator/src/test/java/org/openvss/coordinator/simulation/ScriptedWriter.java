package org.openvss.coordinator.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openvss.WriterMetadata;
import org.openvss.writer.Writer;
import org.openvss.writer.WriterException;
import org.openvss.writer.WriterSession;

/** A writer that does in each event what a test says, and remembers which events it got. */
final class ScriptedWriter implements Writer {
    final WriterMetadata metadata;
    final List<String> events = new ArrayList<>();
    private final Map<String, Handler> handlers = new HashMap<>();

    ScriptedWriter(WriterMetadata metadata) {
        this.metadata = metadata;
    }

    /** What a writer does in an event. */
    interface Handler {
        void handle(WriterSession session) throws Exception;
    }

    ScriptedWriter on(String event, Handler handler) {
        handlers.put(event, handler);
        return this;
    }

    private void handle(String event, WriterSession session) throws WriterException {
        events.add(event);
        Handler handler = handlers.get(event);
        if (handler == null) {
            return;
        }
        try {
            handler.handle(session);
        } catch (WriterException | RuntimeException failure) {
            throw failure;
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    @Override
    public WriterMetadata identify() {
        return metadata;
    }

    @Override
    public void prepareBackup(WriterSession session) throws WriterException {
        handle("prepareBackup", session);
    }

    @Override
    public void prepareSnapshot(WriterSession session) throws WriterException {
        handle("prepareSnapshot", session);
    }

    @Override
    public void freeze(WriterSession session) throws WriterException {
        handle("freeze", session);
    }

    @Override
    public void proveFrozen(WriterSession session) throws WriterException {
        handle("proveFrozen", session);
    }

    @Override
    public void thaw(WriterSession session) throws WriterException {
        handle("thaw", session);
    }

    @Override
    public void postSnapshot(WriterSession session) throws WriterException {
        handle("postSnapshot", session);
    }

    @Override
    public void backupComplete(WriterSession session, boolean succeeded) throws WriterException {
        events.add("succeeded " + succeeded);
        handle("backupComplete", session);
    }

    @Override
    public void backupShutdown(WriterSession session) throws WriterException {
        handle("backupShutdown", session);
    }

    @Override
    public void abort(WriterSession session) throws WriterException {
        handle("abort", session);
    }

    @Override
    public void preRestore(WriterSession session) throws WriterException {
        handle("preRestore", session);
    }

    @Override
    public void postRestore(WriterSession session) throws WriterException {
        handle("postRestore", session);
    }
}
