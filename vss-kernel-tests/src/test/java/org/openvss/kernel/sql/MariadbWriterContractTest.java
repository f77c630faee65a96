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
import org.openvss.writer.mariadb.MariadbServer;
import org.openvss.writer.mariadb.MariadbSettings;
import org.openvss.writer.sql.ServerAddress;

/** The writer of MariaDB keeps the contract, with a real server. */
@Timeout(60)
class MariadbWriterContractTest extends WriterContract {
    @SuppressWarnings("NullAway.Init") // started before all tests
    private static MariadbInstance server;

    @BeforeAll
    static void startServer(@TempDir Path temp) throws Exception {
        Optional<String> obstacle = MariadbInstance.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        server = MariadbInstance.fresh(temp.resolve("data"), temp.resolve("run"));
        server.start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    static Writer writer(MariadbInstance server, List<String> claimedPaths) {
        return MariadbServer.writer(
                new MariadbSettings(
                        "orders",
                        ServerAddress.unix(server.socket().toString()),
                        "openvss",
                        () -> Optional.of(DatabaseServer.PASSWORD),
                        Duration.ofSeconds(2),
                        claimedPaths));
    }

    @Override
    protected Writer newWriter() {
        return writer(server, List.of());
    }

    @Override
    protected boolean canWrite() throws Exception {
        return MariadbCommits.areAccepted(server);
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
