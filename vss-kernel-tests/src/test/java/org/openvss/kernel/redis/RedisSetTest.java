package org.openvss.kernel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
import org.openvss.kernel.sqlite.SqliteFolder;
import org.openvss.kernel.sqlite.SqliteShell;

/**
 * Sets of two servers on two volumes, under load, one with an append-only file and one with dumps:
 * servers start from the copies and have every write that was acknowledged before the cut.
 */
@Timeout(300)
class RedisSetTest {
    private static final int SETS = 3;

    @TempDir private Path temporary = Path.of("/");
    private int started;

    @Test
    void everyAcknowledgedWriteIsInTheCopies() throws Exception {
        ScratchPlan plan = ScratchPlan.of(List.of(GuestType.EXT4, GuestType.XFS));
        Optional<String> obstacle = ScratchVolumes.obstacle(plan);
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (ScratchVolumes volumes = ScratchVolumes.create(plan.in(temporary.toString()));
                RedisProcess appends = server(volumes, 0, "yes");
                RedisProcess dumps = server(volumes, 1, "no");
                LocalVss vss = LocalVss.open(options(appends, dumps));
                Load first = new Load(appends);
                Load second = new Load(dumps)) {
            for (int set = 0; set < SETS; set++) {
                check(vss, List.of(first, second));
            }
        }
    }

    private RedisProcess server(ScratchVolumes volumes, int index, String appendOnly)
            throws Exception {
        Path mountPoint = Path.of(volumes.mountPoints().get(index));
        Files.setPosixFilePermissions(
                Objects.requireNonNull(mountPoint.getParent()),
                PosixFilePermissions.fromString("rwxr-xr-x"));
        return RedisProcess.start(
                mountPoint.resolve("redis"),
                temporary.resolve("s" + index),
                "--appendonly",
                appendOnly);
    }

    private LocalVssOptions options(RedisProcess appends, RedisProcess dumps) throws Exception {
        Path file =
                Files.writeString(
                        temporary.resolve("openvss.toml"),
                        """
                        [[writers.redis]]
                        name = "appends"
                        socket = "%s"

                        [[writers.redis]]
                        name = "dumps"
                        socket = "%s"
                        """
                                .formatted(appends.socket(), dumps.socket()));
        return LocalVssOptions.defaults()
                .withFiles(temporary.resolve("state").toString(), file.toString());
    }

    private void check(LocalVss vss, List<Load> loads) throws Exception {
        for (Load load : loads) {
            load.awaitProgress();
        }
        ShadowCopyRequest request =
                new ShadowCopyRequest(
                        List.of(),
                        ShadowCopyContext.APP_ROLLBACK,
                        List.of("appends", "dumps"),
                        null,
                        false,
                        false);
        try (Requester requester = vss.newRequester(request)) {
            ShadowCopySet set = requester.create();
            assertThat(set.consistency()).isEqualTo(Consistency.APPLICATION);
            for (Load load : loads) {
                load.awaitProgress();
                int acknowledged = load.acknowledgedBy(set.createdAt());
                assertThat(lastIn(set.shadowCopies(), load))
                        .as("%s in set %s", load.server.folder(), set.id())
                        .isBetween(acknowledged, acknowledged + 1);
            }
            vss.delete(set.id(), true);
        }
    }

    /** Starts a server from the copy of a server's volume, and returns its last number. */
    private int lastIn(List<ShadowCopy> copies, Load load) throws Exception {
        Path original = load.server.folder();
        ShadowCopy copy =
                copies.stream()
                        .filter(each -> original.startsWith(each.volume()))
                        .findFirst()
                        .orElseThrow();
        Path source =
                Path.of(Objects.requireNonNull(copy.path()))
                        .resolve(Path.of(copy.volume()).relativize(original));
        String name = "c" + started++;
        Path target = Files.createDirectory(temporary.resolve(name + "-data"));
        copyTree(source, target);
        boolean appends = Files.exists(target.resolve("appendonlydir"));
        checkFiles(target, appends);
        try (RedisProcess server =
                RedisProcess.start(
                        target, temporary.resolve(name), "--appendonly", appends ? "yes" : "no")) {
            return Integer.parseInt(server.command("GET", "number"));
        }
    }

    /** Has Redis's own programs look at the files. */
    private static void checkFiles(Path folder, boolean appends) throws Exception {
        Path file = folder.resolve(appends ? "appendonlydir/appendonly.aof.manifest" : "dump.rdb");
        Process check =
                new ProcessBuilder(appends ? "redis-check-aof" : "redis-check-rdb", file.toString())
                        .redirectErrorStream(true)
                        .start();
        assertThat(check.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.exitValue()).as(said).isZero();
    }

    private static void copyTree(Path source, Path target) throws IOException {
        try (var paths = Files.walk(source)) {
            for (Path path : paths.toList()) {
                Path to = target.resolve(source.relativize(path).toString());
                if (!path.equals(source)) {
                    Files.copy(path, to);
                }
                if (SqliteShell.isRoot()) {
                    SqliteFolder.own(to, SqliteShell.NOBODY);
                }
            }
        }
    }

    /** Counts a number up, waiting for each answer. */
    private static final class Load implements AutoCloseable {
        private final RedisProcess server;
        private final SocketChannel channel;
        private final List<Instant> acknowledged = new ArrayList<>();
        private final Thread thread;
        private volatile boolean ended;

        Load(RedisProcess server) throws Exception {
            this.server = server;
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(server.socket()));
            thread = Thread.ofPlatform().start(this::count);
        }

        private void count() {
            InputStream input = Channels.newInputStream(channel);
            try (BufferedReader answers =
                    new BufferedReader(new InputStreamReader(input, StandardCharsets.US_ASCII))) {
                for (int n = 1; !ended; n++) {
                    channel.write(
                            ByteBuffer.wrap("INCR number\r\n".getBytes(StandardCharsets.US_ASCII)));
                    assertThat(answers.readLine()).isEqualTo(":" + n);
                    synchronized (acknowledged) {
                        acknowledged.add(Instant.now());
                        acknowledged.notifyAll();
                    }
                }
            } catch (IOException e) {
                throw new AssertionError("the load on " + server.folder() + " failed", e);
            }
        }

        /** Waits for a few more acknowledged writes. */
        void awaitProgress() throws InterruptedException {
            synchronized (acknowledged) {
                int wanted = acknowledged.size() + 100;
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
        public void close() throws IOException {
            ended = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            channel.close();
        }
    }
}
