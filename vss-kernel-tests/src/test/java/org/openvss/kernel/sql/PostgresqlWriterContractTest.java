package org.openvss.kernel.sql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.Volume;
import org.openvss.testkit.WriterContract;
import org.openvss.writer.Writer;
import org.openvss.writer.postgresql.PostgresqlServer;
import org.openvss.writer.postgresql.PostgresqlSettings;
import org.openvss.writer.sql.ServerAddress;

/** The writer of PostgreSQL keeps the contract, with a real server. */
@Timeout(60)
class PostgresqlWriterContractTest extends WriterContract {
    @SuppressWarnings("NullAway.Init") // started before all tests
    private static PostgresqlInstance server;

    @BeforeAll
    static void startServer(@TempDir Path temp) throws Exception {
        Optional<String> obstacle = PostgresqlInstance.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        server = PostgresqlInstance.fresh(temp.resolve("data"), temp.resolve("run"));
        server.start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    static Writer writer(PostgresqlInstance server, List<String> claimedPaths) {
        return PostgresqlServer.writer(
                new PostgresqlSettings(
                        "books",
                        ServerAddress.unix(server.socket().toString()),
                        "openvss",
                        () -> Optional.of(DatabaseServer.PASSWORD),
                        "postgres",
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30),
                        claimedPaths));
    }

    @Override
    protected Writer newWriter() {
        return writer(server, List.of());
    }

    @Override
    protected boolean canWrite() throws Exception {
        server.execute("INSERT INTO ledger SELECT coalesce(max(n), 0) + 1 FROM ledger");
        return true;
    }

    @Override
    protected void thawBehindTheBack() throws Exception {
        server.endSessionsOfOpenVss();
    }

    @Override
    protected List<Volume> volumes() {
        return Places.volumes(server.data());
    }
}
