package org.openvss.kernel.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.Volume;
import org.openvss.testkit.WriterContract;
import org.openvss.writer.Writer;
import org.openvss.writer.sqlite.SqliteDatabases;
import org.openvss.writer.sqlite.SqliteWriter;

/** The writer of SQLite keeps the contract, with real databases of another user. */
@Timeout(120)
abstract class SqliteContract extends WriterContract {
    private final String journalMode;

    @TempDir private Path temporary = Path.of("/");

    @SuppressWarnings("NullAway.Init") // made with the writer
    private SqliteFolder folder;

    SqliteContract(String journalMode) {
        this.journalMode = journalMode;
    }

    @Override
    protected Writer newWriter() throws Exception {
        folder = SqliteFolder.in(temporary);
        folder.make("one.db", journalMode);
        folder.make("two.db", journalMode);
        return new SqliteWriter(
                new SqliteDatabases(
                        "shop", List.of(temporary + "/app/*.db"), Duration.ofSeconds(5)));
    }

    @Override
    protected boolean canWrite() throws Exception {
        boolean one = folder.canWrite("one.db");
        assertThat(folder.canWrite("two.db")).isEqualTo(one);
        return one;
    }

    @Override
    protected List<Volume> volumes() {
        return List.of(SqliteFolder.volumeOf(temporary));
    }
}
