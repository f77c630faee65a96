package org.openvss.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code vss bench}: what can be measured. */
@Command(
        name = "bench",
        description = "Measure on scratch volumes.",
        synopsisSubcommandLabel = "WHAT",
        subcommands = BenchGateCommand.class,
        sortOptions = false)
final class BenchCommand implements Runnable {
    @ParentCommand private @Nullable VssCommand parent;

    @Override
    public void run() {
        throw vssCommand().usageError("what is to be measured is missing; there is 'gate'");
    }

    VssCommand vssCommand() {
        return Objects.requireNonNull(parent);
    }
}
