package org.openvss.cli;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openvss.VssException;
import org.openvss.embedded.LocalVss;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code vss thaw}: the emergency exit; opens every gate that OpenVSS has closed. */
@Command(
        name = "thaw",
        description =
                "Open every gate that OpenVSS has closed, whoever holds it; a set under way fails.")
final class ThawCommand implements Callable<Integer> {
    @ParentCommand private @Nullable VssCommand parent;

    @Override
    public Integer call() throws VssException {
        VssCommand vssCommand = Objects.requireNonNull(parent);
        List<String> opened = LocalVss.thawNow(vssCommand.options());
        if (vssCommand.json()) {
            ObjectNode document = JsonShapes.object();
            ArrayNode array = document.putArray("opened");
            opened.forEach(array::add);
            vssCommand.output().json(document);
        } else if (opened.isEmpty()) {
            vssCommand.output().line("nothing is held");
        } else {
            opened.forEach(each -> vssCommand.output().line(Escapes.forTerminal(each)));
        }
        return Main.DONE;
    }
}
