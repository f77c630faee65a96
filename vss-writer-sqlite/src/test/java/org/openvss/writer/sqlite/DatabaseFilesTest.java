package org.openvss.writer.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.linux.FileStatus;
import org.openvss.linux.FileType;
import org.openvss.linux.Timestamp;
import org.openvss.writer.WriterException;

/** What is decided about files, without a file. */
class DatabaseFilesTest {
    @Test
    void patternsMatchNamesAsAShellDoes() {
        assertThat("a.db").matches(DatabaseFinder.expression("/srv/*.db"));
        assertThat("a+b.db").matches(DatabaseFinder.expression("/srv/a+?.db"));
        assertThat("\uDCFF\n.db").matches(DatabaseFinder.expression("/srv/??.db"));
        assertThat("axdb").doesNotMatch(DatabaseFinder.expression("/srv/*.db"));
        assertThat("aab").doesNotMatch(DatabaseFinder.expression("/srv/a+b"));
        assertThat(DatabaseFinder.hasWildcards("/srv/a?")).isTrue();
        assertThat(DatabaseFinder.hasWildcards("/s*v/a")).isFalse();
    }

    @Test
    void everyByteOfANameIsWrittenIntoTheUri() {
        assertThat(new DatabaseFile("/a b/ü?#%\uDCFF.db", file(1, 1, 0600)).uri())
                .isEqualTo("file:/a%20b/%C3%BC%3F%23%25%FF.db?mode=rw");
    }

    @Test
    void onlyAWriteLockOverTheByteCounts() {
        String held = "pos:\t0\nlock:\t1: POSIX  ADVISORY  WRITE 30810 fe:00:2147289 120 120\n";
        assertThat(WriteLock.covers(held, 120)).isTrue();
        assertThat(WriteLock.covers(held, 121)).isFalse();
        assertThat(WriteLock.covers(held.replace("WRITE", "READ"), 120)).isFalse();
        assertThat(WriteLock.covers(held.replace("120 120", "0 EOF"), 120)).isTrue();
        assertThat(WriteLock.covers(held.replace("POSIX  ADVISORY ", "FLOCK  ADVISORY "), 120))
                .isFalse();
    }

    @Test
    void rootTrustsNoFolderOfOthersWithAFileOfRoot() throws Exception {
        FileStatus root = file(0, 0, 0);
        DatabaseFinder.requireSafe(database(0, 0, 0644), file(0, 0, 0755), root);
        DatabaseFinder.requireSafe(database(7, 7, 0666), file(7, 7, 0777), root);
        assertThatThrownBy(() ->
                        DatabaseFinder.requireSafe(database(0, 0, 0644), file(7, 7, 0755), root))
                .isInstanceOf(WriterException.class)
                .hasMessageContaining("belongs to root");
        assertThatThrownBy(() ->
                        DatabaseFinder.requireSafe(database(0, 0, 0644), file(0, 7, 0775), root))
                .hasMessageContaining("belongs to root");
    }

    @Test
    void withoutRootNobodyIsShutOut() throws Exception {
        FileStatus self = file(7, 70, 0);
        FileStatus folder = file(7, 70, 0755);
        DatabaseFinder.requireSafe(database(7, 70, 0664), folder, self);
        DatabaseFinder.requireSafe(database(7, 80, 0604), folder, self);
        assertThatThrownBy(() -> DatabaseFinder.requireSafe(database(8, 70, 0666), folder, self))
                .hasMessageContaining("belongs to user 8");
        assertThatThrownBy(() -> DatabaseFinder.requireSafe(database(7, 80, 0660), folder, self))
                .hasMessageContaining("is open to group 80");
    }

    @Test
    void whatSqliteSaysBecomesTheCodeOfAWriter() {
        assertThat(DatabaseClient.codeOf("Runtime error near line 4: database is locked (5)"))
                .isEqualTo(HResult.VSS_E_WRITERERROR_TIMEOUT);
        assertThat(DatabaseClient.codeOf("Error: disk I/O error"))
                .isEqualTo(HResult.VSS_E_WRITERERROR_OUTOFRESOURCES);
        assertThat(DatabaseClient.codeOf("database or disk is full"))
                .isEqualTo(HResult.VSS_E_WRITERERROR_OUTOFRESOURCES);
        assertThat(DatabaseClient.codeOf("database disk image is malformed"))
                .isEqualTo(HResult.VSS_E_WRITERERROR_NONRETRYABLE);
    }

    private static DatabaseFile database(int owner, int group, int mode) {
        return new DatabaseFile("/srv/a.db", file(owner, group, mode));
    }

    private static FileStatus file(int owner, int group, int mode) {
        Timestamp never = new Timestamp(0, 0);
        return new FileStatus(
                FileType.REGULAR,
                mode,
                1,
                owner,
                group,
                1,
                0,
                0,
                8,
                1,
                0,
                0,
                1,
                false,
                never,
                never,
                never);
    }
}
