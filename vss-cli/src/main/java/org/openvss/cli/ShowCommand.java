package org.openvss.cli;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.VssId;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.SetVerification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code vss show}: one set or one copy. */
@Command(name = "show", description = "Show one set or one copy.", sortOptions = false)
final class ShowCommand implements Callable<Integer> {
    @ParentCommand private @Nullable VssCommand parent;

    @Parameters(paramLabel = "SET|COPY", description = "id of a set or of a copy")
    private String id = "";

    @Option(
            names = "--mount",
            description = "first mount the copy, or all copies of the set, at the usual folder")
    private boolean mount;

    @Override
    public Integer call() throws VssException {
        VssCommand vssCommand = Objects.requireNonNull(parent);
        UUID guid = VssId.parseGuid(id);
        try (LocalVss vss = vssCommand.open()) {
            Optional<ShadowCopySet> set = vss.findSet(new ShadowCopySetId(guid));
            if (set.isPresent()) {
                if (mount) {
                    for (ShadowCopy copy : set.get().shadowCopies()) {
                        vss.mount(copy.id());
                    }
                }
                ShadowCopySetId setId = new ShadowCopySetId(guid);
                print(vssCommand, vss.set(setId), vss.verification(setId));
            } else {
                ShadowCopyId copy = new ShadowCopyId(guid);
                if (mount) {
                    vss.mount(copy);
                }
                print(vssCommand, vss.shadowCopy(copy));
            }
        }
        return Main.DONE;
    }

    private static void print(
            VssCommand vssCommand, ShadowCopySet set, Optional<SetVerification> verification) {
        if (vssCommand.json()) {
            vssCommand.output().json(JsonShapes.set(set, verification));
        } else {
            Texts.set(vssCommand.output(), set);
            verification.ifPresent(found -> {
                vssCommand.output().line("");
                VerifyCommand.print(vssCommand.output(), found);
            });
        }
    }

    private static void print(VssCommand vssCommand, ShadowCopy copy) {
        if (vssCommand.json()) {
            vssCommand.output().json(JsonShapes.copy(copy));
        } else {
            Texts.copy(vssCommand.output(), copy);
        }
    }
}
