package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.benchmarks.GuestType;
import org.openvss.linux.Processes;
import tools.jackson.databind.JsonNode;

/** Databases are started on throw-away clones of their copies, and damage is found. */
@Timeout(240)
class VerifyTest {
    /** A socket or configuration in the work folder of a verification. */
    private static final Pattern ON_COPY =
            Pattern.compile("(config_file|--socket)=/(media|mnt|run)/[0-9a-f-]{36}/");

    @TempDir private Path temp;

    @Test
    void soundCopiesAreSoundAndDamageIsFound() throws Exception {
        try (SqlStage sql = SqlStage.in(temp)) {
            sql.books().execute("INSERT INTO ledger SELECT generate_series(1, 20000)");
            sql.books().execute("CHECKPOINT");
            String file = sql.configuration("");
            String good = create(sql, file);
            long booksBefore = sql.books().number("SELECT count(*) FROM ledger");

            JsonNode result =
                    sql.stage()
                            .vss()
                            .run("verify", good, "--config", file, "--json")
                            .succeeded()
                            .json();
            assertThat(result.get("sound").asBoolean()).isTrue();
            assertThat(verdict(result, "books")).isEqualTo("sound");
            assertThat(verdict(result, "orders")).isEqualTo("sound");
            assertThat(result.toString()).contains("pg_amcheck, pg_checksums", "CHECK TABLE");
            JsonNode shown = sql.stage().vss().run("show", good, "--config", file, "--json").json();
            assertThat(shown.get("verification")).isEqualTo(result);
            assertThat(sql.books().number("SELECT count(*) FROM ledger")).isEqualTo(booksBefore);
            sql.stage().vss().run("delete", good).succeeded();
            sql.stage().assertClean();

            damage(sql);
            String bad = create(sql, file);
            CommandLineRun found =
                    sql.stage().vss().run("verify", bad, "--config", file, "--json").endedWith(1);
            assertThat(found.err())
                    .startsWith("VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT")
                    .contains("books: ");
            assertThat(verdict(found.json(), "books")).isEqualTo("damaged");
            assertThat(verdict(found.json(), "orders")).isEqualTo("sound");
        }
    }

    @Test
    void aKilledVerificationLeavesNothing() throws Exception {
        try (SqlStage sql = SqlStage.in(temp)) {
            String file = sql.configuration("");
            String set = create(sql, file);
            try (CommandLine.Background verify =
                    sql.stage().vss().start(List.of("verify", set, "--config", file))) {
                while (serversOnCopies() == 0) {
                    assertThat(verify.child().waitFor(Duration.ofMillis(5))).isEmpty();
                }
                verify.child().signal(Processes.SIGKILL);
                verify.child().waitFor(Duration.ofSeconds(10));
                long killed = System.nanoTime();
                while (serversOnCopies() > 0) {
                    assertThat(Duration.ofNanos(System.nanoTime() - killed))
                            .isLessThan(Duration.ofSeconds(10));
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                }
            }
            sql.stage().vss().run("delete", set).succeeded();
            sql.stage().assertClean();
        }
    }

    /** Counts the servers whose sockets are in the work folder of a verification. */
    private static long serversOnCopies() {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        process.info()
                                .arguments()
                                .map(arguments -> String.join(" ", arguments))
                                .filter(line -> ON_COPY.matcher(line).find())
                                .isPresent())
                .count();
    }

    @Test
    void whatCannotBeVerifiedIsSaid() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            String set =
                    stage.vss()
                            .run("create", stage.volume(0), "--no-writers", "--json")
                            .succeeded()
                            .json()
                            .get("setId")
                            .asString();
            assertThat(stage.vss().run("verify", set).endedWith(1).err())
                    .startsWith("VSS_E_OBJECT_NOT_FOUND")
                    .contains("was made without writers");
            assertThat(
                            stage.vss()
                                    .run("verify", "3f2504e0-4f89-41d3-9a0c-0305e82c3301")
                                    .endedWith(1)
                                    .err())
                    .startsWith("VSS_E_OBJECT_NOT_FOUND");
        }
    }

    private static String create(SqlStage sql, String file) {
        return sql.stage()
                .vss()
                .run(
                        "create",
                        "--writer",
                        "books",
                        "--writer",
                        "orders",
                        "--config",
                        file,
                        "--json")
                .succeeded()
                .json()
                .get("setId")
                .asString();
    }

    private static String verdict(JsonNode result, String writer) {
        for (JsonNode one : result.get("writers")) {
            if (one.get("name").asString().equals(writer)) {
                return one.get("verdict").asString();
            }
        }
        return "absent";
    }

    /** Damages a page that the running server has, unchanged, in its memory: it does not notice. */
    private static void damage(SqlStage sql) throws Exception {
        sql.books().execute("CHECKPOINT");
        String file;
        try (var connection = sql.books().connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT pg_relation_filepath('ledger')")) {
            row.next();
            file = row.getString(1);
        }
        try (var channel =
                java.nio.channels.FileChannel.open(
                        sql.books().data().resolve(file), java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(
                    java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), 8192 + 4000);
        }
    }
}
