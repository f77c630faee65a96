package org.openvss.kernel.sqlite;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.openvss.SessionId;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySetId;
import org.openvss.writer.WriterSession;
import org.openvss.writer.sqlite.SqliteDatabases;
import org.openvss.writer.sqlite.SqliteWriter;

/** A process that freezes a database, says so, and waits to be killed. */
final class FreezeChild {
    private FreezeChild() {}

    public static void main(String[] arguments) throws Exception {
        Path database = Path.of(arguments[0]);
        SqliteWriter writer =
                new SqliteWriter(
                        new SqliteDatabases(
                                "killed", List.of(database.toString()), Duration.ofSeconds(5)));
        WriterSession session =
                new WriterSession(
                        SessionId.random(),
                        ShadowCopySetId.random(),
                        ShadowCopyContext.APP_ROLLBACK,
                        List.of(SqliteFolder.volumeOf(database)));
        writer.prepareSnapshot(session);
        writer.freeze(session);
        System.out.println("frozen");
        Thread.sleep(Duration.ofMinutes(5));
    }
}
