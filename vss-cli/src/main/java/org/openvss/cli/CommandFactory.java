package org.openvss.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the subcommands; hands COMMAND of {@code vss exec} to it. */
record CommandFactory(List<String> command) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type == ExecCommand.class) {
            return type.cast(new ExecCommand(command));
        }
        return CommandLine.defaultFactory().create(type);
    }
}
