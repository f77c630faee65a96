package org.openvss.coordinator.simulation;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.WriterMetadata;
import org.openvss.writer.ComponentNotes;
import org.openvss.writer.EmergencyThaw;
import org.openvss.writer.Writer;
import org.openvss.writer.WriterException;
import org.openvss.writer.WriterSession;

/** A writer whose application lives in the world; checks that its handlers come in order. */
final class FakeWriter implements Writer {
    private static final List<HResult> CODES =
            List.of(
                    HResult.VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT,
                    HResult.VSS_E_WRITERERROR_OUTOFRESOURCES,
                    HResult.VSS_E_WRITERERROR_TIMEOUT,
                    HResult.VSS_E_WRITERERROR_RETRYABLE,
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                    HResult.VSS_E_WRITERERROR_PARTIAL_FAILURE);

    private final SimulatedProcess process;
    private final WriterMetadata metadata;
    private final Duration limit;
    private final FakeApplication application;

    FakeWriter(SimulatedProcess process, WriterMetadata metadata, Duration limit) {
        this.process = process;
        this.metadata = metadata;
        this.limit = limit;
        this.application = process.world.application(metadata.name());
    }

    @Override
    public WriterMetadata identify() throws WriterException {
        step("identify", () -> {});
        return metadata;
    }

    @Override
    public Duration freezeLimit() {
        return limit;
    }

    @Override
    public void prepareBackup(WriterSession session) throws WriterException {
        stepWithNotes("prepareBackup", session, () -> {});
    }

    @Override
    public void prepareSnapshot(WriterSession session) throws WriterException {
        seesNothing(session);
        step("prepareSnapshot", () -> {});
    }

    @Override
    public List<EmergencyThaw> emergencyThaws() {
        process.requireAlive();
        return List.of(new EmergencyThaw(List.of(metadata.name()), Duration.ofSeconds(5)));
    }

    @Override
    public void freeze(WriterSession session) throws WriterException {
        seesNothing(session);
        process.requireAlive();
        application.freezeCalls++;
        if (!process.world.armedApplications.contains(metadata.name())) {
            process.world.violate(metadata.name() + " is frozen before the guard is armed");
        }
        process.step(
                site("freeze"),
                this::failure,
                this::failure,
                application::freeze,
                application::freeze);
    }

    @Override
    public void proveFrozen(WriterSession session) throws WriterException {
        step(
                "proveFrozen",
                () -> {
                    if (!application.frozen || !application.heldSinceFreeze) {
                        throw new WriterException(
                                HResult.VSS_E_WRITERERROR_RETRYABLE,
                                metadata.name() + " was not frozen");
                    }
                });
    }

    @Override
    public void thaw(WriterSession session) throws WriterException {
        process.requireAlive();
        application.thawCalls++;
        step(
                "thaw",
                () -> {
                    application.thawsDone++;
                    application.release();
                });
    }

    @Override
    public void postSnapshot(WriterSession session) throws WriterException {
        stepWithNotes(
                "postSnapshot",
                session,
                () -> {
                    if (application.abortCalls > 0 || application.thawsDone == 0) {
                        process.world.violate(metadata.name() + " got postSnapshot unthawed");
                    }
                });
    }

    @Override
    public void backupComplete(WriterSession session, boolean succeeded) throws WriterException {
        application.toldSucceeded = succeeded;
        checkComponents(session);
        for (ComponentNotes notes : ownNotes(session)) {
            mustRefuse("backupComplete", notes);
        }
        step("backupComplete", () -> {});
    }

    @Override
    public void backupShutdown(WriterSession session) throws WriterException {
        seesNothing(session);
        step("backupShutdown", () -> {});
    }

    @Override
    public void abort(WriterSession session) throws WriterException {
        seesNothing(session);
        process.requireAlive();
        if (application.freezeCalls == 0) {
            application.abortsBeforeFreeze++;
        } else {
            application.abortCalls++;
        }
        step("abort", application::release);
    }

    private void step(String handler, SimulatedProcess.Effect<WriterException> effect)
            throws WriterException {
        Supplier<WriterException> failure = this::failure;
        process.step(site(handler), failure, failure, effect);
    }

    /**
     * A handler that notes something on its components: what it noted counts, unless the handler
     * was abandoned, and nothing can be noted afterwards.
     */
    private void stepWithNotes(
            String handler, WriterSession session, SimulatedProcess.Effect<WriterException> effect)
            throws WriterException {
        process.requireAlive();
        checkComponents(session);
        List<ComponentNotes> own = ownNotes(session);
        Supplier<WriterException> failure = this::failure;
        process.step(
                site(handler),
                failure,
                failure,
                () -> {
                    for (ComponentNotes notes : own) {
                        note(handler, notes);
                    }
                    effect.run();
                },
                () -> own.forEach(notes -> mustRefuse(handler, notes)));
    }

    private void note(String handler, ComponentNotes notes) {
        try {
            notes.setBackupStamp(metadata.name() + " " + handler);
        } catch (VssException refused) {
            process.world.violate(metadata.name() + " may not note in " + handler + ": " + refused);
        }
    }

    private void mustRefuse(String handler, ComponentNotes notes) {
        try {
            notes.setBackupStamp("too late");
            process.world.violate(metadata.name() + " could note after or in " + handler);
        } catch (VssException refused) {
            if (refused.code() != HResult.VSS_E_BAD_STATE) {
                process.world.violate("noting too late was refused with " + refused.code());
            }
        }
    }

    private static List<ComponentNotes> ownNotes(WriterSession session) {
        List<ComponentNotes> notes = session.components();
        return notes == null ? List.of() : notes;
    }

    /** Events without access to components. */
    private void seesNothing(WriterSession session) {
        application.events++;
        if (session.components() != null) {
            process.world.violate(metadata.name() + " sees components in the wrong event");
        }
    }

    /** Components come in component mode only, and only those of this writer. */
    private void checkComponents(WriterSession session) {
        application.events++;
        List<ComponentNotes> notes = session.components();
        boolean right =
                notes == null
                        ? !session.areComponentsSelected()
                        : session.areComponentsSelected()
                                && !notes.isEmpty()
                                && notes.stream()
                                        .allMatch(one ->
                                                one.component()
                                                        .key()
                                                        .writerId()
                                                        .equals(metadata.writerId()));
        if (!right) {
            process.world.violate(metadata.name() + " sees the components " + notes);
        }
    }

    private String site(String handler) {
        return "writer." + metadata.name() + "." + handler;
    }

    private WriterException failure() {
        HResult code = CODES.get(process.world.random.nextInt(CODES.size()));
        return new WriterException(code, "injected into " + metadata.name());
    }
}
