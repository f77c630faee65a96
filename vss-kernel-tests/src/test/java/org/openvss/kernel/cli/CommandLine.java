package org.openvss.kernel.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openvss.linux.ChildProcess;
import org.openvss.linux.Command;
import org.openvss.linux.ExitStatus;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.PathBytes;
import org.openvss.linux.Processes;

/**
 * Calls the real launcher as a process, with a state folder of its own. Arguments are bytes, so the
 * calls do not go through {@link ProcessBuilder}.
 */
final class CommandLine {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int OUTPUT_LIMIT = 16 * 1024 * 1024;

    private final Path launcher;
    private final Path folder;
    private final List<String> before;
    private final Path state;

    private CommandLine(Path launcher, Path folder, Path state, List<String> before) {
        this.launcher = launcher;
        this.folder = folder;
        this.state = state;
        this.before = List.copyOf(before);
    }

    /** Returns a command line whose state and outputs are in a folder. */
    static CommandLine in(Path folder) {
        return new CommandLine(
                projectRoot().resolve("vss"), folder, folder.resolve("state"), List.of());
    }

    /** Tells why the launcher cannot be called here; empty if it can. */
    static Optional<String> obstacle() {
        Path jar = projectRoot().resolve("vss-cli/target/dist/vss-cli.jar");
        return Files.exists(jar)
                ? Optional.empty()
                : Optional.of(
                        "the command is not packaged: run ./verify, or package vss-cli first");
    }

    static Path projectRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** Returns the same command line, called through another program, for instance setpriv. */
    CommandLine through(String... program) {
        return new CommandLine(launcher, folder, state, List.of(program));
    }

    /** Returns the same command line with another state folder. */
    CommandLine withState(String path) {
        return new CommandLine(launcher, folder, Path.of(path), before);
    }

    /** Returns a command line of another installation, whose outputs lie in a folder. */
    CommandLine installedAs(Path otherLauncher, Path otherFolder) {
        return new CommandLine(otherLauncher, otherFolder, state, before);
    }

    /** Returns the state folder of the calls. */
    Path state() {
        return state;
    }

    /** Calls and waits. */
    CommandLineRun run(String... arguments) {
        return run(List.of(arguments));
    }

    /** Calls and waits. */
    CommandLineRun run(List<String> arguments) {
        try (Background background = start(arguments)) {
            return background.waitFor();
        }
    }

    /** Calls and does not wait. */
    Background start(List<String> arguments) {
        List<String> all = new ArrayList<>(before);
        all.add(launcher.toString());
        all.add("--state");
        all.add(state().toString());
        all.addAll(arguments);
        try {
            Path out = Files.createTempFile(folder, "call", ".out");
            Path err = Files.createTempFile(folder, "call", ".err");
            try (Fd input = FileCalls.open("/dev/null", OpenFlags.READ_ONLY);
                    Fd output = FileCalls.open(out.toString(), OpenFlags.WRITE_ONLY);
                    Fd error = FileCalls.open(err.toString(), OpenFlags.WRITE_ONLY)) {
                ChildProcess child =
                        Processes.start(
                                Command.inOwnSession(
                                                program(all.getFirst()),
                                                all,
                                                Processes.environment())
                                        .withStreams(input, output, error));
                return new Background(arguments, child, out, err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LinuxException e) {
            throw new AssertionError(e);
        }
    }

    private static String program(String name) {
        return name.startsWith("/") ? name : "/usr/bin/" + name;
    }

    /** A call under way, in a session and process group of its own. */
    record Background(List<String> arguments, ChildProcess child, Path out, Path err)
            implements AutoCloseable {
        /** Waits for its end. */
        CommandLineRun waitFor() {
            try {
                Optional<ExitStatus> status = child.waitFor(LIMIT);
                if (status.isEmpty()) {
                    throw new AssertionError(
                            "vss " + arguments + " hangs; it wrote " + read(out) + read(err));
                }
                return new CommandLineRun(
                        arguments, status.get().shellCode(), read(out), read(err));
            } catch (LinuxException e) {
                throw new AssertionError(e);
            }
        }

        /** Kills the process group, and waits for the end of the call. */
        @Override
        public void close() {
            try {
                child.signalGroup(Processes.SIGKILL);
                child.waitFor(LIMIT);
            } catch (LinuxException e) {
                // It has ended by itself.
            } finally {
                child.close();
            }
        }

        private static String read(Path file) {
            try {
                return PathBytes.decode(FileCalls.readFile(file.toString(), OUTPUT_LIMIT));
            } catch (LinuxException e) {
                throw new AssertionError(e);
            }
        }
    }
}
