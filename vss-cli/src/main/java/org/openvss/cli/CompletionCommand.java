package org.openvss.cli;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code vss completion}: a script that completes the options and subcommands. */
@Command(
        name = "completion",
        description = {
            "Print a completion script for a shell.",
            "Use it with: source <(vss completion bash)"
        })
final class CompletionCommand implements Callable<Integer> {
    /** The shells. */
    enum Shell {
        /** bash, and zsh with bashcompinit. */
        BASH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @ParentCommand private @Nullable VssCommand parent;

    @Parameters(
            paramLabel = "SHELL",
            arity = "0..1",
            defaultValue = "bash",
            description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.BASH;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        VssCommand vssCommand = Objects.requireNonNull(parent);
        if (vssCommand.json()) {
            throw vssCommand.usageError("--json is not for completion: a script is no document");
        }
        CommandLine root = Objects.requireNonNull(spec).root().commandLine();
        switch (shell) {
            case BASH -> vssCommand.output().out().print(AutoComplete.bash("vss", root));
        }
        return Main.DONE;
    }
}
