package org.openvss.kernel.redis;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.openvss.SessionId;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySetId;
import org.openvss.kernel.sqlite.SqliteFolder;
import org.openvss.writer.Secret;
import org.openvss.writer.WriterSession;
import org.openvss.writer.redis.RedisServer;
import org.openvss.writer.redis.RedisWriter;

/** A process that freezes a server, says so, and waits to be killed. */
final class PauseChild {
    private PauseChild() {}

    public static void main(String[] arguments) throws Exception {
        RedisWriter writer =
                new RedisWriter(
                        new RedisServer(
                                "killed",
                                UnixDomainSocketAddress.of(arguments[0]),
                                null,
                                Secret.NONE,
                                null,
                                Duration.ofSeconds(20),
                                Duration.ofMillis(Long.parseLong(arguments[1]))));
        WriterSession session =
                new WriterSession(
                        SessionId.random(),
                        ShadowCopySetId.random(),
                        ShadowCopyContext.APP_ROLLBACK,
                        List.of(SqliteFolder.volumeOf(Path.of(arguments[0]))));
        writer.prepareSnapshot(session);
        writer.freeze(session);
        System.out.println("frozen");
        Thread.sleep(Duration.ofMinutes(5));
    }
}
