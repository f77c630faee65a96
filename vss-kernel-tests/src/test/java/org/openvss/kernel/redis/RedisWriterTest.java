package org.openvss.kernel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
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
import org.openvss.kernel.sqlite.SqliteFolder;
import org.openvss.kernel.sqlite.SqliteShell;
import org.openvss.writer.Secret;
import org.openvss.writer.WriterException;
import org.openvss.writer.WriterSession;
import org.openvss.writer.redis.RedisServer;
import org.openvss.writer.redis.RedisWriter;

/** What goes wrong with a real server: the right code, and nothing stays paused. */
@Timeout(120)
class RedisWriterTest {
    private static final Duration PAUSE = Duration.ofSeconds(60);

    @TempDir private Path temporary = Path.of("/");
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

    private RedisProcess start(String... settings) throws Exception {
        RedisProcess server =
                RedisProcess.start(temporary.resolve("data"), temporary.resolve("s"), settings);
        started = server;
        return server;
    }

    @Test
    void somebodyElsesPauseIsNeitherUsedNorEnded() throws Exception {
        RedisProcess server = start("--appendonly", "yes");
        RedisWriter writer = new RedisWriter(server.configuration(PAUSE));
        WriterSession session = newSession();
        writer.prepareSnapshot(session);
        server.command("CLIENT", "PAUSE", "60000", "WRITE");

        WriterException failure = failureOf(() -> writer.freeze(session));

        assertThat(failure.code()).isEqualTo(HResult.VSS_E_WRITERERROR_RETRYABLE);
        assertThat(failure).hasMessageContaining("is paused by somebody else");
        writer.abort(session);
        assertThat(server.canWrite()).isFalse();
        server.command("CLIENT", "UNPAUSE");
        assertThat(server.canWrite()).isTrue();
    }

    @Test
    void aResumeThatWasHiddenByAnotherPauseIsNoProof() throws Exception {
        RedisProcess server = start("--appendonly", "yes");
        RedisWriter writer = new RedisWriter(server.configuration(PAUSE));
        WriterSession session = frozen(writer);
        server.command("CLIENT", "UNPAUSE");
        server.command("CLIENT", "PAUSE", "60000", "WRITE");

        assertThat(failureOf(() -> writer.proveFrozen(session)))
                .hasMessageContaining("was resumed by somebody else");

        writer.abort(session);
        assertThat(server.canWrite()).as("the pause is not ours to end").isFalse();
        server.command("CLIENT", "UNPAUSE");
    }

    @Test
    void killingTheServerIsNoticedAndHoldsNothingUp() throws Exception {
        RedisProcess server = start("--appendonly", "yes");
        RedisWriter writer = new RedisWriter(server.configuration(PAUSE));
        WriterSession session = frozen(writer);

        server.kill();

        assertThat(failureOf(() -> writer.proveFrozen(session)).code())
                .isEqualTo(HResult.VSS_E_WRITERERROR_RETRYABLE);
        writer.abort(session);
        assertThat(failureOf(() -> writer.prepareSnapshot(newSession())))
                .hasMessageContaining("cannot be reached");
        server.restart();
        assertThat(server.canWrite()).isTrue();
        writer.thaw(frozen(writer));
        assertThat(server.canWrite()).isTrue();
    }

    @Test
    void aRestartedServerIsNoProofAndItsPauseIsNotOurs() throws Exception {
        RedisProcess server = start("--appendonly", "yes");
        RedisWriter writer = new RedisWriter(server.configuration(PAUSE));
        WriterSession session = frozen(writer);
        server.kill();
        server.restart();
        server.command("CLIENT", "PAUSE", "60000", "WRITE");

        assertThatThrownBy(() -> writer.proveFrozen(session)).isInstanceOf(WriterException.class);

        writer.abort(session);
        assertThat(server.canWrite()).isFalse();
    }

    @Test
    void killingOurSessionIsNoticedAndThePauseStillEnds() throws Exception {
        RedisProcess server = start("--appendonly", "yes");
        RedisWriter writer = new RedisWriter(server.configuration(PAUSE));
        WriterSession session = frozen(writer);

        server.command("CLIENT", "KILL", "TYPE", "normal");

        assertThat(failureOf(() -> writer.proveFrozen(session)).code())
                .isEqualTo(HResult.VSS_E_WRITERERROR_RETRYABLE);
        assertThat(server.canWrite()).isFalse();
        writer.abort(session);
        assertThat(server.canWrite()).isTrue();
    }

