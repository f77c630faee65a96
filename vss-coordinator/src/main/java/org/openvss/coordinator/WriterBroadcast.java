package org.openvss.coordinator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.openvss.ApplicationLevel;
import org.openvss.HResult;
import org.openvss.WriterState;
import org.openvss.coordinator.port.TimeSource;
import org.openvss.coordinator.port.Workers;
import org.openvss.coordinator.port.Workers.Outcome;
import org.openvss.coordinator.port.Workers.Task;
import org.openvss.writer.EmergencyThaw;
import org.openvss.writer.Writer;
import org.openvss.writer.WriterException;
import org.openvss.writer.WriterSession;

/**
 * Sends the events of a session to its writers: in parallel, each with its own limit; freeze level
 * by level, thaw in reverse. A writer that fails is marked, gets no further event of the creation,
 * and is aborted if its freeze was called. Failures of writers are never thrown: they are states.
 */
final class WriterBroadcast {
    private static final List<ApplicationLevel> FREEZE_ORDER = List.of(ApplicationLevel.values());

    private final Workers workers;
    private final TimeSource time;
    private final CoordinatorLimits limits;

    WriterBroadcast(Workers workers, TimeSource time, CoordinatorLimits limits) {
        this.workers = workers;
        this.time = time;
        this.limits = limits;
    }

    void prepareBackup(List<WriterInSession> writers, WriterSession session) {
        send(Event.PREPARE_BACKUP, sound(writers), this::preparing, w -> w.prepareBackup(session));
    }

    void prepareSnapshot(List<WriterInSession> writers, WriterSession session) {
        List<WriterInSession> to = sound(writers);
        to.forEach(WriterInSession::prepareIsCalled);
        send(Event.PREPARE_SNAPSHOT, to, this::preparing, w -> w.prepareSnapshot(session));
    }

