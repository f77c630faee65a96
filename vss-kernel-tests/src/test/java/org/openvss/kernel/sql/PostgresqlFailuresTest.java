package org.openvss.kernel.sql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.writer.Writer;
import org.openvss.writer.WriterSession;

/** The writer of PostgreSQL and a server that fails it. */
class PostgresqlFailuresTest extends SqlFailuresContract {
    @Override
    DatabaseServer newServer(Path data, Path run) throws Exception {
        Optional<String> obstacle = PostgresqlInstance.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        return PostgresqlInstance.fresh(data, run);
    }

    @Override
    Writer writer(DatabaseServer server, List<String> claimedPaths) {
        return PostgresqlWriterContractTest.writer((PostgresqlInstance) server, claimedPaths);
    }

    @Override
    boolean canCommit(DatabaseServer server) throws Exception {
        server.execute("INSERT INTO ledger SELECT coalesce(max(n), 0) + 1 FROM ledger");
        return true;
    }

    @Override
    void refuseLogin() throws Exception {
        server().execute("ALTER ROLE openvss PASSWORD 'another'");
    }

    @Override
    Path placeDataIn(Path folder) throws Exception {
        PostgresqlInstance.tablespaceFolder(folder);
        server().execute("CREATE TABLESPACE fast LOCATION '" + folder + "'");
        return folder;
    }

    @Test
    void aTablespaceMadeDuringTheCopyMakesItIncomplete(@org.junit.jupiter.api.io.TempDir Path other)
            throws Exception {
        Writer writer = newWriter();
        WriterSession frozen = session();
        writer.prepareSnapshot(frozen);
        writer.freeze(frozen);
        placeDataIn(other.resolve("late"));
        fails(HResult.VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT, () -> writer.proveFrozen(frozen))
                .contains("keeps its data elsewhere", "late");
        writer.abort(frozen);
    }

    @Test
    void aServerThatDoesNotWriteSafelyIsRefused() throws Exception {
        for (String setting : List.of("full_page_writes", "fsync")) {
            server().execute("ALTER SYSTEM SET " + setting + " = off", "SELECT pg_reload_conf()");
            Writer writer = newWriter();
            awaitSetting(setting);
            fails(HResult.VSS_E_WRITERERROR_NONRETRYABLE, () -> writer.prepareSnapshot(session()))
                    .contains("runs with " + setting + " = off");
            server().execute("ALTER SYSTEM RESET " + setting, "SELECT pg_reload_conf()");
        }
    }

    private void awaitSetting(String setting) throws Exception {
        while (server().number(
                                "SELECT count(*) FROM pg_settings WHERE name = '"
                                        + setting
                                        + "' AND setting = 'off'")
                == 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aLongTransactionWithALockStopsNobody() throws Exception {
        try (Connection long1 = server().connect();
                Statement statement = long1.createStatement()) {
            long1.setAutoCommit(false);
            statement.execute("LOCK TABLE pg_tablespace IN ACCESS EXCLUSIVE MODE");
            fails(HResult.VSS_E_WRITERERROR_TIMEOUT, () -> newWriter().prepareSnapshot(session()))
                    .contains("let the statement that it waits for end");
            long1.rollback();
        }
        makesASet(newWriter());
    }
}
