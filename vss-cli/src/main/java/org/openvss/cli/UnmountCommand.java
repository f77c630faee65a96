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

/** {@code vss unmount}: detaches a copy without deleting it. */
@Command(
        name = "unmount",
        description =
                "Detach a copy from its usual folder; it stays, and 'vss show COPY --mount' brings it back.",
        sortOptions = false)
final class UnmountCommand implements Callable<Integer> {
    @ParentCommand private @Nullable VssCommand parent;

    @Parameters(paramLabel = "COPY", description = "id of the copy")
    private String copy = "";

    @Option(names = "--force", description = "also while it is in use")
    private boolean force;

    @Override
    public Integer call() throws VssException {
        VssCommand vssCommand = Objects.requireNonNull(parent);
        ShadowCopyId id = ShadowCopyId.parse(copy);
        try (LocalVss vss = vssCommand.open()) {
            vss.unmount(id, force);
        }
        if (vssCommand.json()) {
            ObjectNode document = JsonShapes.object();
            document.put("id", id.toString());
            vssCommand.output().json(document);
        }
        return Main.DONE;
    }
}
