package org.openvss.writer.hooks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.SessionId;
import org.openvss.WriterId;
import org.openvss.WriterInstanceId;
import org.openvss.WriterMetadata;
import org.openvss.writer.EmergencyThaw;
import org.openvss.writer.Writer;
import org.openvss.writer.WriterException;
import org.openvss.writer.WriterSession;

/**
 * An application that is frozen and thawed by executables in a folder, in the layout of qemu's
 * guest agent.
 *
 * <p>Unlike there, exit codes count, and the hooks are asked after the cut whether they still hold.
 * Opens and checks the hooks by {@link HookPlan}, runs them by {@link HookRunner}. It knows nothing
 * of the application itself. Handlers may come on different threads; an abort interrupts a running
 * hook of a freeze.
 */
public final class HooksWriter implements Writer {
    /** Class of all writers of this kind. */
    public static final WriterId WRITER_ID =
            new WriterId(UUID.fromString("5a1c3f0e-6d0b-4c39-9d5c-0f3f8f1b7a52"));

    /** How long each call of a hook may take. */
    public static final Duration HOOK_LIMIT = Duration.ofSeconds(10);

    private final HookFolder folder;
    private final Duration hookLimit;
    private final ReentrantLock lock = new ReentrantLock();

    /** The session at hand, from its prepareSnapshot to its thaw or abort; changed under lock. */
    private volatile @Nullable Session current;

    /**
     * Creates the writer of a folder; the folder is opened and checked in prepareSnapshot.
     *
     * @param folder the folder and how to use it
     */
    public HooksWriter(HookFolder folder) {
        this(folder, HOOK_LIMIT);
    }

    HooksWriter(HookFolder folder, Duration hookLimit) {
        this.folder = folder;
        this.hookLimit = hookLimit;
    }

    /** One session: its hooks, and which of them must be thawed. */
    private static final class Session implements AutoCloseable {
        final SessionId id;
        final HookPlan plan;
        final HookRunner runner;

        /** Hooks whose freeze was started and whose thaw has not succeeded, in order of freeze. */
        final List<Hook> entered = new ArrayList<>();

        boolean frozen;

        Session(WriterSession session, HookPlan plan, Duration limit) {
            this.id = session.sessionId();
            this.plan = plan;
            this.runner = new HookRunner(session, limit);
        }

        @Override
        public void close() {
            plan.close();
        }
    }

    @Override
    public WriterMetadata identify() {
        UUID instance =
                UUID.nameUUIDFromBytes(
                        (folder.name() + "\0" + folder.directory())
                                .getBytes(StandardCharsets.UTF_16BE));
        return new WriterMetadata(
                WRITER_ID,
                new WriterInstanceId(instance),
                folder.name(),
                folder.level(),
                folder.paths());
    }

    @Override
    public void prepareSnapshot(WriterSession session) throws WriterException {
        lock.lock();
        try {
            Session old = current;
            if (old != null && !old.entered.isEmpty()) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_RETRYABLE,
                        "the hooks in "
                                + folder.directory()
                                + " are frozen for another session; try again when it has ended");
            }
            HookPlan plan = HookPlan.open(folder.directory());
            if (old != null) {
                old.close();
            }
            current = new Session(session, plan, hookLimit);
        } finally {
            lock.unlock();
        }
    }

    /** {@inheritDoc} The thaw calls of all hooks, in the order of thaw; empty before prepare. */
    @Override
    public List<EmergencyThaw> emergencyThaws() {
        Session prepared = current;
        if (prepared == null) {
            return List.of();
        }
        return prepared.plan.hooks().reversed().stream()
                .map(hook -> new EmergencyThaw(List.of(hook.path(), "thaw"), hookLimit))
                .toList();
    }

    @Override
    public void freeze(WriterSession session) throws WriterException {
        lock.lock();
        try {
            Session prepared = currentOf(session);
            if (prepared == null || !prepared.entered.isEmpty()) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        prepared == null
                                ? "the hooks in "
                                        + folder.directory()
                                        + " were not prepared for this session"
                                : "the hooks in " + folder.directory() + " are frozen already");
            }
            for (Hook hook : prepared.plan.hooks()) {
                prepared.entered.add(hook);
                HookResult result = prepared.runner.run(hook, "freeze");
                if (!(result instanceof HookResult.Success)) {
                    throw withThaws(
                            HookResult.toException(hook, "freeze", result), thawEntered(prepared));
                }
            }
            prepared.frozen = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void proveFrozen(WriterSession session) throws WriterException {
        lock.lock();
        try {
            Session frozen = currentOf(session);
            if (frozen == null || !frozen.frozen) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        "the hooks in " + folder.directory() + " are not frozen for this session");
            }
            if (!folder.prove()) {
                return;
            }
            for (Hook hook : frozen.plan.hooks()) {
                HookResult result = frozen.runner.run(hook, "status");
                if (!(result instanceof HookResult.Success)) {
                    throw HookResult.toException(hook, "status", result);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void thaw(WriterSession session) throws WriterException {
        lock.lock();
        try {
            Session frozen = currentOf(session);
            if (frozen != null) {
                end(frozen);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void abort(WriterSession session) throws WriterException {
        Session aborted = currentOf(session);
        if (aborted == null) {
            return;
        }
        aborted.runner.cancelFreeze();
        lock.lock();
        try {
            if (current == aborted) {
                end(aborted);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Thaws what is frozen; the session stays current while a hook has not been thawed. */
    private void end(Session session) throws WriterException {
        List<WriterException> failures = thawEntered(session);
        if (failures.isEmpty()) {
            session.close();
            current = null;
        } else {
            throw withThaws(failures.getFirst(), failures.subList(1, failures.size()));
        }
    }

    /** Thaws in reverse order, each hook once whatever the others do; returns what failed. */
    private List<WriterException> thawEntered(Session session) {
        session.frozen = false;
        List<WriterException> failures = new ArrayList<>();
        for (Hook hook : List.copyOf(session.entered).reversed()) {
            HookResult result = session.runner.run(hook, "thaw");
            if (result instanceof HookResult.Success) {
                session.entered.remove(hook);
            } else {
                failures.add(HookResult.toException(hook, "thaw", result));
            }
        }
        return failures;
    }

    private static WriterException withThaws(WriterException first, List<WriterException> thaws) {
        if (thaws.isEmpty()) {
            return first;
        }
        StringBuilder message = new StringBuilder(String.valueOf(first.getMessage()));
        thaws.forEach(thaw -> message.append("; besides, ").append(thaw.getMessage()));
        return new WriterException(
                first.code(), message.toString(), first.applicationCode(), first);
    }

    private @Nullable Session currentOf(WriterSession session) {
        Session found = current;
        return found != null && found.id.equals(session.sessionId()) ? found : null;
    }
}
