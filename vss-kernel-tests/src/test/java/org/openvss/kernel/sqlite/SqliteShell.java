package org.openvss.kernel.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.LinuxException;

/** A connection of the application: an {@code sqlite3} of its own, as an unprivileged user. */
public final class SqliteShell implements AutoCloseable {
    /** The user of the applications when the tests run as root. */
    public static final int NOBODY = 65534;

    private static final int ROOT = 0;

    private final Process process;
    private final Writer input;
    private final BufferedReader output;

    private SqliteShell(Process process) {
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        this.output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Opens a database, or makes it. */
    static SqliteShell open(Path database) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/sqlite3")), "sqlite3 is not installed");
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(
                    List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.addAll(List.of("sqlite3", "-batch", "-init", "/dev/null", database.toString()));
        return new SqliteShell(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Runs statements in a connection of their own and returns what they print. */
    static String run(Path database, String statements) throws IOException {
        try (SqliteShell shell = open(database)) {
            return shell.run(statements);
        }
    }

    public static boolean isRoot() {
        try {
            return AttributeCalls.statx("/proc/self").ownerId() == ROOT;
        } catch (LinuxException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs statements and returns what they print, errors as well. */
    String run(String statements) throws IOException {
        input.write(statements + "\n.print @end\n");
        input.flush();
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); !"@end".equals(line); line = output.readLine()) {
            assertThat(line).as("sqlite3 ended: %s", lines).isNotNull();
            lines.add(line);
        }
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        try {
            input.close();
            process.waitFor();
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
