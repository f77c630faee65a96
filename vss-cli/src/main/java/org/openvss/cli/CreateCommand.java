package org.openvss.cli;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySet;
import org.openvss.VssException;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.Requester;
import org.openvss.embedded.ShadowCopyRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code vss create}: a set of copies that stay. */
@Command(
        name = "create",
        description = "Copy volumes at one instant, and keep the copies.",
        sortOptions = false)
final class CreateCommand implements Callable<Integer> {
    @ParentCommand private @Nullable VssCommand parent;

    @Parameters(
            paramLabel = "VOLUME",
            arity = "0..*",
            description =
                    "the volumes; may be left out with --writer, whose volumes are then meant")
    private List<String> volumes = List.of();

    @Mixin private SetOptions setOptions = new SetOptions();

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description =
                    "nas-rollback, app-rollback, client-accessible or client-accessible-writers"
                            + " (default: app-rollback, with --no-writers nas-rollback)")
    private @Nullable String context;

    @Override
    public Integer call() throws VssException, InterruptedException {
        VssCommand vssCommand = Objects.requireNonNull(parent);
        ShadowCopyRequest request =
                setOptions.request(vssCommand, volumes, chosenContext(vssCommand));
        ShadowCopySet set;
        try (LocalVss vss = vssCommand.open(setOptions.apply(vssCommand, vssCommand.options()));
                Requester requester = vss.newRequester(request);
                Interruption _ = new Interruption(requester::cancel)) {
            set = requester.create();
            // Nothing has been saved elsewhere yet, so no writer may forget what it needs to redo.
            requester.complete(false);
            requester.events().forEach(vssCommand.output()::note);
        }
        print(vssCommand, set);
        return Main.DONE;
    }

    private ShadowCopyContext chosenContext(VssCommand vssCommand) {
        if (context == null) {
            return setOptions.noWriters()
                    ? ShadowCopyContext.NAS_ROLLBACK
                    : ShadowCopyContext.APP_ROLLBACK;
        }
        ShadowCopyContext chosen;
        try {
            chosen = ShadowCopyContext.ofCommandName(context);
        } catch (VssException e) {
            throw vssCommand.usageError(e.sentence());
        }
        if (!chosen.isPersistent()) {
            throw vssCommand.usageError(
                    "copies of the context "
                            + context
                            + " end with their requester: use 'vss exec VOLUME… -- COMMAND…', which"
                            + " runs a command while they exist");
        }
        return chosen;
    }

    private static void print(VssCommand vssCommand, ShadowCopySet set) {
        if (vssCommand.json()) {
            vssCommand.output().json(JsonShapes.set(set));
        } else {
            Texts.set(vssCommand.output(), set);
        }
    }
}
