package org.openvss.coordinator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openvss.ApplicationLevel;
import org.openvss.HResult;
import org.openvss.WriterState;
import org.openvss.coordinator.port.TimeSource;
import org.openvss.coordinator.port.Workers;
import org.openvss.coordinator.port.Workers.Outcome;
import org.openvss.writer.EmergencyThaw;
import org.openvss.writer.WriterSession;

/**
 * Sends the events around a freeze to the writers of a session: in parallel, each with its own
 * limit; freeze level by level, thaw in reverse. The events with components are {@link
 * NotedEvents}. A writer that fails is marked, gets no further event of the creation, and is
 * aborted if its freeze was called. Failures of writers are never thrown: they are states.
 */
final class WriterBroadcast {
    private static final List<ApplicationLevel> FREEZE_ORDER = List.of(ApplicationLevel.values());

    private final WriterCalls calls;
    private final TimeSource time;
    private final CoordinatorLimits limits;

    WriterBroadcast(Workers workers, TimeSource time, CoordinatorLimits limits) {
        this.calls = new WriterCalls(workers);
        this.time = time;
        this.limits = limits;
    }

    void prepareSnapshot(List<WriterInSession> writers, WriterSession session) {
        List<WriterInSession> to = sound(writers);
        to.forEach(WriterInSession::prepareIsCalled);
        calls.send(
                WriterEvent.PREPARE_SNAPSHOT,
                to,
                this::preparing,
                w -> w.writer().prepareSnapshot(session));
    }

    /** Asks the prepared writers how to thaw them from outside this process. */
    List<EmergencyThaw> emergencyThaws(List<WriterInSession> writers) {
        List<WriterInSession> to = in(WriterState.WAITING_FOR_FREEZE, writers);
        List<Outcome<List<EmergencyThaw>>> answers =
                calls.workers()
                        .inParallel(
                                to.stream()
                                        .map(writer ->
                                                WriterCalls.task(
                                                        "emergencyThaws",
                                                        writer,
                                                        limits.release(),
                                                        () -> writer.writer().emergencyThaws()))
                                        .toList());
        List<EmergencyThaw> thaws = new ArrayList<>();
        for (int i = 0; i < to.size(); i++) {
            if (answers.get(i) instanceof Outcome.Done<List<EmergencyThaw>>(var commands)) {
                thaws.addAll(commands);
            } else {
                // Without its emergency thaw it must not be frozen.
                WriterCalls.note(WriterEvent.FREEZE, to.get(i), answers.get(i));
            }
        }
        return thaws;
    }

    /**
     * Freezes level by level.
     *
     * @param deadline when the window of all writers ends, on the monotonic clock
     */
    void freeze(List<WriterInSession> writers, WriterSession session, long deadline) {
        for (ApplicationLevel level : FREEZE_ORDER) {
            List<WriterInSession> to = at(level, in(WriterState.WAITING_FOR_FREEZE, writers));
            long now = time.nanoTime();
            if (now >= deadline) {
                to.forEach(writer -> outOfTime(writer, "its turn to freeze came too late"));
                continue;
            }
            to.forEach(writer -> writer.freezeIsCalled(now));
            calls.send(
                    WriterEvent.FREEZE,
                    to,
                    writer -> shorter(freezeLimit(writer), Duration.ofNanos(deadline - now)),
                    w -> w.writer().freeze(session));
            abortFailed(to, session);
        }
        abortFailed(writers, session);
    }

    /**
     * Has every frozen writer prove that it held; one whose limit has passed did not.
     *
     * @param deadline when the window of all writers ends and the guard may have thawed them
     */
    void proveFrozen(List<WriterInSession> writers, WriterSession session, long deadline) {
        List<WriterInSession> to = new ArrayList<>();
        for (WriterInSession writer : in(WriterState.WAITING_FOR_THAW, writers)) {
            if (remaining(writer).isPositive()) {
                to.add(writer);
            } else {
                outOfTime(writer, "it was frozen for longer than its limit");
            }
        }
        calls.send(
                WriterEvent.PROVE_FROZEN,
                to,
                this::remaining,
                w -> w.writer().proveFrozen(session));
        boolean inTime = time.nanoTime() < deadline;
        for (WriterInSession writer : to) {
            if (!inTime) {
                outOfTime(writer, "the writers were frozen for longer than their common limit");
            } else if (!writer.hasFailed()) {
                writer.provedFrozen();
            }
        }
        abortFailed(writers, session);
    }

