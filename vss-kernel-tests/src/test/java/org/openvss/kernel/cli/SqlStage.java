package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.ScratchException;
import org.openvss.kernel.sql.DatabaseServer;
import org.openvss.kernel.sql.MariadbInstance;
import org.openvss.kernel.sql.PostgresqlInstance;
import org.openvss.kernel.sql.Unprivileged;
import org.openvss.linux.LinuxException;

/**
 * PostgreSQL with its write-ahead log on a volume of its own, MariaDB on a third, both running, and
 * a configuration that names them {@code books} and {@code orders}.
 */
final class SqlStage implements AutoCloseable {
    private final Path temp;
    private final Stage stage;
    private final PostgresqlInstance books;
    private final MariadbInstance orders;
    private final String servers;

    private SqlStage(Path temp, Stage stage, PostgresqlInstance books, MariadbInstance orders)
            throws Exception {
        this.temp = temp;
        this.stage = stage;
        this.books = books;
        this.orders = orders;
        Path password = Files.writeString(temp.resolve("password"), DatabaseServer.PASSWORD + "\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        servers = books.configuration("books", password) + orders.configuration("orders", password);
    }

    /** Makes it; skips the test where that is impossible. */
    static SqlStage in(Path temp) throws Exception {
        Optional<String> obstacle = PostgresqlInstance.obstacle().or(MariadbInstance::obstacle);
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        Stage stage = Stage.with(temp, GuestType.XFS, GuestType.EXT4, GuestType.XFS);
        try {
            Unprivileged.pass(stage.volumes().folder());
            PostgresqlInstance books =
                    PostgresqlInstance.fresh(
                                    Path.of(stage.volume(0), "books"), temp.resolve("run-books"))
                            .withLogIn(Path.of(stage.volume(1), "log"));
            MariadbInstance orders =
                    MariadbInstance.fresh(
                            Path.of(stage.volume(2), "orders"), temp.resolve("run-orders"));
            SqlStage made = new SqlStage(temp, stage, books, orders);
            books.start();
            orders.start();
            return made;
        } catch (Exception | AssertionError e) {
            stage.close();
            throw e;
        }
    }

    Stage stage() {
        return stage;
    }

    PostgresqlInstance books() {
        return books;
    }

    MariadbInstance orders() {
        return orders;
    }

    /** Writes a configuration with both servers and more writers; returns its path. */
    String configuration(String more) throws Exception {
        return Files.writeString(temp.resolve("openvss.toml"), servers + more).toString();
    }

    /** Makes a writer with one hook, which runs a command when it is frozen; returns its TOML. */
    String hook(String name, String level, String onFreeze) throws Exception {
        Path folder = Files.createDirectories(temp.resolve(name + ".d"));
        Path hook = folder.resolve("hook");
        Files.writeString(
                hook,
                "#!/bin/sh\necho $1 >> %s\ncase $1 in freeze) %s;; esac\n"
                        .formatted(log(name), onFreeze));
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return "[[writers.hooks]]\nname = \"%s\"\nlevel = \"%s\"\ndirectory = \"%s\"\n"
                .formatted(name, level, folder);
    }

    /** Returns what the hook was called with, one line each. */
    Path log(String name) {
        return temp.resolve(name + ".log");
    }

    /** Returns the command that kills both servers and waits until they are gone. */
    String killServers() {
        long one = books.process().pid();
        long other = orders.process().pid();
        return "kill -9 %1$d %2$d; while [ -d /proc/%1$d/task/%1$d/fd/0 ] || [ -e /proc/%2$d/fd/0 ]; do :; done"
                .formatted(one, other);
    }

    /** Starts the servers again after they were killed. */
    void startAgain() throws Exception {
        books.kill();
        orders.kill();
        books.start();
        orders.start();
    }

    @Override
    public void close() throws ScratchException, LinuxException {
        try (stage) {
            books.close();
            orders.close();
        }
        assertThat(books.process().isAlive()).isFalse();
    }
}
