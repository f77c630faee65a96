package org.openvss.linux;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program to start, without any shell: every string carries its bytes exactly.
 *
 * @param program path of the program; looked for in PATH only if {@code searchPath}
 * @param arguments all arguments, the first being the name that the program sees itself by
 * @param environment whole environment as {@code NAME=value}; see {@link Processes#environment}
 * @param searchPath look for a program without a slash in our PATH
 * @param newSession give it a session and process group of its own
 * @param folder its working folder; null for ours
 * @param input its standard input; null for ours
 * @param output its standard output; null for ours
 * @param error its standard error; null for ours
 */
public record Command(
        String program,
        List<String> arguments,
        List<String> environment,
        boolean searchPath,
        boolean newSession,
        @Nullable String folder,
        @Nullable Fd input,
        @Nullable Fd output,
        @Nullable Fd error) {
    /** Copies the lists. */
    public Command {
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
    }

    /** Returns a command in our session with our environment and our standard streams. */
    public static Command inheriting(String program, List<String> arguments) throws LinuxException {
        return new Command(
                program, arguments, Processes.environment(), true, false, null, null, null, null);
    }

    /** Returns a command with an absolute path in a session of its own, with our streams. */
    public static Command inOwnSession(
            String program, List<String> arguments, List<String> environment) {
        return new Command(program, arguments, environment, false, true, null, null, null, null);
    }

    /** Returns the same with other standard streams, null for ours. */
    public Command withStreams(@Nullable Fd in, @Nullable Fd out, @Nullable Fd err) {
        return new Command(
                program, arguments, environment, searchPath, newSession, folder, in, out, err);
    }

    /** Returns the same with another working folder, null for ours. */
    public Command withFolder(@Nullable String path) {
        return new Command(
                program,
                arguments,
                environment,
                searchPath,
                newSession,
                path,
                input,
                output,
                error);
    }
}
