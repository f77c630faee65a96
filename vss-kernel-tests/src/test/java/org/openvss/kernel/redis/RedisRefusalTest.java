package org.openvss.kernel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openvss.HResult;
import org.openvss.kernel.sqlite.SqliteFolder;
import org.openvss.writer.Secret;
import org.openvss.writer.WriterException;
import org.openvss.writer.WriterSession;
import org.openvss.writer.redis.RedisServer;
import org.openvss.writer.redis.RedisWriter;

/** Servers, sets and accounts that the writer cannot work with, each with what to do. */
@Timeout(120)
class RedisRefusalTest extends RedisStage {
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
}
