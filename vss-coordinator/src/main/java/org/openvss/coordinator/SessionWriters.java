package org.openvss.coordinator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openvss.ApplicationLevel;
import org.openvss.Volume;
import org.openvss.WriterId;
import org.openvss.WriterInstanceId;
import org.openvss.WriterMetadata;
import org.openvss.WriterStatus;
import org.openvss.coordinator.port.Workers.Outcome;
import org.openvss.coordinator.port.Workers.Task;
import org.openvss.writer.Writer;
import org.openvss.writer.WriterSession;

/**
 * The writers of one session: which are enabled, what they said of themselves, which of them a set
 * asks for.
 */
final class SessionWriters {
    private static final UUID NO_INSTANCE = new UUID(0, 0);

    private final CoordinatorParts parts;
    private final WriterBroadcast broadcast;
    private final Set<WriterId> disabledClasses = new HashSet<>();
    private final Set<WriterInstanceId> disabledInstances = new HashSet<>();
    private @Nullable Set<WriterId> enabledClasses;
    private volatile List<WriterInSession> writers = List.of();

    SessionWriters(CoordinatorParts parts) {
        this.parts = parts;
        this.broadcast = new WriterBroadcast(parts.workers(), parts.time(), parts.limits());
    }

    void enableOnly(Collection<WriterId> classes) {
        if (enabledClasses == null) {
            enabledClasses = new LinkedHashSet<>();
        }
        enabledClasses.addAll(classes);
    }

    void disableClasses(Collection<WriterId> classes) {
        disabledClasses.addAll(classes);
    }

    void disableInstances(Collection<WriterInstanceId> instances) {
        disabledInstances.addAll(instances);
    }

    /** Asks every writer who it is; one that fails is absent, unless its class was enabled. */
    List<WriterMetadata> gather() {
        List<Task<WriterMetadata>> tasks = new ArrayList<>();
        for (Writer writer : parts.writers()) {
            tasks.add(new Task<>("writer.identify", parts.limits().identify(), writer::identify));
        }
        List<Outcome<WriterMetadata>> answers = parts.workers().inParallel(tasks);
        List<WriterInSession> found = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i) instanceof Outcome.Done<WriterMetadata>(WriterMetadata metadata)
                    && isEnabled(metadata)) {
                found.add(new WriterInSession(parts.writers().get(i), metadata));
            }
        }
        writers = List.copyOf(found);
        return found.stream().map(WriterInSession::metadata).toList();
    }

    private boolean isEnabled(WriterMetadata metadata) {
        return (enabledClasses == null || enabledClasses.contains(metadata.writerId()))
                && !disabledClasses.contains(metadata.writerId())
                && !disabledInstances.contains(metadata.instanceId());
    }

    /**
     * Returns the writers that a set counts on: those that the requester enabled by name, else
     * those with files on one of the volumes.
     */
    List<WriterInSession> askedFor(List<Volume> volumes) {
        List<WriterInSession> asked = new ArrayList<>();
        if (enabledClasses == null) {
            AffectedVolumes affected = new AffectedVolumes(parts.volumes());
            for (WriterInSession writer : writers) {
                if (affected.include(writer.metadata().affectedPaths(), volumes)) {
                    asked.add(writer);
                }
            }
            return asked;
        }
        asked.addAll(writers);
        for (WriterId wanted : enabledClasses) {
            if (!disabledClasses.contains(wanted)
                    && writers.stream().noneMatch(w -> w.metadata().writerId().equals(wanted))) {
                asked.add(absent(wanted));
            }
        }
        return asked;
    }

    private static WriterInSession absent(WriterId wanted) {
        return new WriterInSession(
                new WriterMetadata(
                        wanted,
                        new WriterInstanceId(NO_INSTANCE),
                        wanted.toString(),
                        ApplicationLevel.SYSTEM,
                        List.of()));
    }

    void prepareBackup(WriterSession session) {
        broadcast.prepareBackup(writers, session);
    }

    void backupComplete(WriterSession session, boolean succeeded) {
        broadcast.backupComplete(writers, session, succeeded);
    }

    void backupShutdown(WriterSession session) {
        broadcast.backupShutdown(writers, session);
    }

    /** Tells writers that were prepared for a backup that it will not happen. */
    List<String> abortBackup(WriterSession session) {
        return broadcast.abortBackup(writers, session);
    }

    List<WriterStatus> status() {
        return writers.stream().map(WriterInSession::status).toList();
    }

    boolean isEmpty() {
        return writers.isEmpty();
    }
}
