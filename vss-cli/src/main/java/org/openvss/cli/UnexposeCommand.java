package org.openvss.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openvss.ShadowCopyId;
import org.openvss.VssException;
import org.openvss.embedded.LocalVss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ObjectNode;

/** {@code vss unexpose}: takes back what expose did. */
@Command(
        name = "unexpose",
        description = "Take back what 'vss expose' did; the copy stays.",
        sortOptions = false)
final class UnexposeCommand implements Callable<Integer> {
    @ParentCommand private @Nullable VssCommand parent;

    @Parameters(paramLabel = "COPY", description = "id of the copy")
    private String copy = "";

    @Override
    public Integer call() throws VssException {
        VssCommand vssCommand = Objects.requireNonNull(parent);
        ShadowCopyId id = ShadowCopyId.parse(copy);
        try (LocalVss vss = vssCommand.open()) {
            vss.unexpose(id);
        }
        if (vssCommand.json()) {
            ObjectNode document = JsonShapes.object();
            document.put("id", id.toString());
            vssCommand.output().json(document);
        }
        return Main.DONE;
    }
}
