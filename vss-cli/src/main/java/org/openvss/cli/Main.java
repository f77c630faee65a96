package org.openvss.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.LinuxException;
import org.openvss.linux.RawArguments;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Starts the command line: reads the arguments as bytes, calls a command, and turns what it throws
 * into a sentence and an exit code.
 */
public final class Main {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int ACCESS_DENIED = 3;

    /** What 'vss exec' ends with when the failure is ours and not COMMAND's. */
    static final int EXEC_FAILED = 125;

    private Main() {}

    /**
     * Runs the command and ends the virtual machine with its exit code.
     *
     * @param arguments the arguments as Java decoded them; used only if the bytes cannot be read
     */
    public static void main(String[] arguments) {
        Output output = new Output(stream(FileDescriptor.out), stream(FileDescriptor.err));
        int code = run(output, rawArguments(arguments));
        output.out().flush();
        if (output.out().checkError() && code == DONE) {
            output.error("vss: standard output could not be written");
            code = FAILED;
        }
        Interruption.everythingIsSaid();
        System.exit(code);
    }

    /** Java has replaced bytes that are not UTF-8 by now; the kernel still has them. */
    private static List<String> rawArguments(String[] decoded) {
        try {
            return RawArguments.last(decoded.length);
        } catch (LinuxException | IllegalArgumentException e) {
            return List.of(decoded);
        }
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    static int run(Output output, List<String> arguments) {
        CommandArguments split = CommandArguments.split(arguments);
        CommandLine line = commandLine(output, split);
        return line.execute(split.own().toArray(String[]::new));
    }

    static CommandLine commandLine(Output output, CommandArguments arguments) {
        CommandLine line =
                new CommandLine(new VssCommand(output), new CommandFactory(arguments.command()));
        line.setOut(new PrintWriter(output.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(output.err(), true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(false);
        line.setTrimQuotes(false);
        line.setParameterExceptionHandler((exception, _) -> usage(output, exception));
        line.setExecutionExceptionHandler(
                (exception, failed, _) -> failure(output, failed, exception));
        return line;
    }

    private static int usage(Output output, ParameterException exception) {
        CommandLine failed = exception.getCommandLine();
        String name = failed.getCommandSpec().qualifiedName(" ");
        output.error("vss: " + mistake(exception) + "; '" + name + " --help' shows how it is used");
        return isExec(failed) ? EXEC_FAILED : USAGE;
    }

    /** Returns what is wrong, and for a mistyped command or option what may have been meant. */
    private static String mistake(ParameterException exception) {
        if (exception instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String argument = unmatched.getUnmatched().getFirst();
            boolean isCommand =
                    exception.getCommandLine().getParent() == null && !argument.startsWith("-");
            String what =
                    isCommand
                            ? "there is no command '" + argument + "'"
                            : String.valueOf(exception.getMessage());
            List<String> meant = unmatched.getSuggestions().stream().distinct().toList();
            return meant.isEmpty() ? what : what + " (" + String.join(" or ", meant) + "?)";
        }
        return String.valueOf(exception.getMessage());
    }

    private static boolean isExec(CommandLine line) {
        return line.getCommand() instanceof ExecCommand;
    }

    private static int failure(Output output, CommandLine failed, Exception exception) {
        return switch (exception) {
            case ParameterException usage -> usage(output, usage);
            case VssException known -> {
                output.error(known.getMessage());
                known.residue().forEach(left -> output.error("left behind: " + left));
                if (isExec(failed)) {
                    yield EXEC_FAILED;
                }
                yield known.code() == HResult.E_ACCESSDENIED ? ACCESS_DENIED : FAILED;
            }
            case InterruptedException _ -> {
                output.error(HResult.E_ABORT.label() + ": interrupted");
                yield isExec(failed) ? EXEC_FAILED : FAILED;
            }
            default -> {
                output.error(
                        HResult.VSS_E_UNEXPECTED.label()
                                + ": a mistake of OpenVSS itself; please report it with these lines");
                exception.printStackTrace(output.err());
                yield isExec(failed) ? EXEC_FAILED : FAILED;
            }
        };
    }
}
