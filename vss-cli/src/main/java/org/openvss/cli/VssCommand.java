package org.openvss.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openvss.VssException;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.LocalVssOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code vss} command: the options that go before or after every subcommand, and what the
 * subcommands share. Holds no logic of its own.
 */
@Command(
        name = "vss",
        description = "Shadow copies of several volumes at one instant.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpWidth = 100,
        footer = {
            "",
            "VOLUME is a mount point, a device, a UUID, or an existing folder below a mount point.",
            "Exit codes: 0 done, 1 failed, 2 usage, 3 access denied; 'vss exec' has COMMAND's own."
        },
        subcommands = {
            CreateCommand.class,
            ListCommand.class,
            ShowCommand.class,
            DeleteCommand.class,
            ExecCommand.class,
            ExposeCommand.class,
            UnexposeCommand.class,
            UnmountCommand.class,
            RevertCommand.class,
            VerifyCommand.class,
            ThawCommand.class,
            WatchCommand.class,
            DemoCommand.class,
            BenchCommand.class,
            CompletionCommand.class,
            VersionCommand.class,
            CommandLine.HelpCommand.class
        })
final class VssCommand implements Runnable {
    private final Output output;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description =
                    "folder of catalog, journal and mounted copies (default: /var/lib/openvss,"
                            + " without privilege $XDG_STATE_HOME/openvss)")
    private @Nullable String state;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "configuration (default: /etc/openvss/openvss.toml, if it exists)")
    private @Nullable String configuration;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "print one JSON document and nothing else on standard output")
    private boolean json;

    @Spec private @Nullable CommandSpec spec;

    VssCommand(Output output) {
        this.output = output;
    }

    @Override
    public void run() {
        throw usageError("a command is missing");
    }

    Output output() {
        return output;
    }

    boolean json() {
        return json;
    }

    /** Returns the options of the whole program, as the arguments set them. */
    LocalVssOptions options() {
        return LocalVssOptions.defaults()
                .withFiles(absolute(state), absolute(configuration))
                .withListener(Progress.on(output));
    }

    /** Opens the service on this machine. */
    LocalVss open() throws VssException {
        return open(options());
    }

    /** Opens the service on this machine and tells what the recovery at the start has done. */
    LocalVss open(LocalVssOptions options) throws VssException {
        LocalVss vss = LocalVss.open(options);
        vss.notices().forEach(output::note);
        return vss;
    }

    /** Returns an error of usage for the subcommand that was called. */
    ParameterException usageError(String sentence) {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        while (line.getParseResult() != null && line.getParseResult().hasSubcommand()) {
            line = line.getParseResult().subcommand().commandSpec().commandLine();
        }
        return new ParameterException(line, sentence);
    }

    /** Resolves a name against the current folder by text alone: nothing is looked up. */
    static @Nullable String absolute(@Nullable String path) {
        return path == null || path.startsWith("/")
                ? path
                : System.getProperty("user.dir") + "/" + path;
    }
}
