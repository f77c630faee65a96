package org.openvss.writer.redis;

import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.SessionId;
import org.openvss.writer.WriterException;

/**
 * One session with a server: saved, paused, proved, let go.
 *
 * <p>The canary is a second connection with a write that changes nothing, sent when the pause
 * began. The server holds it back for as long as the pause has no gap, so its silence is the proof,
 * and its return shows that the server writes again. For {@link RedisWriter}, under its lock; only
 * {@link #cancel} comes from elsewhere.
 */
final class PauseSession implements AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
    private static final Duration TO_PREPARE = Duration.ofMinutes(9);
    private static final Duration TO_BE_HELD = Duration.ofSeconds(1);
    private static final Duration TO_RETURN = Duration.ofSeconds(3);

    private final SessionId id;
    private final RedisServer configuration;
    private final String server;
    private final RedisClient client;
    private final RedisClient canary;
    private final String canaryName;
    private final long canaryId;
    private String runId = "";
    private boolean paused;
    private boolean returned;
    private long pausedAt;
    private @Nullable ServerInfo atFreeze;
    private volatile boolean cancelled;

    private PauseSession(
            SessionId id, RedisServer configuration, RedisClient client, RedisClient canary)
            throws WriterException {
        this.id = id;
        this.configuration = configuration;
        this.server = RedisClient.nameOf(configuration);
        this.client = client;
        this.canary = canary;
        this.canaryName = "openvss:canary:" + id;
        this.canaryId = canary.id();
    }

    /** Connects twice: to ask, and for the canary. */
    static PauseSession open(SessionId id, RedisServer configuration) throws WriterException {
        RedisClient client = RedisClient.open(configuration);
        RedisClient canary = null;
        boolean complete = false;
        try {
            canary = RedisClient.open(configuration);
            PauseSession session = new PauseSession(id, configuration, client, canary);
            complete = true;
            return session;
        } finally {
            if (!complete) {
                client.close();
                if (canary != null) {
                    canary.close();
                }
            }
        }
    }

    SessionId id() {
        return id;
    }

    RedisClient client() {
        return client;
    }

    /** Tells whether the server may be paused by us. */
    boolean isPaused() {
        return paused;
    }

    /** Has a wait for the server end soon. */
    void cancel() {
        cancelled = true;
    }

    /**
     * Without an append-only file writes a dump, so that the one during the pause is short. Walks
     * through everything that the freeze will do, so that nothing is new to this process then.
     */
    void prepare() throws WriterException {
        long deadline = System.nanoTime() + TO_PREPARE.toNanos();
        requireFree();
        client.isHeldBack(canaryId);
        ServerInfo info = client.info();
        runId = info.runId();
        if (!info.appendsOnly()) {
            dump(deadline);
        } else if (info.appendFailed()) {
            throw full("append-only file");
        }
    }

    /** Pauses writes, and waits until everything that was acknowledged is in the files. */
    void pause() throws WriterException {
        if (paused) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE, server + " is paused already");
        }
        requireFree();
        pausedAt = System.nanoTime();
        paused = true;
        returned = false;
        try {
            client.pauseWrites(configuration.pauseLimit());
        } catch (WriterException e) {
            paused = !(e.getCause() instanceof RedisErrorException);
            throw e;
        }
        canary.sendCanary(canaryName);
        long deadline = System.nanoTime() + TO_BE_HELD.toNanos();
        while (!client.isHeldBack(canaryId)) {
            lookAgain(deadline, "did not hold back writes");
        }
        atFreeze = saved(System.nanoTime() + configuration.saveTimeout().toNanos());
    }

    private ServerInfo saved(long deadline) throws WriterException {
        ServerInfo info = client.info();
        if (!info.appendsOnly()) {
            return info.changes() == 0 && !info.isSaving() ? info : dump(deadline);
        }
        return await(
                deadline, "append-only file", ServerInfo::appendFailed, ServerInfo::isAppended);
    }

    /** Has the server write a dump, once no other child of it is in the way, and waits for it. */
    private ServerInfo dump(long deadline) throws WriterException {
        await(deadline, "dump", info -> false, info -> !info.hasChild());
        client.save();
        ServerInfo info =
                await(deadline, "dump", ServerInfo::lastSaveFailed, each -> !each.isSaving());
        return info;
    }

    private ServerInfo await(
            long deadline, String what, Predicate<ServerInfo> failed, Predicate<ServerInfo> done)
            throws WriterException {
        while (true) {
            ServerInfo info = client.info();
            if (done.test(info) && !failed.test(info)) {
                return info;
            }
            if (failed.test(info) && !info.hasChild()) {
                throw full(what);
            }
            lookAgain(deadline, "did not finish its " + what);
        }
    }

    /** Refuses a server whose writes somebody else holds back already. */
    private void requireFree() throws WriterException {
        canary.sendCanary(canaryName);
        if (!canary.canaryReturned(TO_BE_HELD)) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_RETRYABLE,
                    server + " is paused by somebody else, or overloaded; try again later");
        }
    }

    private void lookAgain(long deadline, String what) throws WriterException {
        if (cancelled) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_RETRYABLE,
                    "the session was aborted while " + server + " was waited for");
        }
        if (System.nanoTime() >= deadline) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_TIMEOUT,
                    server + " " + what + " in time; nothing stays paused");
        }
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }

    /** Tells whether the canary of the pause came back, now or before: then the pause is over. */
    private boolean hasReturned(Duration limit) throws WriterException {
        returned = returned || canary.canaryReturned(limit);
        return returned;
    }

    private Duration remaining() {
        return configuration.pauseLimit().minusNanos(System.nanoTime() - pausedAt);
    }

    /** Tells whether the server goes on by itself by now; its clock began later than ours. */
    private boolean isOver() {
        return !remaining().isPositive();
    }

    private WriterException full(String what) {
        return new WriterException(
                HResult.VSS_E_WRITERERROR_OUTOFRESOURCES,
                server + " cannot write its " + what + "; look for a full disk, and at its log");
    }

    private WriterException broken(String what) {
        return new WriterException(HResult.VSS_E_WRITERERROR_NONRETRYABLE, server + " " + what);
    }

    /**
     * Proves that no write has passed since.
     *
     * @throws WriterException if one did, or that cannot be told
     */
    void prove() throws WriterException {
        ServerInfo before = atFreeze;
        if (before == null || !paused) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                    server + " is not frozen for this session");
        }
        if (isOver()) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_TIMEOUT,
                    server + " was paused for longer than its limit, and went on");
        }
        ServerInfo now = client.info();
        if (!now.runId().equals(before.runId())) {
            throw broken("was restarted");
        }
        if (now.changes() > before.changes()) {
            throw broken("was written to");
        }
        boolean alone =
                before.number("connected_slaves") == 0 && now.number("connected_slaves") == 0;
        // Replicas hear more than changes, for instance that the primary lives.
        if (alone && now.number("master_repl_offset") != before.number("master_repl_offset")) {
            throw broken("was written to");
        }
        if (hasReturned(Duration.ZERO) || !client.isHeldBack(canaryId)) {
            throw broken("was resumed by somebody else");
        }
    }

    /**
     * Ends the pause if it is ours, and waits until the server writes.
     *
     * @throws WriterException if it cannot be ended; says when it ends by itself
     */
    void release() throws WriterException {
        atFreeze = null;
        if (!paused) {
            return;
        }
        try {
            if (!hasReturned(Duration.ZERO)) {
                client.unpause();
                if (!hasReturned(TO_RETURN)) {
                    throw broken("still holds back writes");
                }
            }
            paused = false;
        } catch (WriterException lost) {
            releaseAnew(lost);
        }
    }

    /** The connections are lost: by another one, unless the server has gone with its pause. */
    private void releaseAnew(WriterException lost) throws WriterException {
        if (isOver()) {
            paused = false;
            return;
        }
        try (RedisClient again = RedisClient.open(configuration)) {
            if (again.info().runId().equals(runId)) {
                again.unpause();
            }
            paused = false;
        } catch (WriterException e) {
            if (e.getCause() instanceof ConnectException
                    || e.getCause() instanceof SocketException) {
                paused = false; // nobody runs there, so nothing is paused
                return;
            }
            WriterException failure =
                    new WriterException(
                            e.code(),
                            e.getMessage()
                                    + "; its pause ends by itself in "
                                    + Math.max(0, remaining().toMillis())
                                    + " ms",
                            e.applicationCode(),
                            e);
            failure.addSuppressed(lost);
            throw failure;
        }
    }

    @Override
    public void close() {
        client.close();
        canary.close();
    }
}