    @Test
    void aPauseThatIsOverIsNoProof() throws Exception {
        RedisProcess server = start("--appendonly", "yes");
        RedisWriter writer = new RedisWriter(server.configuration(Duration.ofSeconds(1)));
        WriterSession session = frozen(writer);
        while (!server.canWrite()) {
            Thread.onSpinWait();
        }

        assertThat(failureOf(() -> writer.proveFrozen(session)).code())
                .isEqualTo(HResult.VSS_E_WRITERERROR_TIMEOUT);

        writer.abort(session);
    }

    @Test
    void killedWithMinusNineThePauseEndsByItself() throws Exception {
        RedisProcess server = start("--appendonly", "yes");
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-UsePerfData",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                Objects.requireNonNull(System.getProperty("java.class.path")),
                                PauseChild.class.getName(),
                                server.socket().toString(),
                                "4000")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertThat(child.inputReader().readLine()).isEqualTo("frozen");
        long frozenAt = System.nanoTime();

        child.destroyForcibly().waitFor();

        assertThat(server.canWrite()).isFalse();
        while (!server.canWrite()) {
            assertThat(Duration.ofNanos(System.nanoTime() - frozenAt))
                    .isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void aFullDiskIsToldAndPausesNothing() throws Exception {
        assumeTrue(SqliteShell.isRoot(), "only root mounts");
        Path small = Files.createDirectory(temporary.resolve("data"));
        run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", small.toString());
        try {
            RedisProcess server = start("--appendonly", "no");
            RedisWriter writer = new RedisWriter(server.configuration(PAUSE));
            WriterSession session = session(SqliteFolder.volumeOf(small));
            writer.prepareSnapshot(session);
            server.command("SET", "large", "x".repeat(60_000));
            try (var fill = Files.newOutputStream(small.resolve("fill"))) {
                assertThatThrownBy(() -> fill.write(new byte[1 << 20]))
                        .isInstanceOf(IOException.class);
            }

            assertThat(failureOf(() -> writer.freeze(session)).code())
                    .isEqualTo(HResult.VSS_E_WRITERERROR_OUTOFRESOURCES);
            server.command("CONFIG", "SET", "stop-writes-on-bgsave-error", "no");
            assertThat(server.canWrite()).isTrue();
            WriterException failure = failureOf(() -> writer.prepareSnapshot(session));
            assertThat(failure.code()).isEqualTo(HResult.VSS_E_WRITERERROR_OUTOFRESOURCES);
            assertThat(failure).hasMessageContaining("cannot write its dump");
            Files.delete(small.resolve("fill"));
            writer.thaw(frozenIn(writer, session));
            server.close();
        } finally {
            run("umount", small.toString());
        }
    }

    @Test
    void aRefusedLoginIsToldWithoutThePassword() throws Exception {
        RedisProcess server = start("--requirepass", "right-password");
        RedisServer open = server.configuration(PAUSE);
        for (Secret secret : List.<Secret>of(Secret.NONE, () -> Optional.of("wrong-secret"))) {
            RedisWriter writer = new RedisWriter(with(open, open.address(), null, secret, null));

            WriterException failure = failureOf(() -> writer.prepareSnapshot(newSession()));

            assertThat(failure.code()).isEqualTo(HResult.VSS_E_WRITERERROR_NONRETRYABLE);
            assertThat(failure)
                    .hasMessageContaining("refused")
                    .hasMessageContaining("correct user and password_file");
            assertThat(failure.toString()).doesNotContain("wrong-secret");
        }
        Secret right = () -> Optional.of("right-password");
        RedisWriter writer = new RedisWriter(with(open, open.address(), null, right, null));
        writer.thaw(frozen(writer));
    }

    @Test
    void theUserOfTheDocumentationMayDoAllThatIsNeeded() throws Exception {
        for (String mode : List.of("yes", "no")) {
            try (RedisProcess server =
                    RedisProcess.start(
                            temporary.resolve("data-" + mode),
                            temporary.resolve(mode),
                            "--appendonly",
                            mode)) {
                List<String> rule =
                        List.of(
                                ("ACL SETUSER openvss on >secret ~openvss:* +info +bgsave +del"
                                                + " +config|get +client|id +client|list"
                                                + " +client|pause +client|unpause")
                                        .split(" ", -1));
                assertThat(server.command(rule.toArray(String[]::new))).isEqualTo("OK");
                server.command("SET", "key", "value");
                RedisServer open = server.configuration(PAUSE);
                RedisWriter writer =
                        new RedisWriter(
                                with(
                                        open,
                                        open.address(),
                                        "openvss",
                                        () -> Optional.of("secret"),
                                        null));
                assertThat(writer.identify().affectedPaths()).contains(server.folder().toString());
                WriterSession session = newSession();
                writer.prepareSnapshot(session);
                server.command("SET", "key", "other");
                writer.freeze(session);
                writer.proveFrozen(session);
                writer.thaw(session);
            }
        }
    }

    @Test
    void withoutConfigTheFolderMustBeGiven() throws Exception {
        RedisProcess server = start("--rename-command", "CONFIG", "");
        RedisServer open = server.configuration(PAUSE);

        assertThat(failureOf(() -> new RedisWriter(open).prepareSnapshot(newSession())))
                .hasMessageContaining("allow CONFIG GET, or set data_directory");

        String folder = server.folder().toString();
        RedisWriter writer = new RedisWriter(with(open, open.address(), null, Secret.NONE, folder));
        assertThat(writer.identify().affectedPaths()).containsExactly(folder);
        writer.thaw(frozen(writer));
    }

    @Test
    void aSetWithoutTheVolumeIsRefused() throws Exception {
        RedisProcess server = start("--appendonly", "yes");
        RedisWriter writer = new RedisWriter(server.configuration(PAUSE));

        WriterException failure =
                failureOf(() ->
                        writer.prepareSnapshot(session(SqliteFolder.volumeOf(Path.of("/proc")))));

        assertThat(failure.code()).isEqualTo(HResult.VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT);
        assertThat(failure).hasMessageContaining(SqliteFolder.volumeOf(temporary).mountPoint());
    }

    @Test
    void whatAPauseDoesNotHoldIsRefused() throws Exception {
        RedisProcess cluster = start("--cluster-enabled", "yes");
        assertThat(
                        failureOf(() ->
                                new RedisWriter(cluster.configuration(PAUSE))
                                        .prepareSnapshot(newSession())))
                .hasMessageContaining("runs as cluster");
        try (RedisProcess replica =
                RedisProcess.start(
                        temporary.resolve("replica"),
                        temporary.resolve("r"),
                        "--replicaof",
                        "127.0.0.1 1")) {
            assertThat(
                            failureOf(() ->
                                    new RedisWriter(replica.configuration(PAUSE))
                                            .prepareSnapshot(newSession())))
                    .hasMessageContaining("is a replica");
            SocketAddress elsewhere = new InetSocketAddress("192.0.2.1", 6379);
            RedisServer remote =
                    with(replica.configuration(PAUSE), elsewhere, null, Secret.NONE, null);
            assertThat(failureOf(() -> new RedisWriter(remote).prepareSnapshot(newSession())))
                    .hasMessageContaining("is not on this machine");
        }
    }

    @Test
    void aServerThatHangsCostsItsOwnLimit() throws Exception {
        RedisProcess server = start("--appendonly", "yes");
        RedisWriter writer = new RedisWriter(server.configuration(PAUSE));
        WriterSession session = newSession();
        writer.prepareSnapshot(session);
        CompletableFuture<String> sleep =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return server.command("DEBUG", "SLEEP", "7");
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
        while (server.socket().toFile().exists() && answers(server)) {
            Thread.onSpinWait();
        }

        WriterException failure = failureOf(() -> writer.freeze(session));

        assertThat(failure.code())
                .isIn(HResult.VSS_E_WRITERERROR_TIMEOUT, HResult.VSS_E_WRITERERROR_RETRYABLE);
        sleep.get(20, TimeUnit.SECONDS);
        assertThat(server.canWrite()).isTrue();
    }

    private static boolean answers(RedisProcess server) throws Exception {
        Process ping =
                new ProcessBuilder("redis-cli", "-s", server.socket().toString(), "PING").start();
        boolean answered = ping.waitFor(1, TimeUnit.SECONDS);
        ping.destroyForcibly();
        return answered;
    }

    private static RedisServer with(
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

    private WriterSession frozen(RedisWriter writer) throws WriterException {
        return frozenIn(writer, newSession());
    }

    private static WriterSession frozenIn(RedisWriter writer, WriterSession session)
            throws WriterException {
        writer.prepareSnapshot(session);
        writer.freeze(session);
        writer.proveFrozen(session);
        return session;
    }

    private WriterSession newSession() {
        return session(SqliteFolder.volumeOf(temporary));
    }

    private static WriterSession session(Volume volume) {
        return new WriterSession(
                SessionId.random(),
                ShadowCopySetId.random(),
                ShadowCopyContext.APP_ROLLBACK,
                List.of(volume));
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static WriterException failureOf(ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(WriterException.class, call));
    }
}
