package org.openvss.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openvss.ApplicationLevel;
import org.openvss.BackupSchema;
import org.openvss.ComponentDescription;
import org.openvss.ComponentFlag;
import org.openvss.FileSet;
import org.openvss.FileSpecBackupType;
import org.openvss.HResult;
import org.openvss.RestoreMethod;
import org.openvss.SourceType;
import org.openvss.UsageType;
import org.openvss.VssException;
import org.openvss.WriterMetadata;
import org.openvss.WriterMetadataBuilder;
import org.openvss.WriterRestore;
import org.openvss.WriterVersion;

/** The Writer Metadata Document, written and read. */
class WriterMetadataDocumentTest {
    @Test
    void aWriterIsWrittenAsVssWritesIt() throws VssException {
        assertThat(WriterMetadataDocument.write(Samples.ledger())).isEqualTo(Samples.WRITER);
    }

    @Test
    void whatWasWrittenIsReadAgain() throws VssException {
        for (WriterMetadata writer : List.of(Samples.ledger(), Samples.strange())) {
            String text = WriterMetadataDocument.write(writer);
            assertThat(WriterMetadataDocument.read(text)).as(text).isEqualTo(writer);
            assertThat(text).doesNotContain("\n").startsWith("<WRITER_METADATA xmlns=");
        }
    }

    @Test
    void whatOnlyThisProjectHasStaysOutWhereVssSaysEnough() throws VssException {
        assertThat(WriterMetadataDocument.write(Samples.ledger())).doesNotContain("OPENVSS");
        assertThat(WriterMetadataDocument.write(Samples.strange()))
                .contains("<OPENVSS xmlns=\"urn:openvss:writer\" level=\"BACK_END\">");
        assertThat(WriterMetadataDocument.read(Samples.WRITER).level())
                .isEqualTo(ApplicationLevel.FRONT_END);
    }

    @Test
    void aDocumentInTheMannerOfWindowsIsUnderstood() throws VssException {
        WriterMetadata writer = WriterMetadataDocument.read(Samples.WINDOWS_WRITER);
        assertThat(writer.writerId()).hasToString("5affb034-969f-4919-8875-88f830d0ef89");
        assertThat(writer.instanceId()).hasToString("1b4e28ba-2fa1-11d2-883f-0016d3cca427");
        assertThat(writer.name()).isEqualTo("Stock & Orders");
        assertThat(writer.identity().version()).isEqualTo(WriterVersion.NONE);
        assertThat(writer.identity().usage()).isEqualTo(UsageType.BOOTABLESYSTEMSTATE);
        assertThat(writer.backupSchema()) // 2929 = 881 and the unassigned bit 0x800
                .isEqualTo(
                        Set.of(
                                BackupSchema.DIFFERENTIAL,
                                BackupSchema.COPY,
                                BackupSchema.TIMESTAMPED,
                                BackupSchema.LAST_MODIFY,
                                BackupSchema.WRITER_SUPPORTS_NEW_TARGET,
                                BackupSchema.WRITER_SUPPORTS_RESTORE_WITH_MOVE));
        var restore = Objects.requireNonNull(writer.restore());
        assertThat(restore.method()).isEqualTo(RestoreMethod.RESTORE_AT_REBOOT_IF_CANNOT_REPLACE);
        assertThat(restore.writerRestore()).isEqualTo(WriterRestore.NEVER);
        assertThat(restore.rebootRequired()).isTrue();
        assertThat(writer.excludedFiles())
                .extracting(FileSet::path)
                .containsExactly("\\System Volume Information\\Heat", "%ProgramData%");
        ComponentDescription ntds = writer.components().getFirst();
        assertThat(ntds.caption()).isEqualTo("first\nsecond");
        assertThat(ntds.logicalPath()).isEqualTo("C:_Windows_NTDS");
        assertThat(ntds.flags()).isEqualTo(Set.of(ComponentFlag.NOT_SYSTEM_STATE));
        assertThat(ntds.files())
                .containsExactly(
                        FileSet.of("%SystemRoot%\\System32\\", "Perfc???.dat"),
                        new FileSet(
                                "\\\\?\\Volume{6f9619ff-8b86-d011-b42d-00c04fc964ff}\\Boot",
                                "*.*",
                                true,
                                null,
                                FileSpecBackupType.DEFAULT));
        ComponentDescription node = writer.components().getLast();
        assertThat(node.files()).isEmpty();
        assertThat(node.caption()).isEmpty();
        assertThat(node.selectable()).isTrue();
        assertThat(WriterMetadataDocument.read(WriterMetadataDocument.write(writer)))
                .isEqualTo(writer);
    }

