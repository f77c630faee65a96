package org.openvss.cli;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openvss.ShadowCopyContext;
import org.openvss.VssException;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.LocalVssOptions;
import org.openvss.embedded.ShadowCopyRequest;
import org.openvss.embedded.SnapshotExecution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code vss exec}: a command that sees the copies under the original paths. */
@Command(
        name = "exec",
        description = {
            "Run COMMAND while copies of the volumes exist; it alone sees them, under the original"
                    + " paths.",
            "Ends with COMMAND's exit code; 125 our failure, 126 not executable, 127 not found,"
                    + " 128+n killed."
        },
        customSynopsis = "vss exec [OPTIONS] VOLUME... -- COMMAND [ARGUMENT...]",
        sortOptions = false)
final class ExecCommand implements Callable<Integer> {
    private final List<String> command;

    @ParentCommand private @Nullable VssCommand parent;

    @Parameters(paramLabel = "VOLUME", arity = "0..*", description = "the volumes")
    private List<String> volumes = List.of();

    @Mixin private SetOptions setOptions = new SetOptions();

    ExecCommand(List<String> command) {
        this.command = List.copyOf(command);
    }

    @Override
    public Integer call() throws VssException, InterruptedException {
        VssCommand vssCommand = Objects.requireNonNull(parent);
        if (vssCommand.json()) {
            throw vssCommand.usageError("--json is not for exec: standard output is COMMAND's");
        }
        if (command.isEmpty()) {
            throw vssCommand.usageError("-- COMMAND is missing");
        }
        ShadowCopyContext context =
                setOptions.noWriters()
                        ? ShadowCopyContext.FILE_SHARE_BACKUP
                        : ShadowCopyContext.BACKUP;
        ShadowCopyRequest request = setOptions.request(vssCommand, volumes, context);
        LocalVssOptions options =
                setOptions.apply(vssCommand, vssCommand.options()).withoutSurfacing();
        try (LocalVss vss = vssCommand.open(options);
                SnapshotExecution execution = vss.newExecution(request, command);
                Signals _ = Signals.handledBy(execution::signal)) {
            int code = execution.run();
            execution.notices().forEach(vssCommand.output()::note);
            return code;
        }
    }
}
