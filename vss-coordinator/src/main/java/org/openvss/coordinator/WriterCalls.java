package org.openvss.coordinator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.openvss.HResult;
import org.openvss.coordinator.port.Workers;
import org.openvss.coordinator.port.Workers.Outcome;
import org.openvss.coordinator.port.Workers.Task;
import org.openvss.writer.WriterException;

/**
 * Calls handlers of writers side by side, each with its own limit, and turns how they ended into
 * states. Knows no order of events; that is {@link WriterBroadcast}.
 *
 * @param workers runs the handlers
 */
record WriterCalls(Workers workers) {
    /** Sends an event, and notes in each writer how it was handled. */
    List<Outcome<Boolean>> send(
            WriterEvent event,
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
        return outcomes;
    }

    /** Calls a handler of each writer side by side, each with its own limit. */
    List<Outcome<Boolean>> run(
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
                                handler.handle(writer);
                                return true;
                            }));
        }
        return workers.inParallel(tasks);
    }

    static <T> Task<T> task(String what, WriterInSession writer, Duration limit, Callable<T> work) {
        return new Task<>(writer.metadata().name() + "." + what, limit, work);
    }

    /** Notes in a writer how it handled an event. */
    static void note(WriterEvent event, WriterInSession writer, Outcome<?> outcome) {
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
                            event.overrun,
                            0,
                            event.handler
                                    + " did not return in time; its thread '"
                                    + thread
                                    + "' was abandoned");
        }
    }

    /** One handler of a writer. */
    @FunctionalInterface
    interface Handler {
        void handle(WriterInSession writer) throws WriterException;
    }
}
