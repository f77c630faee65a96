package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.ScratchFiles;
import org.openvss.linux.LinuxException;

/** A command that sees the copies under the original paths. */
class ExecTest {
    private static final int SIGTERM = 15;

    @TempDir private Path temp;

    /** Between the two calls of tar the writer goes on: only copies can fit together. */
    @Test
    void tarReadsTwoVolumesAtOneInstantWhileAWriterGoesOn() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4, GuestType.XFS)) {
            String archives = Files.createDirectory(temp.resolve("archives")).toString();
            String script =
                    "tar -cf \"$1/first.tar\" \"$2\" && echo > \"$1/marker\" || exit 1;"
                            + " while ! [ -e \"$1/go\" ]; do sleep 0.05; done;"
                            + " tar -cf \"$1/second.tar\" \"$3\"";
            List<String> exec =
                    List.of(
                            "exec",
                            stage.volume(0),
                            stage.volume(1),
                            "--",
                            "sh",
                            "-c",
                            script,
                            "sh",
                            archives,
                            stage.volume(0),
                            stage.volume(1));
            try (Counter _ = new Counter(stage.volume(0), stage.volume(1));
                    CommandLine.Background run = stage.vss().start(exec)) {
                Eventually.exists(Path.of(archives, "marker"));
                long now = Counter.read(stage.volume(1));
                Eventually.holds(
                        "the writer goes on",
                        () -> Counter.readUnchecked(stage.volume(1)) > now + 8);
                Files.createFile(Path.of(archives, "go"));
                run.waitFor().succeeded();
            }
            Path out = Files.createDirectory(temp.resolve("restored"));
            extract(Path.of(archives, "first.tar"), out);
            extract(Path.of(archives, "second.tar"), out);
            long first = Counter.read(out + stage.volume(0));
            long second = Counter.read(out + stage.volume(1));
            assertThat(first).isPositive().isBetween(second, second + 1);
            stage.assertClean();
        }
    }

    private static void extract(Path archive, Path folder) throws Exception {
        Process tar =
                new ProcessBuilder("tar", "-xf", archive.toString(), "-C", folder.toString())
                        .inheritIO()
                        .start();
        assertThat(tar.waitFor()).isZero();
    }

    @Test
    void theCommandSeesTheCutAndEverybodyElseTheVolume() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            String marker = temp.resolve("marker").toString();
            String go = temp.resolve("go").toString();
            String script =
                    "echo > \"$1\"; while ! [ -e \"$2\" ]; do sleep 0.05; done; cat \"$3/hello\"";
            try (CommandLine.Background run =
                    stage.vss()
                            .start(
                                    List.of(
                                            "exec",
                                            stage.volume(0),
                                            "--",
                                            "sh",
                                            "-c",
                                            script,
                                            "sh",
                                            marker,
                                            go,
                                            stage.volume(0)))) {
                Eventually.exists(Path.of(marker));
                ScratchFiles.write(stage.volume(0), "hello", "changed");
                Files.createFile(Path.of(go));
                assertThat(run.waitFor().succeeded().out()).isEqualTo("hello");
            }
            assertThat(ScratchFiles.read(stage.volume(0), "hello")).isEqualTo("changed");
        }
    }

    @Test
    void theCopiesCannotBeWritten() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            CommandLineRun run =
                    stage.vss().run("exec", stage.volume(0), "--", "touch", stage.volume(0) + "/x");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("Read-only file system");
        }
    }

    @Test
    void endsAsTheCommandEnds() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            String volume = stage.volume(0);
            stage.vss().run("exec", volume, "--", "true").endedWith(0);
            stage.vss().run("exec", volume, "--", "sh", "-c", "exit 42").endedWith(42);
            stage.vss().run("exec", volume, "--", "sh", "-c", "kill -9 $$").endedWith(137);
            stage.vss().run("exec", volume, "--", "no-such-program").endedWith(127);
            stage.vss().run("exec", volume, "--", "/etc/passwd").endedWith(126);
            stage.vss().run("exec", "/no/such/volume", "--", "true").endedWith(125);
            stage.assertClean();
        }
    }

    @Test
    void signalsGoToTheCommand() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            String marker = temp.resolve("marker").toString();
            String script = "trap 'exit 7' TERM; echo > \"$1\"; while :; do sleep 0.05; done";
            try (CommandLine.Background run =
                    stage.vss()
                            .start(
                                    List.of(
                                            "exec",
                                            stage.volume(0),
                                            "--",
                                            "sh",
                                            "-c",
                                            script,
                                            "sh",
                                            marker))) {
                Eventually.exists(Path.of(marker));
                run.child().signal(SIGTERM);
                run.waitFor().endedWith(7);
            }
            stage.assertClean();
        }
    }

    /** Writes n to the first volume, then to the second, durably, as fast as it can. */
    private static final class Counter implements AutoCloseable {
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Thread thread;

        Counter(String first, String second) throws LinuxException {
            write(first, 1);
            write(second, 1);
            thread = Thread.ofPlatform().start(() -> count(first, second));
        }

        private void count(String first, String second) {
            try {
                for (long n = 2; !ended.get(); n++) {
                    write(first, n);
                    write(second, n);
                }
            } catch (LinuxException e) {
                throw new AssertionError(e);
            }
        }

        /** A file for each number: what is there in the cut cannot be half a number. */
        private static void write(String folder, long n) throws LinuxException {
            ScratchFiles.write(folder, "counter-" + n % 8, Long.toString(n));
        }

        static long readUnchecked(String folder) {
            try {
                return read(folder);
            } catch (LinuxException e) {
                throw new AssertionError(e);
            }
        }

        static long read(String folder) throws LinuxException {
            long highest = 0;
            for (int i = 0; i < 8; i++) {
                if (Files.exists(Path.of(folder, "counter-" + i))) {
                    String text = ScratchFiles.read(folder, "counter-" + i).strip();
                    highest = text.isEmpty() ? highest : Math.max(highest, Long.parseLong(text));
                }
            }
            return highest;
        }

        @Override
        public void close() {
            ended.set(true);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
