package org.openvss.kernel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openvss.HResult;
import org.openvss.kernel.sqlite.SqliteFolder;
import org.openvss.kernel.sqlite.SqliteShell;
import org.openvss.writer.WriterException;
import org.openvss.writer.WriterSession;
import org.openvss.writer.redis.RedisWriter;

/** What goes wrong with a real server: the right code, and nothing stays paused. */
@Timeout(120)
class RedisWriterTest extends RedisStage {
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

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