    /** Thaws in the reverse order of freeze; a writer always has the time of a release for it. */
    void thaw(List<WriterInSession> writers, WriterSession session) {
        for (ApplicationLevel level : FREEZE_ORDER.reversed()) {
            List<WriterInSession> to = at(level, in(WriterState.WAITING_FOR_THAW, writers));
            calls.send(
                    WriterEvent.THAW,
                    to,
                    writer -> longer(limits.release(), remaining(writer)),
                    w -> w.writer().thaw(session));
            long now = time.nanoTime();
            for (WriterInSession writer : to) {
                if (!writer.hasFailed()) {
                    writer.releasedAt(now);
                }
            }
            abortFailed(to, session);
        }
    }

    void backupShutdown(List<WriterInSession> writers, WriterSession session) {
        calls.send(
                WriterEvent.BACKUP_SHUTDOWN,
                writers.stream().filter(w -> !w.isIn(WriterState.FAILED_AT_IDENTIFY)).toList(),
                this::preparing,
                w -> w.writer().backupShutdown(session));
    }

    /**
     * Aborts every writer that awaits a release, last frozen first.
     *
     * @return the writers that could not be aborted, one sentence each
     */
    List<String> abort(List<WriterInSession> writers, WriterSession session) {
        List<String> left = new ArrayList<>();
        for (ApplicationLevel level : FREEZE_ORDER.reversed()) {
            List<WriterInSession> to = new ArrayList<>();
            for (WriterInSession writer : at(level, writers)) {
                if (writer.awaitsRelease()) {
                    to.add(writer);
                }
            }
            left.addAll(abortAll(to, session));
        }
        return left;
    }

    /** Tells writers that a backup they were prepared for, but not yet frozen, will not happen. */
    List<String> abortBackup(List<WriterInSession> writers, WriterSession session) {
        return abortAll(in(WriterState.STABLE, sound(writers)), session);
    }

    private void abortFailed(List<WriterInSession> writers, WriterSession session) {
        List<WriterInSession> to = new ArrayList<>();
        for (WriterInSession writer : writers) {
            if (writer.hasFailed()
                    && writer.awaitsRelease()
                    && !writer.isIn(WriterState.FAILED_AT_PREPARE_SNAPSHOT)) {
                to.add(writer);
            }
        }
        // What could not be aborted stays in the writer's own failure, which is its state.
        abortAll(to, session);
    }

    private List<String> abortAll(List<WriterInSession> to, WriterSession session) {
        List<Outcome<Boolean>> outcomes =
                calls.run("abort", to, writer -> limits.release(), w -> w.writer().abort(session));
        long now = time.nanoTime();
        List<String> left = new ArrayList<>();
        for (int i = 0; i < to.size(); i++) {
            WriterInSession writer = to.get(i);
            writer.releasedAt(now);
            String name = "writer " + writer.metadata().name();
            switch (outcomes.get(i)) {
                case Outcome.Done<Boolean> done -> {
                    if (!writer.hasFailed()) {
                        writer.reached(WriterState.STABLE);
                    }
                }
                case Outcome.Failed<Boolean>(Throwable failure) ->
                        left.add(
                                name
                                        + " could not be aborted: "
                                        + failure.getMessage()
                                        + "; check that the application runs normally");
                case Outcome.Overran<Boolean>(String thread) ->
                        left.add(
                                name
                                        + " did not end its abort in time (thread '"
                                        + thread
                                        + "'); check that the application runs normally");
            }
            if (!(outcomes.get(i) instanceof Outcome.Done<Boolean>)) {
                writer.stayFrozenIsPossible();
                writer.failed(
                        WriterState.FAILED_AT_THAW,
                        HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        0,
                        left.getLast());
            }
        }
        return left;
    }

    private static void outOfTime(WriterInSession writer, String why) {
        writer.failed(WriterState.FAILED_AT_FREEZE, HResult.VSS_E_WRITERERROR_TIMEOUT, 0, why);
    }

    private Duration preparing(WriterInSession writer) {
        return limits.prepareWriters();
    }

    private Duration freezeLimit(WriterInSession writer) {
        return shorter(writer.writer().freezeLimit(), limits.writers());
    }

    /** Returns what is left of a writer's own limit; may be negative. */
    private Duration remaining(WriterInSession writer) {
        Long since = writer.freezeCalledAt();
        long frozenFor = since == null ? 0 : time.nanoTime() - since;
        return freezeLimit(writer).minusNanos(frozenFor);
    }

    static List<WriterInSession> sound(List<WriterInSession> writers) {
        return writers.stream().filter(writer -> !writer.hasFailed()).toList();
    }

    static List<WriterInSession> in(WriterState state, List<WriterInSession> writers) {
        return writers.stream().filter(writer -> writer.isIn(state)).toList();
    }

    private static List<WriterInSession> at(ApplicationLevel level, List<WriterInSession> writers) {
        return writers.stream().filter(writer -> writer.metadata().level() == level).toList();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
