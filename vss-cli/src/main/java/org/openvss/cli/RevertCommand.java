package org.openvss.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openvss.ShadowCopyId;
import org.openvss.VssException;
import org.openvss.embedded.LocalVss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ObjectNode;

/** {@code vss revert}: the original becomes what the copy shows. */
@Command(
        name = "revert",
        description = "Revert the original volume to a copy; what was written since is lost.",
        sortOptions = false)
final class RevertCommand implements Callable<Integer> {
    @ParentCommand private @Nullable VssCommand parent;

    @Parameters(paramLabel = "COPY", description = "id of the copy")
    private String copy = "";

    @Option(names = "--force", description = "dismount the original although it is in use")
    private boolean force;

    @Override
    public Integer call() throws VssException {
        VssCommand vssCommand = Objects.requireNonNull(parent);
        ShadowCopyId id = ShadowCopyId.parse(copy);
        try (LocalVss vss = vssCommand.open()) {
            vss.revert(id, force);
        }
        if (vssCommand.json()) {
            ObjectNode document = JsonShapes.object();
            document.put("id", id.toString());
            vssCommand.output().json(document);
        }
        return Main.DONE;
    }
}
