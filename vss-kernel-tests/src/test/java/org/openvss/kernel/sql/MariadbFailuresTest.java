package org.openvss.kernel.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.writer.Writer;
import org.openvss.writer.WriterSession;

/** The writer of MariaDB and a server that fails it. */
class MariadbFailuresTest extends SqlFailuresContract {
    @Override
    DatabaseServer newServer(Path data, Path run) throws Exception {
        Optional<String> obstacle = MariadbInstance.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        return MariadbInstance.fresh(data, run);
    }

    @Override
    Writer writer(DatabaseServer server, List<String> claimedPaths) {
        return MariadbWriterContractTest.writer((MariadbInstance) server, claimedPaths);
    }

    @Override
    boolean canCommit(DatabaseServer server) throws Exception {
        return MariadbCommits.areAccepted((MariadbInstance) server);
    }

    @Override
    void refuseLogin() throws Exception {
        server().execute("SET PASSWORD FOR openvss@localhost = PASSWORD('another')");
    }

    @Override
    Path placeDataIn(Path folder) throws Exception {
        Unprivileged.folder(folder, "rwx------");
        server().execute("CREATE TABLE bank.far (n bigint) DATA DIRECTORY = '" + folder + "'");
        return folder.resolve("bank");
    }

    @Test
    void aMissingRightIsNamed() throws Exception {
        server().execute("REVOKE RELOAD ON *.* FROM openvss@localhost");
        fails(HResult.VSS_E_WRITERERROR_NONRETRYABLE, () -> newWriter().prepareSnapshot(session()))
                .contains("RELOAD");
    }

    @Test
    void aLongStatementStopsTheFreezeAndNobodyElse() throws Exception {
        Writer writer = newWriter();
        WriterSession session = session();
        writer.prepareSnapshot(session);
        try (Connection observer = server().connect();
                Connection slow = server().connect();
                Statement statement = slow.createStatement();
                Statement watching = observer.createStatement()) {
            Thread thread =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    statement.execute("INSERT INTO bank.counts SELECT SLEEP(20)");
                                } catch (java.sql.SQLException e) {
                                    // Killed below.
                                    return;
                                }
                            });
            while (sleeping(watching) == 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
            long started = System.nanoTime();
            fails(HResult.VSS_E_WRITERERROR_TIMEOUT, () -> writer.freeze(session))
                    .contains("could not be frozen", "Lock wait timeout");
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
            watching.execute("INSERT INTO bank.ledger VALUES (1000)");
            // The queue behind the attempt is gone: another table without transactions is free.
            watching.execute("CREATE TABLE bank.other (n bigint) ENGINE=MyISAM");
            watching.execute("INSERT INTO bank.other VALUES (1)");
            writer.abort(session);
            watching.execute("KILL " + sleeping(watching));
            thread.join();
        }
        makesASet(writer);
    }

    /** Returns the session of the long statement, 0 if it has not begun. */
    private static long sleeping(Statement statement) throws Exception {
        try (var row =
                statement.executeQuery(
                        "SELECT COALESCE(MAX(ID), 0) FROM information_schema.PROCESSLIST WHERE"
                                + " STATE = 'User sleep'")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void anAbortEndsAFreezeThatWaits() throws Exception {
        Writer writer = newWriter();
        WriterSession session = session();
        writer.prepareSnapshot(session);
        try (Connection ddl = server().connect();
                Statement statement = ddl.createStatement()) {
            statement.execute("LOCK TABLES bank.counts WRITE");
            Thread freezing =
                    Thread.ofPlatform()
                            .start(() ->
                                    fails(
                                            HResult.VSS_E_WRITERERROR_RETRYABLE,
                                            () -> writer.freeze(session)));
            while (server().number(
                                    "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE"
                                            + " 'BACKUP STAGE BLOCK%'")
                    == 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            long started = System.nanoTime();
            writer.abort(session);
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isLessThan(Duration.ofMillis(1500));
            freezing.join();
        }
        makesASet(writer);
    }
}
