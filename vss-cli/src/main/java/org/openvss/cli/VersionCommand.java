package org.openvss.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ObjectNode;

/** {@code vss version}: the same as {@code vss --version}. */
@Command(name = "version", description = "Print the version of OpenVSS and of Java.")
final class VersionCommand implements Callable<Integer> {
    @ParentCommand private @Nullable VssCommand parent;

    @Override
    public Integer call() {
        VssCommand vssCommand = Objects.requireNonNull(parent);
        if (vssCommand.json()) {
            ObjectNode document = JsonShapes.object();
            document.put("version", Version.ofOpenVss());
            document.put("java", Version.ofJava());
            vssCommand.output().json(document);
            return Main.DONE;
        }
        for (String line : new Version().getVersion()) {
            vssCommand.output().line(line);
        }
        return Main.DONE;
    }
}
