package org.openvss.kernel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openvss.kernel.sqlite.SqliteFolder;
import org.openvss.kernel.sqlite.SqliteShell;
import org.openvss.writer.Secret;
import org.openvss.writer.redis.RedisServer;

/** A real Redis server of an unprivileged user, that the test starts and ends. */
public final class RedisProcess implements AutoCloseable {
    private static final Duration TO_START = Duration.ofSeconds(30);
    private static final Duration TO_ANSWER = Duration.ofSeconds(20);

    private final Path folder;
    private final Path socket;
    private final List<String> settings;
    private Process process;

    private RedisProcess(Path folder, Path socket, List<String> settings, Process process) {
        this.folder = folder;
        this.socket = socket;
        this.settings = settings;
        this.process = process;
    }

    /**
     * Starts a server.
     *
     * @param folder its data folder, made if it is not there
     * @param socket its Unix socket: short, and on no volume of a set
     * @param settings further arguments, for instance {@code --appendonly yes}
     */
    public static RedisProcess start(Path folder, Path socket, String... settings)
            throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/redis-server")),
                "redis-server is not installed");
        if (!Files.exists(folder)) {
            Files.createDirectory(folder);
        }
        if (SqliteShell.isRoot()) {
            SqliteFolder.own(folder, SqliteShell.NOBODY);
            Files.setPosixFilePermissions(
                    socket.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        List<String> all = List.of(settings);
        RedisProcess server = new RedisProcess(folder, socket, all, launch(folder, socket, all));
        server.awaitStart();
        return server;
    }

    private static Process launch(Path folder, Path socket, List<String> settings)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (SqliteShell.isRoot()) {
            String user = Integer.toString(SqliteShell.NOBODY);
            command.addAll(
                    List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"));
        }
        command.addAll(List.of("redis-server", "--port", "0", "--unixsocket", socket.toString()));
        command.addAll(List.of("--unixsocketperm", "777", "--dir", folder.toString()));
        command.addAll(List.of("--save", "", "--enable-debug-command", "yes"));
        command.addAll(settings);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Path.of(socket + ".log").toFile())
                .start();
    }

    private void awaitStart() throws Exception {
        long deadline = System.nanoTime() + TO_START.toNanos();
        // Anything but an error of the connection: a password may be wanted.
        while (!Files.exists(socket) || command("PING").contains("LOADING")) {
            assertThat(process.isAlive()).as(() -> log()).isTrue();
            assertThat(System.nanoTime()).as(() -> log()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    /** Returns its data folder. */
    public Path folder() {
        return folder;
    }

    /** Returns its socket. */
    public Path socket() {
        return socket;
    }

    /** Describes the server for a writer, without user and password. */
    RedisServer configuration(Duration pauseLimit) {
        return new RedisServer(
                "cache",
                UnixDomainSocketAddress.of(socket),
                null,
                Secret.NONE,
                null,
                Duration.ofSeconds(20),
                pauseLimit);
    }

    /** Runs a command by {@code redis-cli}, and returns what it prints. */
    public String command(String... words) throws Exception {
        Process client = client(words);
        assertThat(client.waitFor(TO_ANSWER.toMillis(), TimeUnit.MILLISECONDS))
                .as("redis-cli %s ends", List.of(words))
                .isTrue();
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Waits until the application has written once more, or its write is held back. */
    boolean canWrite() throws Exception {
        Process write = client("INCR", "app");
        try {
            while (!write.waitFor(5, TimeUnit.MILLISECONDS)) {
                for (String line : command("CLIENT", "LIST").split("\n", -1)) {
                    if (line.contains("cmd=incr") && line.matches(".* flags=\\S*b\\S* .*")) {
                        return false;
                    }
                }
            }
            String said = new String(write.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said.strip()).matches("\\d+");
            return true;
        } finally {
            write.destroyForcibly().waitFor();
        }
    }

    private Process client(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("redis-cli", "-s", socket.toString()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Kills the server. */
    void kill() throws Exception {
        process.destroyForcibly().waitFor();
        Files.deleteIfExists(socket);
    }

    /** Starts it again after {@link #kill}. */
    void restart() throws Exception {
        process = launch(folder, socket, settings);
        awaitStart();
    }

    private String log() {
        try {
            return Files.readString(Path.of(socket + ".log"));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
