package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.kernel.sql.DatabaseServer;
import org.openvss.kernel.sql.LedgerLoad;
import org.openvss.kernel.sql.MariadbCommits;
import org.openvss.kernel.sql.MariadbInstance;
import org.openvss.kernel.sql.PostgresqlInstance;
import org.openvss.linux.Processes;
import tools.jackson.databind.JsonNode;

/** Sets of PostgreSQL and MariaDB under load, and what happens when a server fails meanwhile. */
@Timeout(240)
class SqlWritersTest {
    @TempDir private Path temp;

    @Test
    void serversStartFromTheCopiesWithEverythingThatWasCommitted() throws Exception {
        try (SqlStage sql = SqlStage.in(temp);
                LedgerLoad books = new LedgerLoad(sql.books(), "ledger");
                LedgerLoad orders = new LedgerLoad(sql.orders(), "bank.ledger")) {
            books.advance(20);
            orders.advance(20);
            long booksBefore = books.acknowledged();
            long ordersBefore = orders.acknowledged();
            JsonNode set =
                    sql.stage()
                            .vss()
                            .run(
                                    "create",
                                    "--writer",
                                    "books",
                                    "--writer",
                                    "orders",
                                    "--config",
                                    sql.configuration(""),
                                    "--json")
                            .succeeded()
                            .json();
            assertThat(set.get("consistency").asString()).isEqualTo("application");
            assertThat(set.get("simultaneous").asBoolean()).isTrue();
            assertThat(set.get("shadowCopies").size()).isEqualTo(3);
            for (JsonNode writer : set.get("writers")) {
                assertThat(writer.get("hresult").asString()).isEqualTo("S_OK");
            }
            books.advance(1);
            orders.advance(1);
            checkCopy(bookCopy(set, sql), "ledger", booksBefore, books.asked());
            checkCopy(orderCopy(set, sql), "bank.ledger", ordersBefore, orders.asked());
        }
    }

    private DatabaseServer bookCopy(JsonNode set, SqlStage sql) throws Exception {
        Path data = copied(set, sql.stage().volume(0), "books");
        Path log = copied(set, sql.stage().volume(1), "log");
        Files.delete(data.resolve("pg_wal"));
        Files.createSymbolicLink(data.resolve("pg_wal"), log);
        Files.deleteIfExists(data.resolve("postmaster.pid"));
        return PostgresqlInstance.on(data, temp.resolve("run-books-copy"));
    }

    private DatabaseServer orderCopy(JsonNode set, SqlStage sql) throws Exception {
        return MariadbInstance.on(
                copied(set, sql.stage().volume(2), "orders"), temp.resolve("run-orders-copy"));
    }

    /** Copies a folder out of the copy of a volume, so that it can be written to. */
    private Path copied(JsonNode set, String volume, String folder) throws Exception {
        for (JsonNode copy : set.get("shadowCopies")) {
            if (copy.get("volume").asString().equals(volume)) {
                Path target = temp.resolve("copy-" + folder);
                Process process =
                        new ProcessBuilder(
                                        "cp",
                                        "-a",
                                        copy.get("path").asString() + "/" + folder,
                                        target.toString())
                                .inheritIO()
                                .start();
                assertThat(process.waitFor()).isZero();
                return target;
            }
        }
        throw new AssertionError("no copy of " + volume + " in " + set);
    }

    /** A copy has every number that was acknowledged before, and none without those before it. */
    private static void checkCopy(DatabaseServer copy, String table, long least, long most)
            throws Exception {
        try (copy) {
            copy.start();
            long count = copy.number("SELECT COUNT(*) FROM " + table);
            assertThat(copy.number("SELECT MAX(n) FROM " + table)).isEqualTo(count);
            assertThat(count).isBetween(least, most);
        }
    }

    @Test
    void aSetThatLacksAVolumeIsRefused() throws Exception {
        try (SqlStage sql = SqlStage.in(temp)) {
            CommandLineRun refused =
                    sql.stage()
                            .vss()
                            .run("create", sql.stage().volume(0), "--config", sql.configuration(""))
                            .endedWith(1);
            assertThat(refused.err())
                    .startsWith("VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT")
                    .contains("writer books failed (VSS_WS_FAILED_AT_PREPARE_SNAPSHOT)")
                    .contains(sql.stage().volume(1) + " (write-ahead log, ");
            sql.stage().assertClean();

            // A server that cannot be asked belongs to every set, rather than to none.
            sql.books().kill();
            CommandLineRun down =
                    sql.stage()
                            .vss()
                            .run("create", sql.stage().volume(2), "--config", sql.configuration(""))
                            .endedWith(1);
            assertThat(down.err())
                    .startsWith("VSS_E_WRITERERROR_RETRYABLE")
                    .contains("writer books failed (VSS_WS_FAILED_AT_PREPARE_SNAPSHOT)");
            assertThat(MariadbCommits.areAccepted(sql.orders())).isTrue();
            sql.stage().assertClean();
        }
    }

    @Test
    void serversThatDieMeanwhileFailTheSetAndLeaveNothingFrozen() throws Exception {
        try (SqlStage sql = SqlStage.in(temp)) {
            for (String level : List.of("front-end", "system")) {
                Files.deleteIfExists(sql.log("killer"));
                String file = sql.configuration(sql.hook("killer", level, sql.killServers()));
                CommandLineRun refused =
                        sql.stage()
                                .vss()
                                .run(
                                        "create",
                                        "--writer",
                                        "books",
                                        "--writer",
                                        "orders",
                                        "--writer",
                                        "killer",
                                        "--config",
                                        file)
                                .endedWith(1);
                assertThat(refused.err())
                        .startsWith("VSS_E_WRITERERROR_RETRYABLE")
                        .contains("failed (VSS_WS_FAILED_AT_FREEZE)")
                        .containsAnyOf(notHeld(level));
                assertThat(Files.readString(sql.log("killer")))
                        .startsWith("freeze\n")
                        .endsWith("thaw\n");
                sql.stage().assertClean();
                sql.startAgain();
                assertThat(MariadbCommits.areAccepted(sql.orders())).isTrue();
            }
        }
    }

    /** A server that is killed just before its freeze may still answer to that once. */
    private static String[] notHeld(String levelOfKiller) {
        String afterTheCut = "was not held until the copy was made";
        return levelOfKiller.equals("front-end")
                ? new String[] {"could not be frozen", afterTheCut}
                : new String[] {afterTheCut};
    }

    @Test
    void ourDeathLetsTheServersGo() throws Exception {
        try (SqlStage sql = SqlStage.in(temp)) {
            String file = sql.configuration(sql.hook("slow", "system", "sleep 8"));
            try (CommandLine.Background create =
                    sql.stage()
                            .vss()
                            .start(
                                    List.of(
                                            "create",
                                            "--writer",
                                            "orders",
                                            "--writer",
                                            "slow",
                                            "--config",
                                            file))) {
                while (!Files.exists(sql.log("slow"))) {
                    LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                }
                assertThat(MariadbCommits.areAccepted(sql.orders())).isFalse();
                create.child().signal(Processes.SIGKILL);
                create.child().waitFor(Duration.ofSeconds(10));
                long killed = System.nanoTime();
                while (!MariadbCommits.areAccepted(sql.orders())) {
                    LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                }
                assertThat(Duration.ofNanos(System.nanoTime() - killed))
                        .isLessThan(Duration.ofSeconds(2));
            }
        }
    }
}
