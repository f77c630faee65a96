package org.openvss.kernel.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.Consistency;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySet;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.ScratchPlan;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.LocalVssOptions;
import org.openvss.embedded.Requester;
import org.openvss.embedded.ShadowCopyRequest;

/** Sets of databases on two volumes, under load: each copy opens, and holds what was promised. */
@Timeout(300)
class SqliteSetTest {
    private static final int SETS = 3;

    @TempDir private Path temporary = Path.of("/");

    @Test
    void everyAcknowledgedTransactionIsInTheCopies() throws Exception {
        ScratchPlan plan = ScratchPlan.of(List.of(GuestType.EXT4, GuestType.XFS));
        Optional<String> obstacle = ScratchVolumes.obstacle(plan);
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        Files.createDirectory(temporary.resolve("copies"));
        try (ScratchVolumes volumes = ScratchVolumes.create(plan.in(temporary.toString()));
                LocalVss vss = LocalVss.open(options(volumes))) {
            Path one = folderOn(volumes, 0).make("one.db", "wal");
            Path two = folderOn(volumes, 1).make("two.db", "delete");
            try (Load first = new Load(one);
                    Load second = new Load(two)) {
                for (int set = 0; set < SETS; set++) {
                    check(vss, List.of(first, second));
                }
            }
        }
    }

    private void check(LocalVss vss, List<Load> loads) throws Exception {
        for (Load load : loads) {
            load.awaitProgress();
        }
        ShadowCopyRequest request =
                new ShadowCopyRequest(
                        List.of(),
                        ShadowCopyContext.APP_ROLLBACK,
                        List.of("shop"),
                        null,
                        false,
                        false);
        try (Requester requester = vss.newRequester(request)) {
            ShadowCopySet set = requester.create();
            assertThat(set.consistency()).isEqualTo(Consistency.APPLICATION);
            assertThat(set.shadowCopies()).hasSize(2);
            for (int at = 0; at < loads.size(); at++) {
                Load load = loads.get(at);
                load.awaitProgress();
                int acknowledged = load.acknowledgedBy(set.createdAt());
                assertThat(highestIn(set.shadowCopies(), load.database()))
                        .as("set %s", set.id())
                        .isBetween(acknowledged, acknowledged + 1);
            }
            vss.delete(set.id(), true);
        }
    }

    /** Opens a database from the copy of its volume, and returns its last line. */
    private int highestIn(List<ShadowCopy> copies, Path database) throws Exception {
        ShadowCopy copy =
                copies.stream()
                        .filter(each -> database.startsWith(each.volume()))
                        .findFirst()
                        .orElseThrow();
        Path below = Path.of(copy.volume()).relativize(database.getParent());
        Path source = Path.of(Objects.requireNonNull(copy.path())).resolve(below);
        SqliteFolder opened =
                SqliteFolder.in(Files.createTempDirectory(temporary.resolve("copies"), "copy"));
        try (var files = Files.list(source)) {
            for (Path file : files.toList()) {
                Path target = opened.path().resolve(file.getFileName());
                Files.copy(file, target);
                SqliteFolder.own(target, SqliteShell.NOBODY);
            }
        }
        Path copied = opened.path().resolve(database.getFileName());
        assertThat(SqliteShell.run(copied, "PRAGMA integrity_check;")).isEqualTo("ok");
        String answer = SqliteShell.run(copied, "SELECT count(*), max(n) FROM line;");
        String[] numbers = answer.split("\\|", -1);
        assertThat(numbers[0]).as("without gaps").isEqualTo(numbers[1]);
        return Integer.parseInt(numbers[1]);
    }

    private SqliteFolder folderOn(ScratchVolumes volumes, int index) throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path mountPoint = Path.of(volumes.mountPoints().get(index));
        Files.setPosixFilePermissions(
                Objects.requireNonNull(mountPoint.getParent()),
                PosixFilePermissions.fromString("rwxr-xr-x"));
        return SqliteFolder.in(mountPoint);
    }

    private LocalVssOptions options(ScratchVolumes volumes) throws Exception {
        Path file =
                Files.writeString(
                        temporary.resolve("openvss.toml"),
                        "[[writers.sqlite]]\nname = 'shop'\nlock_timeout_seconds = 20\ndatabases = ['%s/app/*.db', '%s/app/*.db']\n"
                                .formatted(
                                        volumes.mountPoints().get(0),
                                        volumes.mountPoints().get(1)));
        return LocalVssOptions.defaults()
                .withFiles(temporary.resolve("state").toString(), file.toString());
    }

    /** Inserts numbers one after another, each in a transaction of its own. */
    private static final class Load implements AutoCloseable {
        private final Path database;
        private final SqliteShell shell;
        private final List<Instant> acknowledged = new ArrayList<>();
        private final Thread thread;
        private volatile boolean ended;

        Load(Path database) throws Exception {
            this.database = database;
            this.shell = SqliteShell.open(database);
            this.thread = Thread.ofPlatform().start(this::insert);
        }

        Path database() {
            return database;
        }

        private void insert() {
            try {
                shell.run(".timeout 30000");
                for (int n = 1; !ended; n++) {
                    String said = shell.run("INSERT INTO line VALUES(%d, 'line');".formatted(n));
                    assertThat(said).isEmpty();
                    synchronized (acknowledged) {
                        acknowledged.add(Instant.now());
                        acknowledged.notifyAll();
                    }
                    // SQLite has no queue: against a writer without any pause nobody gets a turn.
                    Thread.sleep(2);
                }
            } catch (Exception | AssertionError e) {
                throw new AssertionError("the load on " + database + " failed", e);
            }
        }

        /** Waits for a few more acknowledged transactions. */
        void awaitProgress() throws InterruptedException {
            synchronized (acknowledged) {
                int wanted = acknowledged.size() + 20;
                while (acknowledged.size() < wanted) {
                    assertThat(thread.isAlive()).isTrue();
                    acknowledged.wait(1000);
                }
            }
        }

        int acknowledgedBy(Instant instant) {
            synchronized (acknowledged) {
                return (int) acknowledged.stream().filter(at -> at.isBefore(instant)).count();
            }
        }

        @Override
        public void close() {
            ended = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            shell.close();
        }
    }
}
