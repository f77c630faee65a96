package org.openvss.kernel.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.HResult;
import org.openvss.SessionId;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.writer.WriterException;
import org.openvss.writer.WriterSession;
import org.openvss.writer.sqlite.SqliteDatabases;
import org.openvss.writer.sqlite.SqliteWriter;

/** What goes wrong with real databases: the right code, and nothing stays locked. */
@Timeout(60)
class SqliteWriterTest {
    private static final Duration LOCK_TIMEOUT = Duration.ofMillis(700);

    @TempDir private Path temporary = Path.of("/");

    @SuppressWarnings("NullAway.Init") // made before each test
    private SqliteFolder folder;

    private SqliteWriter writer =
            new SqliteWriter(new SqliteDatabases("none", List.of(), LOCK_TIMEOUT));

    @BeforeEach
    void makeDatabases() throws Exception {
        folder = SqliteFolder.in(temporary);
        folder.make("one.db", "wal");
        folder.make("two.db", "delete");
        writer = writerOf("*.db");
    }

    @Test
    void aLongTransactionIsWaitedForOnlySoLongAndLeavesNothingLocked() throws Exception {
        WriterSession session = newSession();
        writer.prepareSnapshot(session);
        try (SqliteShell busy = SqliteShell.open(folder.path().resolve("two.db"))) {
            assertThat(busy.run("BEGIN IMMEDIATE; INSERT INTO line(t) VALUES('long');")).isEmpty();
            long begun = System.nanoTime();

            WriterException failure = failureOf(() -> writer.freeze(session));

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(LOCK_TIMEOUT);
            assertThat(failure.code()).isEqualTo(HResult.VSS_E_WRITERERROR_TIMEOUT);
            assertThat(failure)
                    .hasMessageContaining(folder.path() + "/two.db was not free within 700 ms");
            assertThat(folder.canWrite("one.db")).isTrue();
            assertThat(busy.run("COMMIT;")).isEmpty();
        }
        assertThat(folder.canWrite("two.db")).isTrue();
        writer.abort(session);
    }

    @Test
    void aTransactionThatEndsInTimeIsWaitedFor() throws Exception {
        writer =
                new SqliteWriter(
                        new SqliteDatabases(
                                "shop",
                                List.of(folder.path() + "/one.db"),
                                Duration.ofSeconds(30)));
        WriterSession session = newSession();
        writer.prepareSnapshot(session);
        try (SqliteShell busy = SqliteShell.open(folder.path().resolve("one.db"))) {
            assertThat(busy.run("BEGIN IMMEDIATE;")).isEmpty();
            CompletableFuture<Void> freeze = inBackground(() -> writer.freeze(session));
            assertThat(busy.run("INSERT INTO line(t) VALUES('in time'); COMMIT;")).isEmpty();
            freeze.get(40, TimeUnit.SECONDS);
        }
        writer.proveFrozen(session);
        writer.thaw(session);
    }

    @Test
    void abortEndsAFreezeThatWaits() throws Exception {
        writer =
                new SqliteWriter(
                        new SqliteDatabases(
                                "shop", List.of(folder.path() + "/*.db"), Duration.ofSeconds(50)));
        WriterSession session = newSession();
        writer.prepareSnapshot(session);
        try (SqliteShell busy = SqliteShell.open(folder.path().resolve("one.db"))) {
            assertThat(busy.run("BEGIN IMMEDIATE;")).isEmpty();
            CompletableFuture<WriterException> freeze =
                    CompletableFuture.supplyAsync(() -> failureOf(() -> writer.freeze(session)));
            while (folder.canWrite("two.db")) {
                assertThat(freeze).isNotDone();
            }

            writer.abort(session);

            assertThat(freeze.get(5, TimeUnit.SECONDS)).hasMessageContaining("aborted");
            assertThat(folder.canWrite("two.db")).isTrue();
        }
    }

    @Test
    void aSetWithoutTheVolumeIsRefused() {
        WriterSession elsewhere = session(SqliteFolder.volumeOf(Path.of("/proc")));

        WriterException failure = failureOf(() -> writer.prepareSnapshot(elsewhere));

        assertThat(failure.code()).isEqualTo(HResult.VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT);
        assertThat(failure)
                .hasMessageContaining(SqliteFolder.volumeOf(temporary).mountPoint())
                .hasMessageContaining("add it to the set");
    }

