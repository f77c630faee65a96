package org.openvss.cli;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openvss.VssException;
import org.openvss.embedded.LocalVss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code vss watch}: looks after the growth of copies again and again, and tells what it did. */
@Command(
        name = "watch",
        description =
                "Look after the room that copies grow into: extend it if that is configured, and"
                        + " give up copies before their originals would have to stop.",
        sortOptions = false)
final class WatchCommand implements Callable<Integer> {
    @ParentCommand private @Nullable VssCommand parent;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "how often to look (default: ${DEFAULT-VALUE})")
    private int interval = 10;

    @Option(names = "--once", description = "look once and end; --json needs it")
    private boolean once;

    @Override
    public Integer call() throws VssException, InterruptedException {
        VssCommand vssCommand = Objects.requireNonNull(parent);
        if (interval < 1) {
            throw vssCommand.usageError("the interval must be at least a second");
        }
        if (vssCommand.json() && !once) {
            throw vssCommand.usageError("--json prints one document: it needs --once");
        }
        try (LocalVss vss = vssCommand.open()) {
            while (true) {
                tell(vssCommand, vss.tend());
                if (once) {
                    return Main.DONE;
                }
                Thread.sleep(Duration.ofSeconds(interval));
            }
        }
    }

    private static void tell(VssCommand vssCommand, List<String> events) {
        if (vssCommand.json()) {
            ObjectNode document = JsonShapes.object();
            ArrayNode array = document.putArray("events");
            events.forEach(array::add);
            vssCommand.output().json(document);
        } else {
            events.forEach(each -> vssCommand.output().line(Escapes.forTerminal(each)));
        }
    }
}
