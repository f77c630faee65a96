package org.openvss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openvss.BackupSchema;
import org.openvss.ComponentDependency;
import org.openvss.ComponentDescription;
import org.openvss.ComponentFlag;
import org.openvss.FileSet;
import org.openvss.RestoreMethod;
import org.openvss.RestoreSpecification;
import org.openvss.SourceType;
import org.openvss.UsageType;
import org.openvss.VssException;
import org.openvss.WriterId;
import org.openvss.WriterIdentity;
import org.openvss.WriterInstanceId;
import org.openvss.WriterMetadata;
import org.openvss.WriterMetadataBuilder;
import org.openvss.WriterRestore;
import org.openvss.WriterVersion;
import tools.jackson.databind.JsonNode;

/** What 'vss list writers' says of components. */
class WriterShapesTest {
    private static final WriterId OTHER = WriterId.random();

    private static WriterMetadata ledger() throws VssException {
        return new WriterMetadataBuilder(
                        new WriterIdentity(
                                WriterId.random(),
                                WriterInstanceId.random(),
                                "ledger",
                                null,
                                WriterVersion.NONE,
                                UsageType.USERDATA,
                                SourceType.OTHER))
                .backupSchema(Set.of(BackupSchema.LOG, BackupSchema.COPY))
                .restore(RestoreSpecification.of(RestoreMethod.CUSTOM, WriterRestore.NEVER))
                .component(
                        ComponentDescription.fileGroup("", "settings")
                                .files(FileSet.of("/etc/ledger", "*.conf"))
                                .build())
                .component(
                        ComponentDescription.database("books", "2031")
                                .caption("Books of 2031")
                                .selectable()
                                .flag(ComponentFlag.BACKUP_RECOVERY)
                                .databaseFiles(FileSet.of("/srv", "2031.dat"))
                                .databaseLogFiles(FileSet.of("/srv", "*.log"))
                                .dependsOn(new ComponentDependency(OTHER, "", "keys"))
                                .build())
                .excludedFiles(FileSet.everythingIn("/srv/tmp"))
                .build();
    }

    @Test
    void aCellNamesComponentsAndMarksThoseThatCanBeLeftOut() throws VssException {
        assertThat(WriterShapes.components(ledger())).isEqualTo("settings (books\\2031)");
    }

    @Test
    void jsonHoldsEverythingOfAComponent() throws VssException {
        JsonNode node = WriterShapes.writer(ledger());
        assertThat(node.get("restoreMethod").asString()).isEqualTo("VSS_RME_CUSTOM");
        assertThat(node.get("backupSchema"))
                .extracting(JsonNode::asString)
                .containsExactly("VSS_BS_LOG", "VSS_BS_COPY");
        JsonNode settings = node.get("components").get(0);
        assertThat(settings.get("type").asString()).isEqualTo("VSS_CT_FILEGROUP");
        assertThat(settings.get("caption").isNull()).isTrue();
        assertThat(settings.get("selectable").asBoolean()).isFalse();
        assertThat(settings.get("files").get(0).get("filespec").asString()).isEqualTo("*.conf");
        assertThat(settings.get("files").get(0).get("backupTypes").asInt()).isEqualTo(0xF0F);
        JsonNode books = node.get("components").get(1);
        assertThat(books.get("logicalPath").asString()).isEqualTo("books");
        assertThat(books.get("name").asString()).isEqualTo("2031");
        assertThat(books.get("flags").asInt()).isEqualTo(1);
        assertThat(books.get("databaseFiles").get(0).get("path").asString()).isEqualTo("/srv");
        assertThat(books.get("databaseLogFiles")).hasSize(1);
        assertThat(books.get("dependencies").get(0).get("writerId").asString())
                .isEqualTo(OTHER.toString());
        assertThat(node.get("excludedFiles").get(0).get("recursive").asBoolean()).isTrue();
    }
}