    /** Asks the prepared writers how to thaw them from outside this process. */
    List<EmergencyThaw> emergencyThaws(List<WriterInSession> writers) {
        List<EmergencyThaw> thaws = new ArrayList<>();
        for (WriterInSession writer : in(WriterState.WAITING_FOR_FREEZE, writers)) {
            List<Outcome<List<EmergencyThaw>>> answer =
                    workers.inParallel(
                            List.of(
                                    task(
                                            "emergencyThaws",
                                            writer,
                                            limits.release(),
                                            () -> writer.writer().emergencyThaws())));
            if (answer.getFirst() instanceof Outcome.Done<List<EmergencyThaw>>(var commands)) {
                thaws.addAll(commands);
            } else {
                // Without its emergency thaw it must not be frozen.
                note(Event.FREEZE, writer, answer.getFirst());
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
            send(
                    Event.FREEZE,
                    to,
                    writer -> shorter(freezeLimit(writer), Duration.ofNanos(deadline - now)),
                    w -> w.freeze(session));
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
        send(Event.PROVE_FROZEN, to, this::remaining, w -> w.proveFrozen(session));
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
            send(
                    Event.THAW,
                    to,
                    writer -> longer(limits.release(), remaining(writer)),
                    w -> w.thaw(session));
            long now = time.nanoTime();
            for (WriterInSession writer : to) {
                if (!writer.hasFailed()) {
                    writer.releasedAt(now);
                }
            }
            abortFailed(to, session);
        }
    }

    void postSnapshot(List<WriterInSession> writers, WriterSession session) {
        send(
                Event.POST_SNAPSHOT,
                in(WriterState.WAITING_FOR_POST_SNAPSHOT, writers),
                this::preparing,
                w -> w.postSnapshot(session));
    }

    void backupComplete(List<WriterInSession> writers, WriterSession session, boolean succeeded) {
        send(
                Event.BACKUP_COMPLETE,
                sound(writers),
                this::preparing,
                w -> w.backupComplete(session, succeeded));
    }

    void backupShutdown(List<WriterInSession> writers, WriterSession session) {
        send(
                Event.BACKUP_SHUTDOWN,
                writers.stream().filter(w -> !w.isIn(WriterState.FAILED_AT_IDENTIFY)).toList(),
                this::preparing,
                w -> w.backupShutdown(session));
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
                run("abort", to, writer -> limits.release(), w -> w.abort(session));
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

    private void send(
            Event event,
            List<WriterInSession> to,
            Function<WriterInSession, Duration> limit,
            Handler handler) {
        List<Outcome<Boolean>> outcomes = run(event.handler, to, limit, handler);
        for (int i = 0; i < to.size(); i++) {
            note(event, to.get(i), outcomes.get(i));
            if (outcomes.get(i) instanceof Outcome.Overran<Boolean>) {
                // Its thread is still there: it may freeze the application after the abort.
                to.get(i).stayFrozenIsPossible();
            }
        }
    }

    private List<Outcome<Boolean>> run(
            String what,
            List<WriterInSession> to,
            Function<WriterInSession, Duration> limit,
            Handler handler) {
        List<Task<Boolean>> tasks = new ArrayList<>();
        for (WriterInSession writer : to) {
            tasks.add(
                    task(
                            what,
                            writer,
                            limit.apply(writer),
                            () -> {
                                handler.handle(writer.writer());
                                return true;
                            }));
        }
        return workers.inParallel(tasks);
    }

    private static <T> Task<T> task(
            String what, WriterInSession writer, Duration limit, Callable<T> work) {
        return new Task<>(writer.metadata().name() + "." + what, limit, work);
    }

    private static void note(Event event, WriterInSession writer, Outcome<?> outcome) {
        switch (outcome) {
            case Outcome.Done<?> done -> {
                if (!writer.hasFailed()) {
                    writer.reached(event.success);
                }
            }
            case Outcome.Failed<?>(WriterException failure) ->
                    writer.failed(
                            event.failure,
                            failure.code(),
                            failure.applicationCode(),
                            String.valueOf(failure.getMessage()));
            case Outcome.Failed<?>(Throwable failure) ->
                    writer.failed(
                            event.failure,
                            HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                            0,
                            event.handler + " threw " + failure);
            case Outcome.Overran<?>(String thread) ->
                    writer.failed(
                            event.failure,
                            HResult.VSS_E_WRITERERROR_TIMEOUT,
                            0,
                            event.handler
                                    + " did not return in time; its thread '"
                                    + thread
                                    + "' was abandoned");
        }
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

    private static List<WriterInSession> sound(List<WriterInSession> writers) {
        return writers.stream().filter(writer -> !writer.hasFailed()).toList();
    }

    private static List<WriterInSession> in(WriterState state, List<WriterInSession> writers) {
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

    /** An event with the state of a writer that handled it, and of one that did not. */
    private enum Event {
        PREPARE_BACKUP("prepareBackup", WriterState.STABLE, WriterState.FAILED_AT_PREPARE_BACKUP),
        PREPARE_SNAPSHOT(
                "prepareSnapshot",
                WriterState.WAITING_FOR_FREEZE,
                WriterState.FAILED_AT_PREPARE_SNAPSHOT),
        FREEZE("freeze", WriterState.WAITING_FOR_THAW, WriterState.FAILED_AT_FREEZE),
        PROVE_FROZEN("proveFrozen", WriterState.WAITING_FOR_THAW, WriterState.FAILED_AT_FREEZE),
        THAW("thaw", WriterState.WAITING_FOR_POST_SNAPSHOT, WriterState.FAILED_AT_THAW),
        POST_SNAPSHOT(
                "postSnapshot",
                WriterState.WAITING_FOR_BACKUP_COMPLETE,
                WriterState.FAILED_AT_POST_SNAPSHOT),
        BACKUP_COMPLETE(
                "backupComplete", WriterState.STABLE, WriterState.FAILED_AT_BACKUP_COMPLETE),
        BACKUP_SHUTDOWN("backupShutdown", WriterState.STABLE, WriterState.FAILED_AT_BACKUPSHUTDOWN);

        private final String handler;
        private final WriterState success;
        private final WriterState failure;

        Event(String handler, WriterState success, WriterState failure) {
            this.handler = handler;
            this.success = success;
            this.failure = failure;
        }
    }

    /** One handler of a writer. */
    @FunctionalInterface
    private interface Handler {
        void handle(Writer writer) throws WriterException;
    }
}
