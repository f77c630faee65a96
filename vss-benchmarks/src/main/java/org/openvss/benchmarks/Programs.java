package org.openvss.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs the few programs that scratch volumes and the benchmark need, with argument lists, without a
 * shell and with a limit.
 *
 * <p>Nothing here may be used while a volume is held: starting a program reads files.
 */
final class Programs {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Programs() {}

    /**
     * Runs a program to its end.
     *
     * @return its standard output
     * @throws ScratchException if it cannot be started, does not end within two minutes or fails;
     *     with what it said
     */
    static String run(List<String> command) throws ScratchException {
        return run(command, _ -> {});
    }

    /**
     * Runs a program to its end.
     *
     * @param audience hears each line of its standard output as it comes, on another thread
     * @return its standard output
     * @throws ScratchException if it cannot be started, does not end within two minutes or fails;
     *     with what it said
     */
    static String run(List<String> command, Consumer<String> audience) throws ScratchException {
        String name = command.getFirst();
        try {
            Process process = new ProcessBuilder(command).start();
            process.getOutputStream().close();
            var output = textOf(process.getInputStream(), audience);
            var errors = textOf(process.getErrorStream(), _ -> {});
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new ScratchException(
                        name + " did not end within " + LIMIT.toSeconds() + " s", null);
            }
            if (process.exitValue() != 0) {
                throw new ScratchException(
                        String.join(" ", command)
                                + " ended with "
                                + process.exitValue()
                                + ": "
                                + errors.join().strip(),
                        null);
            }
            return output.join();
        } catch (IOException e) {
            throw new ScratchException(
                    name + " cannot be run: " + e.getMessage() + "; is its package installed?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ScratchException("interrupted while " + name + " was running", e);
        }
    }

    /** Tells whether a program can be found as the system would. */
    static boolean isInstalled(String name) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "/usr/sbin:/usr/bin");
        return Stream.of(path.split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    private static CompletableFuture<String> textOf(InputStream stream, Consumer<String> audience) {
        CompletableFuture<String> text = new CompletableFuture<>();
        // A platform thread: it must be awake at once when somebody measures by it.
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    StringBuilder all = new StringBuilder();
                    try (BufferedReader lines =
                            new BufferedReader(
                                    new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        for (String line; (line = lines.readLine()) != null; ) {
                            audience.accept(line);
                            all.append(line).append('\n');
                        }
                        text.complete(all.toString());
                    } catch (IOException e) {
                        text.complete("(its output cannot be read: " + e + ")");
                    }
                });
        return text;
    }
}
