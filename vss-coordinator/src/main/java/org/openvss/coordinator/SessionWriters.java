package org.openvss.coordinator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.openvss.ApplicationLevel;
import org.openvss.Component;
import org.openvss.HResult;
import org.openvss.Volume;
import org.openvss.VssException;
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
    private final SessionDocument document;
    private final WriterBroadcast broadcast;
    private final NotedEvents noted;
    private final Set<WriterId> disabledClasses = new HashSet<>();
    private final Set<WriterInstanceId> disabledInstances = new HashSet<>();
    private @Nullable Set<WriterId> enabledClasses;
    private volatile List<WriterInSession> writers = List.of();
    private volatile @Nullable List<WriterInSession> takingPart;

    SessionWriters(CoordinatorParts parts, SessionDocument document) {
        this.parts = parts;
        this.document = document;
        this.noted = new NotedEvents(new WriterCalls(parts.workers()), parts.limits(), document);
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
     * Returns the writers that a set counts on: in component mode those with a component, else
     * those that the requester enabled by name, else those with files on one of the volumes.
     */
    List<WriterInSession> askedFor(List<Volume> volumes) {
        if (document.isInComponentMode()) {
            return takingPart();
        }
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

    /**
     * Returns the writers that get the events of this session. In component mode that is decided by
     * PrepareForBackup or PreRestore; until then nobody has heard of it.
     */
    private List<WriterInSession> takingPart() {
        List<WriterInSession> decided = takingPart;
        if (decided != null) {
            return decided;
        }
        return document.isInComponentMode() ? List.of() : writers;
    }

    private List<WriterInSession> those(Predicate<Component> wanted) {
        return writers.stream()
                .filter(writer ->
                        document.componentsOf(writer.metadata()).stream().anyMatch(wanted))
                .toList();
    }

    void prepareBackup(WriterSession session) {
        takingPart = document.isInComponentMode() ? those(component -> true) : writers;
        noted.prepareBackup(takingPart(), session);
    }

    /**
     * Tells the writers how the backup ended.
     *
     * @param succeeded outside component mode, whether everything was saved
     */
    void backupComplete(WriterSession session, boolean succeeded) {
        boolean byComponent = document.isInComponentMode();
        noted.backupComplete(
                takingPart(),
                session,
                writer -> byComponent ? isSaved(writer.metadata()) : succeeded);
    }

    private boolean isSaved(WriterMetadata writer) {
        return document.componentsOf(writer).stream()
                .allMatch(component -> Boolean.TRUE.equals(component.backup().succeeded()));
    }

    void backupShutdown(WriterSession session) {
        broadcast.backupShutdown(takingPart(), session);
    }

    void preRestore(WriterSession session) {
        takingPart = those(component -> component.restore().selected());
        noted.preRestore(takingPart(), session);
    }

    void postRestore(WriterSession session) {
        noted.postRestore(takingPart(), session);
    }

    /**
     * Finds a writer of this session.
     *
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    WriterMetadata find(String call, WriterInstanceId instance) throws VssException {
        return find(
                call, "instance " + instance, metadata -> metadata.instanceId().equals(instance));
    }

    /** Finds a running writer of a class. */
    WriterMetadata find(String call, WriterId writerClass) throws VssException {
        return find(
                call, "class " + writerClass, metadata -> metadata.writerId().equals(writerClass));
    }

    /** Finds the running writer to which a part of the document belongs. */
    WriterMetadata findOwner(String call, Component component) throws VssException {
        return find(
                call,
                "class " + component.key().writerId() + " to which the component belongs",
                metadata -> document.componentsOf(metadata).contains(component));
    }

    private WriterMetadata find(String call, String which, Predicate<WriterMetadata> wanted)
            throws VssException {
        return writers.stream()
                .map(WriterInSession::metadata)
                .filter(wanted)
                .findFirst()
                .orElseThrow(() ->
                        new VssException(
                                HResult.VSS_E_OBJECT_NOT_FOUND,
                                call
                                        + ": no writer of "
                                        + which
                                        + " has answered gatherWriterMetadata; start the"
                                        + " application, or leave the writer out"));
    }

    /** Tells writers that were prepared for a backup that it will not happen. */
    List<String> abortBackup(WriterSession session) {
        return broadcast.abortBackup(takingPart(), session);
    }

    List<WriterStatus> status() {
        return writers.stream().map(WriterInSession::status).toList();
    }

    boolean isEmpty() {
        return writers.isEmpty();
    }
}
