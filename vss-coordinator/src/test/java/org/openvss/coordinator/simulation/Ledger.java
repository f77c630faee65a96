package org.openvss.coordinator.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.openvss.ApplicationLevel;
import org.openvss.BackupSchema;
import org.openvss.ComponentDescription;
import org.openvss.ComponentKey;
import org.openvss.FileSet;
import org.openvss.WriterId;
import org.openvss.WriterInstanceId;
import org.openvss.WriterMetadata;
import org.openvss.writer.ComponentNotes;
import org.openvss.writer.WriterSession;

/** The writer of the tests of components: settings that are required, books with years. */
final class Ledger {
    static final WriterId WRITER = new WriterId(new UUID(7, 7));
    static final WriterInstanceId INSTANCE = new WriterInstanceId(new UUID(7, 8));

    private Ledger() {}

    static WriterMetadata metadata() {
        return metadata(INSTANCE, EnumSet.allOf(BackupSchema.class));
    }

    static WriterMetadata metadata(WriterInstanceId instance, Set<BackupSchema> schema) {
        WriterMetadata bare =
                new WriterMetadata(
                        WRITER, instance, "ledger", ApplicationLevel.FRONT_END, List.of());
        return new WriterMetadata(
                bare.identity(),
                bare.level(),
                List.of(),
                null,
                schema,
                List.of(
                        ComponentDescription.fileGroup("", "Settings").build(),
                        ComponentDescription.database("", "Books")
                                .selectable()
                                .databaseFiles(FileSet.of("/ledger", "*.dat"))
                                .build(),
                        ComponentDescription.fileGroup("Books", "y2031")
                                .selectable()
                                .selectableForRestore()
                                .files(FileSet.everythingIn("/ledger/2031"))
                                .build(),
                        ComponentDescription.fileGroup("Books", "index").build()),
                List.of(),
                List.of());
    }

    /** Returns the key of a component of the ledger. */
    static ComponentKey key(String name) {
        return metadata().components().stream()
                .filter(component -> component.name().equals(name))
                .map(component -> component.key(WRITER))
                .findFirst()
                .orElseThrow();
    }

    /** Returns one component as the writer sees it. */
    static ComponentNotes notes(WriterSession session, String name) {
        return Objects.requireNonNull(session.components()).stream()
                .filter(notes -> notes.component().key().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