    @Test
    void anythingThatMayBeMissingHasItsDefault() throws VssException {
        String least =
                "<WRITER_METADATA xmlns=\"x-schema:#VssWriterMetadataInfo\"><IDENTIFICATION"
                        + " writerId=\"0a1b2c3d-0000-4000-8000-000000000001\""
                        + " friendlyName=\"n\"/></WRITER_METADATA>";
        WriterMetadata writer = WriterMetadataDocument.read(least);
        assertThat(writer.restore()).isNull();
        assertThat(writer.components()).isEmpty();
        assertThat(writer.backupSchema()).isEmpty();
        assertThat(writer.identity().usage()).isEqualTo(UsageType.UNDEFINED);
        assertThat(writer.identity().source()).isEqualTo(SourceType.UNDEFINED);
        assertThat(writer.identity().instanceName()).isNull();
        assertThat(writer.instanceId()).hasToString("00000000-0000-0000-0000-000000000000");
    }

    @Test
    void namesOfTheApiAndOtherCasesAreUnderstoodAndUnknownOnesCostNothing() throws VssException {
        for (RestoreMethod method : RestoreMethod.values()) {
            for (String word :
                    List.of(
                            method.name(),
                            method.documentedName(),
                            Words.METHOD.of(method).toLowerCase(java.util.Locale.ROOT))) {
                assertThat(methodOf(word)).as(word).isEqualTo(method);
            }
        }
        assertThat(methodOf("RESTORE_BY_MAGIC")).isEqualTo(RestoreMethod.UNDEFINED);
    }

    private static RestoreMethod methodOf(String word) throws VssException {
        String text = Samples.WRITER.replace("RESTORE_IF_CAN_BE_REPLACED", word);
        return Objects.requireNonNull(WriterMetadataDocument.read(text).restore()).method();
    }

    @Test
    void aComponentWithThousandsOfFileSets() throws VssException {
        ComponentDescription.Builder large = ComponentDescription.fileGroup("", "System Files");
        for (int i = 0; i < 18_900; i++) {
            large.files(FileSet.of("/usr/share/" + i % 100, "file" + i));
        }
        WriterMetadata writer =
                new WriterMetadataBuilder(Samples.ledger().identity())
                        .component(large.build())
                        .build();
        assertThat(WriterMetadataDocument.read(WriterMetadataDocument.write(writer)))
                .isEqualTo(writer);
    }

    @Test
    void whatIsWellFormedButNoSuchDocumentIsInvalid() {
        List<String> invalid = new ArrayList<>();
        invalid.add(Samples.BACKUP);
        invalid.add("<a/>");
        invalid.add(Samples.WRITER.replace("VssWriterMetadataInfo", "VssComponentMetadata"));
        invalid.add(Samples.WRITER.replace("WRITER_METADATA", "writer_metadata"));
        invalid.add(Samples.WRITER.replaceFirst("<IDENTIFICATION[^>]*>", ""));
        invalid.add(Samples.WRITER.replaceFirst("(<IDENTIFICATION[^>]*>)", "$1$1"));
        invalid.add(Samples.WRITER.replace("friendlyName", "unfriendlyName"));
        invalid.add(Samples.WRITER.replace("0a1b2c3d-0000-4000-8000-000000000001", "0a1b"));
        invalid.add(Samples.WRITER.replace("componentName=\"Config\"", ""));
        invalid.add(Samples.WRITER.replace("componentName=\"Config\"", "componentName=\"a\\b\""));
        invalid.add(Samples.WRITER.replace("selectable=\"no\"", "selectable=\"perhaps\""));
        invalid.add(Samples.WRITER.replace("\"3855\"", "\"0xF0F\""));
        invalid.add(Samples.WRITER.replace("majorVersion=\"1\"", "majorVersion=\"-1\""));
        invalid.add(Samples.WRITER.replace("path=\"/srv/ledger/conf\"", ""));
        invalid.add(Samples.WRITER.replaceFirst("(<DATABASE .*</DATABASE>)", "$1$1"));
        for (String text : invalid) {
            VssException refusal =
                    catchThrowableOfType(
                            VssException.class, () -> WriterMetadataDocument.read(text));
            assertThat(refusal).as(text).isNotNull();
            assertThat(refusal.code()).as(text).isEqualTo(HResult.VSS_E_INVALID_XML_DOCUMENT);
            assertThat(refusal.sentence()).contains("Writer Metadata Document");
        }
    }
}
