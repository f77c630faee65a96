package org.openvss.kernel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.SessionId;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.kernel.sqlite.SqliteFolder;
import org.openvss.writer.Secret;
import org.openvss.writer.WriterException;
import org.openvss.writer.WriterSession;
import org.openvss.writer.redis.RedisServer;
import org.openvss.writer.redis.RedisWriter;

/** A real server of a test, its writer's sessions, and what the writer answers. */
abstract class RedisStage {
    static final Duration PAUSE = Duration.ofSeconds(60);

    @TempDir Path temporary = Path.of("/");
    private @Nullable RedisProcess started;

    @BeforeEach
    void openFolder() throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void stopServer() {
        if (started != null) {
            started.close();
        }
    }

    static RedisServer with(
            RedisServer base,
            SocketAddress address,
            @Nullable String user,
            Secret password,
            @Nullable String folder) {
        assertThat(base.address()).isInstanceOf(UnixDomainSocketAddress.class);
        return new RedisServer(
                base.name(),
                address,
                user,
                password,
                folder,
                base.saveTimeout(),
                base.pauseLimit());
    }

    final WriterSession frozen(RedisWriter writer) throws WriterException {
        return frozenIn(writer, newSession());
    }

    static WriterSession frozenIn(RedisWriter writer, WriterSession session)
            throws WriterException {
        writer.prepareSnapshot(session);
        writer.freeze(session);
        writer.proveFrozen(session);
        return session;
    }

    final WriterSession newSession() {
        return session(SqliteFolder.volumeOf(temporary));
    }

    static WriterSession session(Volume volume) {
        return new WriterSession(
                SessionId.random(),
                ShadowCopySetId.random(),
                ShadowCopyContext.APP_ROLLBACK,
                List.of(volume));
    }

    static WriterException failureOf(ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(WriterException.class, call));
    }

    final RedisProcess start(String... settings) throws Exception {
        RedisProcess server =
                RedisProcess.start(temporary.resolve("data"), temporary.resolve("s"), settings);
        started = server;
        return server;
    }
}
