package org.openvss.kernel.redis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.Volume;
import org.openvss.kernel.sqlite.SqliteFolder;
import org.openvss.testkit.WriterContract;
import org.openvss.writer.Writer;
import org.openvss.writer.redis.RedisWriter;

/** The writer of Redis keeps the contract, with a real server. */
@Timeout(180)
abstract class RedisContract extends WriterContract {
    private final String appendOnly;

    @TempDir private Path temporary = Path.of("/");

    @SuppressWarnings("NullAway.Init") // started with the writer
    private RedisProcess server;

    RedisContract(String appendOnly) {
        this.appendOnly = appendOnly;
    }

    @Override
    protected Writer newWriter() throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        server =
                RedisProcess.start(
                        temporary.resolve("data"),
                        temporary.resolve("s"),
                        "--appendonly",
                        appendOnly);
        return new RedisWriter(server.configuration(Duration.ofSeconds(60)));
    }

    @Override
    protected boolean canWrite() throws Exception {
        return server.canWrite();
    }

    @Override
    protected void thawBehindTheBack() throws Exception {
        server.command("CLIENT", "UNPAUSE");
    }

    @Override
    protected List<Volume> volumes() {
        return List.of(SqliteFolder.volumeOf(temporary));
    }

    @AfterEach
    void stopServer() {
        server.close();
    }
}
