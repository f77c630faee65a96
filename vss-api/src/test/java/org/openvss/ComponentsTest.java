package org.openvss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The model of writers and components: what it refuses and how components lie below each other. */
class ComponentsTest {
    private static final WriterId WRITER = WriterId.random();

    private static final WriterIdentity LEDGER =
            new WriterIdentity(
                    WRITER,
                    WriterInstanceId.random(),
                    "Ledger",
                    "ledger-01",
                    new WriterVersion(1, 2),
                    UsageType.USERDATA,
                    SourceType.TRANSACTEDDB);

    @Test
    void aComponentIsAnAncestorByWholeElementsOnly() {
        ComponentKey books = key("", "Books");
        assertThat(books.isAncestorOf(key("Books", "2031"))).isTrue();
        assertThat(books.isAncestorOf(key("Books\\2031", "January"))).isTrue();
        assertThat(books.isAncestorOf(key("Bookshelf", "2031"))).isFalse();
        assertThat(books.isAncestorOf(books)).isFalse();
        assertThat(key("Books", "2031").isAncestorOf(books)).isFalse();
        assertThat(
                        books.isAncestorOf(
                                new ComponentKey(
                                        WriterId.random(),
                                        ComponentType.FILEGROUP,
                                        "Books",
                                        "2031")))
                .isFalse();
    }

    @Test
    void aBuiltDescriptionHoldsEverythingThatWasSaid() throws VssException {
        ComponentDescription database =
                ComponentDescription.database("Books", "2031")
                        .caption("Books of 2031")
                        .selectable()
                        .selectableForRestore()
                        .flag(ComponentFlag.BACKUP_RECOVERY)
                        .databaseFiles(FileSet.of("/srv/ledger", "2031.dat"))
                        .databaseLogFiles(FileSet.of("/srv/ledger", "2031*.log"))
                        .dependsOn(new ComponentDependency(WRITER, "", "Keys"))
                        .build();
        WriterMetadata metadata =
                new WriterMetadataBuilder(LEDGER)
                        .level(ApplicationLevel.BACK_END)
                        .affectedPath("/srv/ledger")
                        .component(database)
                        .restore(
                                RestoreSpecification.of(
                                        RestoreMethod.RESTORE_IF_CAN_REPLACE, WriterRestore.ALWAYS))
                        .backupSchema(Set.of(BackupSchema.INCREMENTAL, BackupSchema.TIMESTAMPED))
                        .excludedFiles(FileSet.of("/srv/ledger", "*.tmp"))
                        .excludedFromSnapshot(FileSet.everythingIn("/srv/ledger/cache"))
                        .build();
        assertThat(metadata.writerId()).isEqualTo(WRITER);
        assertThat(metadata.instanceId()).isEqualTo(LEDGER.instanceId());
        assertThat(metadata.name()).isEqualTo("Ledger");
        assertThat(metadata.level()).isEqualTo(ApplicationLevel.BACK_END);
        assertThat(metadata.affectedPaths()).containsExactly("/srv/ledger");
        assertThat(metadata.components()).containsExactly(database);
        assertThat(metadata.backupSchema())
                .containsExactlyInAnyOrder(BackupSchema.INCREMENTAL, BackupSchema.TIMESTAMPED);
        assertThat(metadata.excludedFiles()).hasSize(1);
        assertThat(metadata.excludedFromSnapshot().getFirst().recursive()).isTrue();
        assertThat(database.key(WRITER).fullPath()).isEqualTo("Books\\2031");
        assertThat(database.databaseLogFiles().getFirst().filespec()).isEqualTo("2031*.log");
        assertThat(database.dependencies()).hasSize(1);
        assertThat(database.flags()).containsExactly(ComponentFlag.BACKUP_RECOVERY);
    }

    @Test
    void twoComponentsOfOnePathAndNameAreRefusedWhateverTheirKind() throws VssException {
        WriterMetadataBuilder builder =
                new WriterMetadataBuilder(LEDGER)
                        .component(ComponentDescription.fileGroup("a", "b").build());
        assertThatThrownBy(() -> builder.component(ComponentDescription.database("a", "b").build()))
                .hasMessageContaining("VSS_E_OBJECT_ALREADY_EXISTS")
                .hasMessageContaining("a\\b");
        builder.component(ComponentDescription.fileGroup("", "b").build());
        assertThat(builder.build().components()).hasSize(2);
    }

    @Test
    void aBackupSchemaThatNeedsAnotherIsRefusedWithoutIt() {
        for (BackupSchema lonely :
                List.of(
                        BackupSchema.EXCLUSIVE_INCREMENTAL_DIFFERENTIAL,
                        BackupSchema.TIMESTAMPED,
                        BackupSchema.LAST_MODIFY)) {
            assertThatThrownBy(() -> new WriterMetadataBuilder(LEDGER).backupSchema(Set.of(lonely)))
                    .hasMessageContaining("E_INVALIDARG")
                    .hasMessageContaining(lonely.name());
        }
    }

    @Test
    void aComponentHoldsFilesOfItsKindOnlyAndAUsableName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ComponentDescription.database("", "d")
                                .files(FileSet.everythingIn("/x"))
                                .build());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ComponentDescription.fileGroup("", "g")
                                .databaseFiles(FileSet.everythingIn("/x"))
                                .build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ComponentDescription.fileGroup("", "a\\b").build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ComponentDescription.fileGroup("", "").build());
    }

    @Test
    void onlyMethodsThatStopAServiceNameOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new RestoreSpecification(
                                RestoreMethod.CUSTOM,
                                "ledger",
                                null,
                                WriterRestore.ALWAYS,
                                false,
                                List.of()));
        assertThat(
                        new RestoreSpecification(
                                        RestoreMethod.STOP_RESTORE_START,
                                        "ledger",
                                        null,
                                        WriterRestore.ALWAYS,
                                        false,
                                        List.of())
                                .service())
                .isEqualTo("ledger");
    }

    @Test
    void aNewComponentHasNothingNotedOnIt() {
        Component component = Component.of(key("", "Books"));
        assertThat(component.backup().succeeded()).isNull();
        assertThat(component.restore().target()).isEqualTo(RestoreTarget.ORIGINAL);
        assertThat(component.restore().selected()).isFalse();
        assertThat(component.failure()).isNull();
    }

    private static ComponentKey key(String path, String name) {
        return new ComponentKey(WRITER, ComponentType.FILEGROUP, path, name);
    }
}
