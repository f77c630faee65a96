package org.openvss.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.openvss.BackupState;
import org.openvss.BackupType;
import org.openvss.Component;
import org.openvss.ComponentBackup;
import org.openvss.ComponentRestore;
import org.openvss.ComponentType;
import org.openvss.HResult;
import org.openvss.PartialFile;
import org.openvss.VssException;
import org.openvss.WriterComponents;

/** The Backup Components Document, written and read. */
class BackupComponentsDocumentTest {
    @Test
    void aBackupIsReadAndWrittenAsVssWritesIt() throws VssException {
        BackupComponentsDocument document = BackupComponentsDocument.read(Samples.BACKUP);
        assertThat(document.backup())
                .isEqualTo(new BackupState(true, false, BackupType.FULL, true));
        assertThat(document.set()).hasToString("5f2d9c10-0000-4000-8000-00000000beef");
        WriterComponents writer = document.writers().getFirst();
        assertThat(writer.writerId()).isEqualTo(Samples.LEDGER);
        assertThat(writer.instanceId()).isEqualTo(Samples.INSTANCE);
        assertThat(writer.instanceName()).isEqualTo("ledger-01");
        Component books = writer.components().getLast();
        assertThat(books.key().type()).isEqualTo(ComponentType.DATABASE);
        assertThat(books.key().fullPath()).isEqualTo("Books\\y2031");
        assertThat(books.restore()).isEqualTo(ComponentRestore.EMPTY);
        assertThat(books.backup())
                .isEqualTo(
                        new ComponentBackup(
                                true,
                                null,
                                "cGFnZXM9NDA5Ng==",
                                "lsn:0000A41F",
                                null,
                                List.of(
                                        new PartialFile(
                                                "/srv/ledger/db",
                                                "y2031.dat",
                                                "0:4096,0x10000:8192",
                                                null)),
                                List.of(),
                                null,
                                null));
        assertThat(document.unknown().isEmpty()).isTrue();
        assertThat(document.write()).isEqualTo(Samples.BACKUP);
    }

    @Test
    void everythingThatCanBeNotedIsReadAgain() throws VssException {
        BackupComponentsDocument document = Samples.everything();
        String text = document.write();
        assertThat(BackupComponentsDocument.read(text)).as(text).isEqualTo(document);
    }

    @Test
    void theDocumentOfANewSessionIsAnEmptyRoot() throws VssException {
        String text = BackupComponentsDocument.EMPTY.write();
        assertThat(text)
                .isEqualTo(
                        "<BACKUP_COMPONENTS xmlns=\"x-schema:#VssComponentMetadata\""
                                + " version=\"1.2\"/>");
        assertThat(BackupComponentsDocument.read(text)).isEqualTo(BackupComponentsDocument.EMPTY);
    }

    @Test
    void whatThisVersionDoesNotKnowIsWrittenAgain() throws VssException {
        BackupComponentsDocument document = BackupComponentsDocument.read(Samples.WINDOWS_BACKUP);
        Component stock = document.writers().getFirst().components().getFirst();
        assertThat(stock.key().logicalPath()).isEmpty();
        assertThat(stock.backup().metadata()).isEqualTo("AAEC");
        String text = document.write();
        assertThat(text)
                .contains(
                        "futureFlag=\"yes\"",
                        "nextYear=\"2032\"",
                        "<REPLICA host=\"b\">text<PART n=\"1\"/></REPLICA>",
                        "<SNAPSHOT_SET snapshotSetId=\"5f2d9c10-0000-4000-8000-00000000beef\""
                                + " context=\"9\"><SNAPSHOT snapshotId=");
        assertThat(BackupComponentsDocument.read(text)).isEqualTo(document);
        assertThat(document).isNotEqualTo(BackupComponentsDocument.read(Samples.BACKUP));
    }

    @Test
    void aFailureIsReadWithItsCodeInAnyNotation() throws VssException {
        for (String code : List.of("0x800423f4", "0x800423F4", "2147754996", "-2147212300")) {
            String text =
                    Samples.BACKUP.replace(
                            "<BACKUP_METADATA metadata=\"cGFnZXM9NDA5Ng==\"/>",
                            "<FAILURE hr=\"" + code + "\"/>");
            Component books =
                    BackupComponentsDocument.read(text).writers().getFirst().components().getLast();
            assertThat(Objects.requireNonNull(books.failure()).failure())
                    .isEqualTo(HResult.VSS_E_WRITERERROR_NONRETRYABLE);
        }
    }

    @Test
    void whatIsWellFormedButNoSuchDocumentIsInvalid() {
        for (String text :
                List.of(
                        Samples.WRITER,
                        "<BACKUP_COMPONENTS version=\"1.2\"/>",
                        Samples.BACKUP.replace(
                                "partialFileSupport=\"yes\"", "partialFileSupport=\"\""),
                        Samples.BACKUP.replace("00000000beef", "beef"),
                        Samples.BACKUP.replace("componentType=\"database\"", ""),
                        Samples.BACKUP.replace("\"database\"", "\"tablespace\""),
                        Samples.BACKUP.replace(" filename=\"y2031.dat\"", ""),
                        Samples.BACKUP.replaceFirst("(<COMPONENT [^>]*/>)", "$1$1"),
                        Samples.BACKUP.replaceFirst("(<WRITER_COMPONENTS.*_COMPONENTS>)<", "$1$1<"),
                        Samples.BACKUP.replaceFirst("(<BACKUP_METADATA[^>]*/>)", "$1$1"),
                        Samples.BACKUP.replaceFirst(
                                "<BACKUP_METADATA[^>]*/>", "<FAILURE hr=\"0x99999999999\"/>"),
                        Samples.BACKUP.replaceFirst(
                                "<BACKUP_METADATA[^>]*/>", "<FAILURE hr=\"0x80041234\"/>"))) {
            VssException refusal =
                    catchThrowableOfType(
                            VssException.class, () -> BackupComponentsDocument.read(text));
            assertThat(refusal).as(text).isNotNull();
            assertThat(refusal.code()).as(text).isEqualTo(HResult.VSS_E_INVALID_XML_DOCUMENT);
            assertThat(refusal.sentence()).contains("Backup Components Document");
        }
    }
}
