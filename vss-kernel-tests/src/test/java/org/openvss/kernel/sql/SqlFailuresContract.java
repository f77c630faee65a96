package org.openvss.kernel.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.HResult;
import org.openvss.SessionId;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.WriterMetadata;
import org.openvss.writer.Writer;
import org.openvss.writer.WriterException;
import org.openvss.writer.WriterSession;

/**
 * What a writer of a SQL server does when the server fails it, in each phase: the right code,
 * nothing frozen, no password in a message, and the next set succeeds. Every test has a server of
 * its own, since it kills it.
 */
@Timeout(120)
abstract class SqlFailuresContract {
    @TempDir private Path temp = Path.of("/");

    @SuppressWarnings("NullAway.Init") // started before each test
    private DatabaseServer server;

    /** Makes the server; skips the test where that is impossible. */
    abstract DatabaseServer newServer(Path data, Path run) throws Exception;

    /** Returns a writer that waits for locks for 2 s at most. */
    abstract Writer writer(DatabaseServer server, List<String> claimedPaths);

    /** Waits until somebody else has committed (true), or is held (false). */
    abstract boolean canCommit(DatabaseServer server) throws Exception;

    @BeforeEach
    final void startServer() throws Exception {
        server = newServer(temp.resolve("data"), temp.resolve("run"));
        server.start();
    }

    @AfterEach
    final void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    final DatabaseServer server() {
        return server;
    }

    final Writer newWriter() {
        return writer(server, List.of());
    }

    static WriterSession session(List<Volume> volumes) {
        return new WriterSession(
                SessionId.random(),
                ShadowCopySetId.random(),
                ShadowCopyContext.APP_ROLLBACK,
                volumes);
    }

    final WriterSession session() {
        return session(Places.volumes(temp));
    }

    /** Requires a failure with a code, whose message is one line and keeps the password. */
    static AbstractStringAssert<?> fails(HResult code, ThrowingCallable call) {
        WriterException failure =
                Objects.requireNonNull(catchThrowableOfType(WriterException.class, call));
        String message = String.valueOf(failure.getMessage());
        assertThat(failure.code()).as(message).isEqualTo(code);
        assertThat(message.lines()).hasSize(1);
        for (Throwable one = failure; one != null; one = one.getCause()) {
            assertThat(String.valueOf(one.getMessage())).doesNotContain(DatabaseServer.PASSWORD);
        }
        return Assertions.assertThat(message);
    }

    final void makesASet(Writer writer) throws Exception {
        WriterSession next = session();
        writer.prepareSnapshot(next);
        writer.freeze(next);
        writer.proveFrozen(next);
        writer.thaw(next);
        assertThat(canCommit(server)).isTrue();
    }

    private void restart() throws Exception {
        server.kill();
        server.start();
    }

    @Test
    final void aKilledServerIsNoticedInEveryPhase() throws Exception {
        Writer writer = newWriter();
        WriterSession prepared = session();
        writer.prepareSnapshot(prepared);
        restart();
        fails(HResult.VSS_E_WRITERERROR_RETRYABLE, () -> writer.freeze(prepared))
                .contains("could not be frozen");
        writer.abort(prepared);
        assertThat(canCommit(server)).isTrue();

        WriterSession frozen = session();
        writer.prepareSnapshot(frozen);
        writer.freeze(frozen);
        restart();
        fails(HResult.VSS_E_WRITERERROR_RETRYABLE, () -> writer.proveFrozen(frozen))
                .contains("was not held until the copy was made");
        writer.abort(frozen);
        assertThat(canCommit(server)).isTrue();

        WriterSession proved = session();
        writer.prepareSnapshot(proved);
        writer.freeze(proved);
        writer.proveFrozen(proved);
        server.kill();
        writer.thaw(proved);

        fails(HResult.VSS_E_WRITERERROR_RETRYABLE, () -> writer.prepareSnapshot(session()))
                .contains("cannot be prepared", "see that the server runs");
        server.start();
        makesASet(writer);
    }

    @Test
    final void anEndedSessionIsNoticedInEveryPhase() throws Exception {
        Writer writer = newWriter();
        WriterSession prepared = session();
        writer.prepareSnapshot(prepared);
        server.endSessionsOfOpenVss();
        fails(HResult.VSS_E_WRITERERROR_RETRYABLE, () -> writer.freeze(prepared));
        assertThat(canCommit(server)).isTrue();

        WriterSession frozen = session();
        writer.prepareSnapshot(frozen);
        writer.freeze(frozen);
        server.endSessionsOfOpenVss();
        fails(HResult.VSS_E_WRITERERROR_RETRYABLE, () -> writer.proveFrozen(frozen));
        writer.abort(frozen);
        assertThat(canCommit(server)).isTrue();

        WriterSession proved = session();
        writer.prepareSnapshot(proved);
        writer.freeze(proved);
        writer.proveFrozen(proved);
        server.endSessionsOfOpenVss();
        writer.thaw(proved);
        makesASet(writer);
    }

    @Test
    final void aServerThatHangsCostsItsOwnLimit() throws Exception {
        Writer writer = newWriter();
        WriterSession prepared = session();
        writer.prepareSnapshot(prepared);
        server.signal("STOP");
        try {
            long started = System.nanoTime();
            fails(HResult.VSS_E_WRITERERROR_TIMEOUT, () -> writer.freeze(prepared));
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isLessThan(Duration.ofSeconds(15));
            writer.abort(prepared);
        } finally {
            server.signal("CONT");
        }
        assertThat(canCommit(server)).isTrue();
        makesASet(writer);
    }

    @Test
    final void aRefusedLoginFailsThePreparationAndKeepsTheClaim() throws Exception {
        refuseLogin();
        Writer writer = writer(server, List.of("/srv/claimed"));
        WriterMetadata metadata = writer.identify();
        assertThat(metadata.affectedPaths()).containsExactly("/srv/claimed");
        assertThat(metadata.components()).isEmpty();
        fails(HResult.VSS_E_WRITERERROR_NONRETRYABLE, () -> writer.prepareSnapshot(session()))
                .contains("cannot be prepared", "openvss", "docs/configuration.md");
        assertThat(canCommit(server)).isTrue();
    }

    /** Makes the server refuse the account from now on. */
    abstract void refuseLogin() throws Exception;

    @Test
    final void aSetWithoutAllVolumesIsRefusedAndNamesThem() throws Exception {
        Writer writer = newWriter();
        List<Volume> other = Places.volumes(Path.of("/proc"));
        fails(
                        HResult.VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT,
                        () -> writer.prepareSnapshot(session(other)))
                .contains(
                        "the set lacks volumes",
                        Places.volumes(temp).getFirst().mountPoint() + " (data folder, ",
                        "--writer");
        makesASet(writer);
    }

    @Test
    final void dataElsewhereIsPartOfTheDescription() throws Exception {
        Path elsewhere = placeDataIn(temp.resolve("elsewhere"));
        WriterMetadata metadata = newWriter().identify();
        assertThat(metadata.affectedPaths())
                .containsExactly(temp.resolve("data").toString(), elsewhere.toString());
        assertThat(metadata.components().getFirst().files())
                .extracting(org.openvss.FileSet::path)
                .containsExactlyElementsOf(metadata.affectedPaths());
        assertThat(Files.exists(elsewhere)).isTrue();
    }

    /** Makes the server keep some of its data below another folder, and returns where. */
    abstract Path placeDataIn(Path folder) throws Exception;
}
