package org.openvss.components;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openvss.BackupSchema;
import org.openvss.BackupState;
import org.openvss.BackupType;
import org.openvss.ComponentBackup;
import org.openvss.ComponentDescription;
import org.openvss.DifferencedFiles;
import org.openvss.FileSet;
import org.openvss.FileSpecBackupType;
import org.openvss.PartialFile;
import org.openvss.WriterMetadata;
import org.openvss.components.FileSets.Need;

/** Tables of which files a file set means and how they are saved. */
class FileSetsTest {
    @ParameterizedTest
    @CsvSource({
        "*, '', true",
        "*, a, true",
        "*.*, a, true",
        "*.*, a.b, true",
        "*.dat, a.dat, true",
        "*.dat, a.Dat, false",
        "*.dat, .dat, true",
        "*.dat, a.dat.old, false",
        "a*, a, true",
        "a*b*c, aXbYc, true",
        "a*b*c, abcbc, true",
        "a*b*c, acb, false",
        "Perfc???.dat, Perfc009.dat, true",
        "Perfc???.dat, Perfc09.dat, false",
        "?, '', false",
        "?, ab, false",
        "a.b, aXb, false",
        "[a], a, false",
        "[a], [a], true",
        "'', '', true",
        "'', a, false"
    })
    void wildcards(String filespec, String name, boolean matches) {
        assertThat(FileSets.matches(filespec, name)).isEqualTo(matches);
    }

    @Test
    void oneCharacterIsOneWhateverItsBytes() {
        assertThat(FileSets.matches("?", "\uD83D\uDE00")).isTrue();
        assertThat(FileSets.matches("a?b", "a\uDC80b")).isTrue();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void manyWildcardsCostNoTime() {
        assertThat(FileSets.matches("*a".repeat(100) + "b", "a".repeat(5000))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/db, false, /srv/db, true",
        "/srv/db, false, /srv/db/, true",
        "/srv/db/, false, /srv/db, true",
        "/srv/db, false, /srv/db/sub, false",
        "/srv/db, true, /srv/db/sub/deep, true",
        "/srv/db, true, /srv/db2, false",
        "/srv/db, true, /srv, false",
        "/, true, /anywhere, true",
        "/, false, /, true"
    })
    void folders(String home, boolean recursive, String folder, boolean isIn) {
        FileSet set = new FileSet(home, "*", recursive, "/elsewhere", Set.of());
        assertThat(FileSets.isIn(set, folder)).isEqualTo(isIn);
    }

    @Test
    void eachKindOfBackupLooksAtItsOwnMarks() {
        FileSet set =
                new FileSet(
                        "/",
                        "*",
                        true,
                        null,
                        Set.of(
                                FileSpecBackupType.FULL_BACKUP_REQUIRED,
                                FileSpecBackupType.INCREMENTAL_SNAPSHOT_REQUIRED,
                                FileSpecBackupType.LOG_BACKUP_REQUIRED,
                                FileSpecBackupType.LOG_SNAPSHOT_REQUIRED));
        Set<BackupSchema> all = Set.of(BackupSchema.values());
        assertThat(FileSets.need(set, BackupType.FULL, all)).isEqualTo(new Need(true, false));
        assertThat(FileSets.need(set, BackupType.COPY, all)).isEqualTo(new Need(true, false));
        assertThat(FileSets.need(set, BackupType.LOG, all)).isEqualTo(new Need(true, true));
        assertThat(FileSets.need(set, BackupType.INCREMENTAL, all))
                .isEqualTo(new Need(false, true));
        assertThat(FileSets.need(set, BackupType.DIFFERENTIAL, all))
                .isEqualTo(new Need(false, false));
    }

    @Test
    void whatAWriterDoesNotSupportIsAFullBackup() {
        for (BackupType type : BackupType.values()) {
            assertThat(FileSets.effective(type, Set.of())).isEqualTo(BackupType.FULL);
        }
        assertThat(FileSets.effective(BackupType.LOG, Set.of(BackupSchema.LOG)))
                .isEqualTo(BackupType.LOG);
        assertThat(FileSets.effective(BackupType.INCREMENTAL, Set.of(BackupSchema.DIFFERENTIAL)))
                .isEqualTo(BackupType.FULL);
    }

    @Test
    void exclusionsWinThenDifferencedThenPartialFilesThenMarks() {
        ComponentDescription component =
                ComponentDescription.fileGroup("", "c").files(FileSet.everythingIn("/db")).build();
        WriterMetadata bare = Components.writer("c | | N |");
        WriterMetadata writer =
                new WriterMetadata(
                        bare.identity(),
                        bare.level(),
                        List.of(),
                        null,
                        Set.of(),
                        List.of(component),
                        List.of(FileSet.of("/db", "*.tmp")),
                        List.of());
        ComponentBackup notes =
                new ComponentBackup(
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(
                                new PartialFile("/db/", "big", "0:1", null),
                                new PartialFile("/db", "both", "0:1", null)),
                        List.of(
                                new DifferencedFiles("/db", "both", false, null),
                                new DifferencedFiles("/db", "a.tmp", false, null)),
                        null,
                        null);
        BackupState partial = new BackupState(true, false, BackupType.FULL, true);
        BackupState whole = new BackupState(true, false, BackupType.FULL, false);
        assertThat(saving(writer, component, notes, partial, "a.tmp")).isEqualTo(Saving.NOT);
        assertThat(saving(writer, component, notes, partial, "both")).isEqualTo(Saving.IF_CHANGED);
        assertThat(saving(writer, component, notes, partial, "big")).isEqualTo(Saving.PARTS);
        assertThat(saving(writer, component, notes, whole, "big")).isEqualTo(Saving.WHOLE);
        assertThat(saving(writer, component, notes, whole, "other")).isEqualTo(Saving.WHOLE);
        assertThat(Saving.of(writer, component, notes, whole, "/elsewhere", "x"))
                .isEqualTo(Saving.NOT);
    }

    private static Saving saving(
            WriterMetadata writer,
            ComponentDescription component,
            ComponentBackup notes,
            BackupState state,
            String name) {
        return Saving.of(writer, component, notes, state, "/db", name);
    }
}
