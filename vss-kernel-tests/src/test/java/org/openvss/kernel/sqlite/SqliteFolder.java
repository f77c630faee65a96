package org.openvss.kernel.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.openvss.Volume;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;
import org.openvss.linux.OpenFlags;

/**
 * The databases of an application of an unprivileged user, in a folder of its own.
 *
 * @param path the folder
 */
public record SqliteFolder(Path path) {
    /** Makes the folder {@code app}. */
    static SqliteFolder in(Path parent) throws IOException {
        if (SqliteShell.isRoot()) {
            Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path folder = Files.createDirectory(parent.resolve("app"));
        if (SqliteShell.isRoot()) {
            own(folder, SqliteShell.NOBODY);
        }
        return new SqliteFolder(folder);
    }

    /** Makes a database with one table. */
    Path make(String name, String journalMode) throws IOException {
        Path database = path.resolve(name);
        assertThat(
                        SqliteShell.run(
                                database,
                                "PRAGMA journal_mode=%s; CREATE TABLE line(n INTEGER PRIMARY KEY, t TEXT);"
                                        .formatted(journalMode)))
                .isEqualTo(journalMode);
        return database;
    }

    /** Tells whether the application can write; it waits a while for locks. */
    boolean canWrite(String name) throws IOException {
        String said =
                SqliteShell.run(
                        path.resolve(name), ".timeout 300\nINSERT INTO line(t) VALUES('x');");
        assertThat(said).matches("|.*database is locked.*");
        return said.isEmpty();
    }

    /** Returns the volume that a path is on. */
    public static Volume volumeOf(Path path) {
        try {
            Mount mount = MountTable.of(path.toString()).orElseThrow();
            return new Volume(
                    "test",
                    mount.major(),
                    mount.minor(),
                    mount.fileSystemType(),
                    null,
                    mount.mountPoint(),
                    mount.root(),
                    mount.source(),
                    mount.id(),
                    false);
        } catch (LinuxException e) {
            throw new AssertionError(e);
        }
    }

    /** Gives a folder or file to a user. */
    public static void own(Path path, int user) {
        try (Fd file = FileCalls.open(path.toString(), OpenFlags.READ_ONLY)) {
            AttributeCalls.fchown(file, user, user);
        } catch (LinuxException e) {
            throw new AssertionError(e);
        }
    }
}
