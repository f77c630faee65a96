package org.openvss.gate;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.ChildProcess;
import org.openvss.linux.Command;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Pipe;
import org.openvss.linux.Processes;

/**
 * The coordinator's end of the guard: starts its process, asks it, and notices at once when it is
 * gone.
 *
 * <p>One thread asks; the noticing is a thread that waits in a read. Nothing is sent and nothing
 * awaited while gates are closed.
 */
final class GuardProcess {
    private static final int KEPT_ERRORS = 4096;
    private static final List<String> OPTION_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS=", "JDK_JAVA_OPTIONS=", "_JAVA_OPTIONS=");

    /** Ends the answers: the pipe of the guard was closed. */
    private static final String END = "";

    private final ChildProcess process;
    private final Fd requests;
    private final Fd answerPipe;
    private final Fd errorPipe;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final AtomicReference<String> errors = new AtomicReference<>("");
    private volatile boolean lost;
    private volatile @Nullable Runnable whenLost;

    private GuardProcess(ChildProcess process, Fd requests, Fd answerPipe, Fd errorPipe) {
        this.process = process;
        this.requests = requests;
        this.answerPipe = answerPipe;
        this.errorPipe = errorPipe;
    }

    /**
     * Starts a guard in a session of its own; does not wait until it can answer.
     *
     * @throws VssException {@code VSS_E_UNEXPECTED} if the process cannot be started
     */
    static GuardProcess start(RuntimeFolder folder) throws VssException {
        List<String> arguments = arguments(folder);
        try (Pipe input = Pipe.open();
                Pipe output = Pipe.open();
                Pipe error = Pipe.open()) {
            Command command =
                    Command.inOwnSession(arguments.getFirst(), arguments, environment())
                            .withStreams(input.reader(), output.writer(), error.writer());
            GuardProcess guard =
                    new GuardProcess(
                            Processes.start(command),
                            FileCalls.duplicate(input.writer()),
                            FileCalls.duplicate(output.reader()),
                            FileCalls.duplicate(error.reader()));
            guard.listen();
            return guard;
        } catch (LinuxException failure) {
            throw Failures.of(
                    "The guard, without which no writes are held, could not be started",
                    failure,
                    "Check that " + arguments.getFirst() + " can be run.");
        }
    }

    /** Returns its process id. */
    int pid() {
        return process.pid();
    }

    /** Returns the process for the ledger. */
    ProcessStamp stamp() throws VssException {
        try {
            return ProcessStamp.of(process.pid());
        } catch (LinuxException gone) {
            throw failed("it ended right after its start");
        }
    }

    /** Calls something as soon as the guard is lost, from a thread of its own. */
    void whenLost(@Nullable Runnable action) {
        whenLost = action;
        if (lost && action != null) {
            action.run();
        }
    }

    /** Returns why the guard is lost, or null if it is there. */
    @Nullable String lossReason() {
        return lost ? "its process ended" + errorText() : null;
    }

    /** Sends something that has no answer. */
    void tell(GuardRequest request) throws VssException {
        try {
            byte[] line = (request.line() + "\n").getBytes(StandardCharsets.US_ASCII);
            FileCalls.writeAll(requests, line);
        } catch (LinuxException gone) {
            throw failed("it does not listen any more (" + gone.getMessage() + ")");
        }
    }

    /**
     * Sends something and waits for the answer.
     *
     * @throws VssException {@code VSS_E_UNEXPECTED} if it is gone, refuses or does not answer
     */
    <T extends GuardAnswer> T ask(GuardRequest request, Class<T> expected, Duration limit)
            throws VssException {
        tell(request);
        String line;
        try {
            line = answers.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed("the wait for its answer was interrupted");
        }
        if (line == null) {
            throw failed("it did not answer within " + limit.toMillis() + " ms");
        }
        if (line.equals(END)) {
            throw failed("its process ended");
        }
        GuardAnswer answer;
        try {
            answer = GuardAnswer.parse(line);
        } catch (IllegalArgumentException garbage) {
            throw failed("it answered '" + line + "'");
        }
        if (answer instanceof GuardAnswer.Refused(String reason)) {
            throw failed(reason);
        }
        if (!expected.isInstance(answer)) {
            throw failed("it answered '" + line + "' to '" + request.line() + "'");
        }
        return expected.cast(answer);
    }

