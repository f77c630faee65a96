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

/** {@code vss expose}: a copy at a folder of the user's choice. */
@Command(name = "expose", description = "Show a copy read-only at an existing empty folder.")
final class ExposeCommand implements Callable<Integer> {
    @ParentCommand private @Nullable VssCommand parent;

    @Parameters(index = "0", paramLabel = "COPY", description = "id of the copy")
    private String copy = "";

    @Parameters(index = "1", paramLabel = "PATH", description = "the folder")
    private String path = "";

    @Override
    public Integer call() throws VssException {
        VssCommand vssCommand = Objects.requireNonNull(parent);
        ShadowCopyId id = ShadowCopyId.parse(copy);
        String exposed;
        try (LocalVss vss = vssCommand.open()) {
            exposed = vss.expose(id, Objects.requireNonNull(VssCommand.absolute(path)));
        }
        if (vssCommand.json()) {
            ObjectNode document = JsonShapes.object();
            document.put("id", id.toString());
            document.put("exposedPath", exposed);
            vssCommand.output().json(document);
        } else {
            vssCommand.output().line(Escapes.forTerminal(exposed));
        }
        return Main.DONE;
    }
}