    @Test
    void aFileThatWasReplacedWhileFrozenIsNoProof() throws Exception {
        WriterSession session = frozen();
        Path other = folder.make("other", "delete");
        Files.move(other, folder.path().resolve("two.db"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(failureOf(() -> writer.proveFrozen(session)))
                .hasMessageContaining("two.db is not locked any more");

        writer.abort(session);
    }

    @Test
    void aDatabaseThatWasMadeWhileFrozenIsNoProof() throws Exception {
        WriterSession session = frozen();
        folder.make("three.db", "delete");

        WriterException failure = failureOf(() -> writer.proveFrozen(session));

        assertThat(failure.code()).isEqualTo(HResult.VSS_E_WRITERERROR_RETRYABLE);
        assertThat(failure).hasMessageContaining("three.db was made while");
        writer.abort(session);
    }

    @Test
    void killingTheHolderWhileFrozenIsNoticedAndWhenPreparedToo() throws Exception {
        WriterSession session = frozen();
        killHolders();
        assertThat(folder.canWrite("one.db")).isTrue();
        assertThatThrownBy(() -> writer.proveFrozen(session)).isInstanceOf(WriterException.class);
        writer.thaw(session);

        WriterSession next = newSession();
        writer.prepareSnapshot(next);
        killHolders();
        assertThat(failureOf(() -> writer.freeze(next))).hasMessageContaining("has ended");
        assertThat(folder.canWrite("two.db")).isTrue();
    }

    @Test
    void whatSqliteMakesBelongsToTheApplication() throws Exception {
        assumeTrue(SqliteShell.isRoot(), "only root opens databases of other users");
        WriterSession session = frozen();

        for (String made : List.of("one.db-wal", "one.db-shm")) {
            Path file = folder.path().resolve(made);
            assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(SqliteShell.NOBODY);
            assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(SqliteShell.NOBODY);
        }

        writer.thaw(session);
        assertThat(folder.canWrite("one.db")).isTrue();
    }

    @Test
    void aDatabaseOfRootWhereOthersMayWriteIsRefused() throws Exception {
        assumeTrue(SqliteShell.isRoot(), "only root opens databases of other users");
        SqliteFolder.own(folder.path().resolve("one.db"), 0);

        assertThat(failureOf(() -> writer.prepareSnapshot(newSession())))
                .hasMessageContaining("belongs to root in a folder where others may write");
    }

    @Test
    void aFolderThatTheOwnerCannotEnterIsToldAndFreezesNothing() throws Exception {
        assumeTrue(SqliteShell.isRoot(), "only root opens databases of other users");
        SqliteFolder.own(folder.path(), 0);
        Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwx------"));

        assertThat(failureOf(() -> writer.prepareSnapshot(newSession())))
                .hasMessageContaining("unable to open database");
    }

    @Test
    void whatIsNoDatabaseIsRefused() throws Exception {
        Path text = folder.path().resolve("text.db");
        Files.writeString(text, "This is not a database. ".repeat(100));
        if (SqliteShell.isRoot()) {
            SqliteFolder.own(text, SqliteShell.NOBODY);
        }
        assertThat(failureOf(() -> writer.prepareSnapshot(newSession())))
                .hasMessageContaining("text.db cannot be frozen")
                .hasMessageContaining("not a database");

        Files.delete(text);
        Files.createSymbolicLink(text, folder.path().resolve("one.db"));
        assertThat(failureOf(() -> writer.prepareSnapshot(newSession())))
                .hasMessageContaining("is a symbolic link");

        Files.delete(text);
        writer = writerOf("missing.db");
        assertThat(failureOf(() -> writer.prepareSnapshot(newSession())))
                .hasMessageContaining("missing.db does not exist");
        assertThat(Files.exists(folder.path().resolve("missing.db"))).isFalse();

        writer = writerOf("*.sqlite");
        assertThat(failureOf(() -> writer.prepareSnapshot(newSession())))
                .hasMessageContaining("matches no database");
        writer.abort(newSession());
    }

    @Test
    void aFullDiskIsToldAndFreezesNothing() throws Exception {
        assumeTrue(SqliteShell.isRoot(), "only root mounts");
        String small = Files.createDirectory(temporary.resolve("small")).toString();
        run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small);
        try {
            SqliteFolder full = SqliteFolder.in(Path.of(small));
            full.make("full.db", "wal");
            try (var fill = Files.newOutputStream(full.path().resolve("fill"))) {
                assertThatThrownBy(() -> fill.write(new byte[1 << 20]))
                        .isInstanceOf(IOException.class);
            }
            writer =
                    new SqliteWriter(
                            new SqliteDatabases(
                                    "shop", List.of(full.path() + "/full.db"), LOCK_TIMEOUT));
            WriterSession session = session(SqliteFolder.volumeOf(full.path()));

            WriterException failure = failureOf(() -> writer.prepareSnapshot(session));

            assertThat(failure.code()).isEqualTo(HResult.VSS_E_WRITERERROR_OUTOFRESOURCES);
            assertThat(failure).hasMessageContaining("full.db cannot be frozen");
            Files.delete(full.path().resolve("fill"));
            assertThat(full.canWrite("full.db")).isTrue();
        } finally {
            run("umount", small);
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void oddNamesAreOpenedAsTheyAre() throws Exception {
        String odd = "a ?x=1&b#%41 'é\".db";
        Files.move(folder.path().resolve("two.db"), folder.path().resolve(odd));
        WriterSession session = frozen();

        assertThat(folder.canWrite(odd)).isFalse();

        writer.thaw(session);
        assertThat(folder.canWrite(odd)).isTrue();
    }

    @Test
    void readersGoOnWhileFrozen() throws Exception {
        assertThat(folder.canWrite("one.db")).isTrue();
        assertThat(folder.canWrite("two.db")).isTrue();
        WriterSession session = frozen();

        for (String name : List.of("one.db", "two.db")) {
            assertThat(SqliteShell.run(folder.path().resolve(name), "SELECT count(*) FROM line;"))
                    .isEqualTo("1");
        }

        writer.thaw(session);
    }

    @Test
    void killedWithMinusNineItLeavesNothingLocked() throws Exception {
        Path database = folder.path().resolve("one.db");
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-UsePerfData",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                Objects.requireNonNull(System.getProperty("java.class.path")),
                                FreezeChild.class.getName(),
                                database.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertThat(child.inputReader().readLine()).isEqualTo("frozen");
        assertThat(folder.canWrite("one.db")).isFalse();

        child.destroyForcibly().waitFor();

        // One try, which waits 300 ms for the lock.
        assertThat(folder.canWrite("one.db")).isTrue();
        assertThat(SqliteShell.run(database, "PRAGMA integrity_check;")).isEqualTo("ok");
    }

    private WriterSession frozen() throws WriterException {
        WriterSession session = newSession();
        writer.prepareSnapshot(session);
        writer.freeze(session);
        writer.proveFrozen(session);
        return session;
    }

    private SqliteWriter writerOf(String pattern) {
        return new SqliteWriter(
                new SqliteDatabases("shop", List.of(folder.path() + "/" + pattern), LOCK_TIMEOUT));
    }

    private WriterSession newSession() {
        return session(SqliteFolder.volumeOf(temporary));
    }

    private static WriterSession session(Volume volume) {
        return new WriterSession(
                SessionId.random(),
                ShadowCopySetId.random(),
                ShadowCopyContext.APP_ROLLBACK,
                List.of(volume));
    }

    private static void killHolders() {
        ProcessHandle.current()
                .children()
                .forEach(child -> {
                    child.destroyForcibly();
                    while (child.isAlive() && !isZombie(child.pid())) {
                        Thread.onSpinWait();
                    }
                });
    }

    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException e) {
            return true;
        }
    }

    private static CompletableFuture<Void> inBackground(ThrowingCallable call) {
        return CompletableFuture.runAsync(() -> {
            try {
                call.call();
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        });
    }

    private static WriterException failureOf(ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(WriterException.class, call));
    }
}
