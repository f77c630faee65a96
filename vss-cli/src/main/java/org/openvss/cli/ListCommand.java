package org.openvss.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openvss.ProviderInfo;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopySet;
import org.openvss.VssException;
import org.openvss.WriterMetadata;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.StorageUse;
import org.openvss.embedded.VolumeReport;
import org.openvss.provider.CopySpace;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.node.ObjectNode;

/** {@code vss list}: what exists. */
@Command(
        name = "list",
        description = {
            "List what exists.",
            "KIND is shadows, sets, writers (with their components; those in parentheses can be left"
                    + " out of a backup), providers, volumes (with the provider that takes each,"
                    + " or why none does) or storage (what each copy occupies)."
        })
final class ListCommand implements Callable<Integer> {
    /** What can be listed. */
    enum Kind {
        SHADOWS,
        SETS,
        WRITERS,
        PROVIDERS,
        VOLUMES,
        STORAGE;

        /** Returns the name as it is written on the command line and in JSON. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads a kind; the error names them all as they are written. */
    static final class KindConverter implements ITypeConverter<Kind> {
        @Override
        public Kind convert(String name) {
            for (Kind kind : Kind.values()) {
                if (kind.toString().equals(name)) {
                    return kind;
                }
            }
            throw new TypeConversionException(
                    "there is no list '"
                            + name
                            + "'; KIND is "
                            + String.join(", ", new KindNames()));
        }
    }

    /** The kinds as they are written. */
    static final class KindNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Kind.values()).map(Kind::toString).iterator();
        }
    }

    @ParentCommand private @Nullable VssCommand parent;

    @Parameters(
            paramLabel = "KIND",
            arity = "0..1",
            converter = KindConverter.class,
            completionCandidates = KindNames.class,
            description = "${COMPLETION-CANDIDATES} (default: shadows)")
    private Kind kind = Kind.SHADOWS;

    @Option(
            names = "--rescan",
            description = "with sets: first rebuild the catalog from what is on storage")
    private boolean rescan;

    @Override
    public Integer call() throws VssException, InterruptedException {
        VssCommand vssCommand = Objects.requireNonNull(parent);
        if (rescan && kind != Kind.SETS) {
            throw vssCommand.usageError("--rescan belongs to 'vss list sets'");
        }
        try (LocalVss vss = vssCommand.open()) {
            if (rescan) {
                for (ShadowCopySet set : vss.rescan()) {
                    vssCommand.output().note("found on storage: set " + set.id());
                }
            }
            switch (kind) {
                case SHADOWS -> shadows(vssCommand, vss.shadowCopies());
                case SETS -> sets(vssCommand, vss.shadowCopySets());
                case WRITERS -> writers(vssCommand, vss.writers());
                case PROVIDERS -> providers(vssCommand, vss.providers());
                case VOLUMES -> volumes(vssCommand, vss.volumes());
                case STORAGE -> storage(vssCommand, vss.storage());
            }
        }
        return Main.DONE;
    }

    /** Prints the items as one JSON document or as a table. */
    private <T> void print(
            VssCommand vssCommand,
            Collection<T> items,
            Function<T, ObjectNode> shape,
            Function<T, String[]> cells,
            String... headings) {
        if (vssCommand.json()) {
            List<ObjectNode> nodes = items.stream().map(shape).toList();
            vssCommand.output().json(JsonShapes.list(kind.toString(), nodes));
            return;
        }
        Table table = new Table(headings);
        items.forEach(item -> table.row(cells.apply(item)));
        vssCommand.output().table(table);
    }

    private void shadows(VssCommand vssCommand, List<ShadowCopy> copies) {
        print(
                vssCommand,
                copies,
                JsonShapes::copy,
                copy ->
                        new String[] {
                            copy.id().toString(),
                            copy.setId().toString(),
                            Texts.time(copy.createdAt()),
                            copy.volume(),
                            copy.provider(),
                            Objects.requireNonNullElse(copy.path(), "")
                        },
                "COPY",
                "SET",
                "CREATED",
                "VOLUME",
                "PROVIDER",
                "PATH");
    }

    private void sets(VssCommand vssCommand, List<ShadowCopySet> sets) {
        print(
                vssCommand,
                sets,
                JsonShapes::set,
                set ->
                        new String[] {
                            set.id().toString(),
                            Texts.time(set.createdAt()),
                            set.context().commandName(),
                            set.consistency().commandName(),
                            set.simultaneous() ? "yes" : "NO",
                            Texts.millis(set.heldNanos()),
                            String.join(
                                    " ",
                                    set.shadowCopies().stream().map(ShadowCopy::volume).toList())
                        },
                "SET",
                "CREATED",
                "CONTEXT",
                "LEVEL",
                "SIMULTANEOUS",
                "HELD",
                "VOLUMES");
    }

    private void writers(VssCommand vssCommand, List<WriterMetadata> writers) {
        print(
                vssCommand,
                writers,
                WriterShapes::writer,
                writer ->
                        new String[] {
                            writer.name(),
                            writer.instanceId().toString(),
                            writer.level().documentedName(),
                            writer.affectedPaths().isEmpty()
                                    ? "every set"
                                    : String.join(" ", writer.affectedPaths()),
                            WriterShapes.components(writer)
                        },
                "WRITER",
                "INSTANCE",
                "LEVEL",
                "PATHS",
                "COMPONENTS");
    }

    private void providers(VssCommand vssCommand, List<ProviderInfo> providers) {
        print(
                vssCommand,
                providers,
                JsonShapes::provider,
                provider ->
                        new String[] {
                            provider.name(),
                            provider.type().documentedName(),
                            provider.id().toString(),
                            provider.version(),
                            provider.description()
                        },
                "PROVIDER",
                "TYPE",
                "ID",
                "VERSION",
                "DESCRIPTION");
    }

    private void volumes(VssCommand vssCommand, List<VolumeReport> volumes) {
        print(
                vssCommand,
                volumes,
                JsonShapes::volume,
                volume ->
                        new String[] {
                            volume.mountPoint(),
                            volume.fileSystemType(),
                            Objects.requireNonNullElse(volume.provider(), "none"),
                            volume.reason()
                                    + (volume.remedy().isEmpty() ? "" : "; " + volume.remedy())
                        },
                "VOLUME",
                "TYPE",
                "PROVIDER",
                "WHY NOT, AND WHAT TO DO");
    }

    private void storage(VssCommand vssCommand, List<StorageUse> uses) {
        print(
                vssCommand,
                uses.stream().sorted(Comparator.comparing(StorageUse::volume)).toList(),
                JsonShapes::storage,
                use ->
                        new String[] {
                            use.volume(),
                            use.copy().toString(),
                            use.provider(),
                            use.allocatedBytes() == null ? "" : use.allocatedBytes().toString(),
                            frees(use.space()),
                            use.space().how(),
                            (use.complete() ? "" : "incomplete ") + (use.known() ? "" : "orphan"),
                            use.where()
                        },
                "VOLUME",
                "COPY",
                "PROVIDER",
                "ALLOCATED BYTES",
                "FREES BYTES",
                "KNOWN FROM",
                "STATE",
                "WHERE");
    }

    private static String frees(CopySpace space) {
        Long bytes = space.exclusiveBytes();
        return bytes == null ? "unknown" : (space.exact() ? "" : "about ") + bytes;
    }
}
