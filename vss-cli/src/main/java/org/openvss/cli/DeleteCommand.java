package org.openvss.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openvss.DeleteResult;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.VssId;
import org.openvss.embedded.LocalVss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code vss delete}: sets and copies. */
@Command(
        name = "delete",
        description = "Delete sets and copies.",
        customSynopsis = {
            "vss delete [--force] SET|COPY...",
            "       vss delete [--force] --oldest VOLUME",
            "       vss delete [--force] --all"
        },
        sortOptions = false)
final class DeleteCommand implements Callable<Integer> {
    @ParentCommand private @Nullable VssCommand parent;

    @Parameters(paramLabel = "SET|COPY", arity = "0..*", description = "ids of sets or copies")
    private List<String> ids = List.of();

    @Option(
            names = "--oldest",
            paramLabel = "VOLUME",
            description = "the oldest copy of this volume; none is no error")
    private @Nullable String oldestOf;

    @Option(names = "--all", description = "every set; none is no error")
    private boolean all;

    @Option(names = "--force", description = "also copies that are in use")
    private boolean force;

    @Override
    public Integer call() throws VssException {
        VssCommand vssCommand = Objects.requireNonNull(parent);
        int ways = (ids.isEmpty() ? 0 : 1) + (oldestOf == null ? 0 : 1) + (all ? 1 : 0);
        if (ways != 1) {
            throw vssCommand.usageError(
                    "exactly one of SET|COPY, --oldest VOLUME and --all is needed");
        }
        List<UUID> guids = new ArrayList<>();
        for (String id : ids) {
            guids.add(VssId.parseGuid(id));
        }
        List<String> deleted = new ArrayList<>();
        try (LocalVss vss = vssCommand.open()) {
            if (all) {
                for (ShadowCopySet set : vss.shadowCopySets()) {
                    deleteSet(vss, set, deleted);
                }
            } else if (oldestOf != null) {
                for (ShadowCopy copy : vss.oldestOf(oldestOf).stream().toList()) {
                    deleteCopy(vss, copy.id(), deleted);
                }
            } else {
                for (UUID guid : guids) {
                    ShadowCopySet set = vss.findSet(new ShadowCopySetId(guid)).orElse(null);
                    if (set == null) {
                        deleteCopy(vss, new ShadowCopyId(guid), deleted);
                    } else {
                        deleteSet(vss, set, deleted);
                    }
                }
            }
        } finally {
            print(vssCommand, deleted);
        }
        return Main.DONE;
    }

    private void deleteSet(LocalVss vss, ShadowCopySet set, List<String> deleted)
            throws VssException {
        DeleteResult result = vss.delete(set.id(), force);
        set.shadowCopies().stream()
                .limit(result.deletedCount())
                .forEach(copy -> deleted.add(copy.id().toString()));
        if (result.failure() != null) {
            throw result.failure();
        }
    }

    private void deleteCopy(LocalVss vss, ShadowCopyId copy, List<String> deleted)
            throws VssException {
        DeleteResult result = vss.delete(copy, force);
        if (result.failure() != null) {
            throw result.failure();
        }
        deleted.add(copy.toString());
    }

    /** Also after a failure: what is gone is gone, and the caller must learn it. */
    private static void print(VssCommand vssCommand, List<String> deleted) {
        if (vssCommand.json()) {
            ObjectNode document = JsonShapes.object();
            ArrayNode array = document.putArray("deleted");
            deleted.forEach(array::add);
            vssCommand.output().json(document);
        } else {
            deleted.forEach(copy -> vssCommand.output().line("deleted " + copy));
        }
    }
}