    /** Ends the pipe to the guard, which ends as soon as it holds nothing. */
    void release() {
        requests.close();
    }

    /** Tells whether the process ended within a limit. */
    boolean ended(Duration limit) {
        try {
            return process.waitFor(limit).isPresent();
        } catch (LinuxException failure) {
            // Somebody else collected it, so it has ended.
            return failure.errno() == Errno.ECHILD;
        }
    }

    private void listen() {
        Thread.ofPlatform().daemon().name("answers of the guard").start(this::readAnswers);
        Thread.ofPlatform().daemon().name("errors of the guard").start(this::readErrors);
    }

    private void readAnswers() {
        StringBuilder line = new StringBuilder();
        read(
                answerPipe,
                text -> {
                    for (int at = 0; at < text.length(); at++) {
                        if (text.charAt(at) == '\n') {
                            answers.add(line.toString());
                            line.setLength(0);
                        } else {
                            line.append(text.charAt(at));
                        }
                    }
                });
        lost = true;
        answers.add(END);
        Runnable action = whenLost;
        if (action != null) {
            action.run();
        }
    }

    private void readErrors() {
        read(
                errorPipe,
                text -> {
                    if (errors.get().length() < KEPT_ERRORS) {
                        errors.accumulateAndGet(text, String::concat);
                    }
                });
    }

    /** Reads a pipe to its end and closes it. */
    private void read(Fd pipe, Consumer<String> taker) {
        ByteBuffer chunk = ByteBuffer.allocate(1024);
        try (pipe) {
            while (FileCalls.read(pipe, chunk.clear()) > 0) {
                int length = chunk.position();
                taker.accept(new String(chunk.array(), 0, length, StandardCharsets.US_ASCII));
            }
        } catch (LinuxException broken) {
            errors.accumulateAndGet(String.valueOf(broken.getMessage()), String::concat);
        }
    }

    private VssException failed(String why) {
        return new VssException(
                HResult.VSS_E_UNEXPECTED,
                "The guard, without which no writes are held, failed: " + why + errorText() + ".");
    }

    private String errorText() {
        String text = errors.get().strip();
        return text.isEmpty() ? "" : " (" + text + ")";
    }

    private static List<String> arguments(RuntimeFolder folder) {
        List<String> command = new ArrayList<>();
        command.add(Objects.requireNonNull(System.getProperty("java.home")) + "/bin/java");
        command.addAll(
                List.of(
                        "-XX:-UsePerfData",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xms8m",
                        "-Xmx32m",
                        "-Xshare:auto",
                        "-XX:+DisableAttachMechanism",
                        "-XX:ErrorFile=" + folder.path() + "/guard-crash-%p.log"));
        Module module = GuardMain.class.getModule();
        if (module.isNamed()) {
            command.add("--enable-native-access=org.openvss.linux");
            @Nullable String modulePath = System.getProperty("jdk.module.path");
            if (modulePath != null) {
                command.add("--module-path");
                command.add(absolute(modulePath));
            }
            command.add("--module");
            command.add(module.getName() + "/" + GuardMain.class.getName());
        } else {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--class-path");
            command.add(absolute(Objects.requireNonNull(System.getProperty("java.class.path"))));
            command.add(GuardMain.class.getName());
        }
        command.add(folder.path().toString());
        return command;
    }

    /** Options that come in through the environment could make the guard write to files. */
    private static List<String> environment() throws LinuxException {
        return Processes.environment().stream()
                .filter(entry -> OPTION_VARIABLES.stream().noneMatch(entry::startsWith))
                .toList();
    }

    /** Relative entries would depend on where we were started. */
    private static String absolute(String path) {
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(entry -> new File(entry).getAbsolutePath())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
