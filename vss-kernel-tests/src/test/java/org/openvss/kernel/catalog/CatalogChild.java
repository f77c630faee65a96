package org.openvss.kernel.catalog;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.openvss.Consistency;
import org.openvss.HResult;
import org.openvss.PhaseTime;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.ShadowCopyState;
import org.openvss.catalog.FileCatalog;
import org.openvss.catalog.FileJournal;
import org.openvss.coordinator.port.CreationJournal.Intent;

/** A process that writes records without end and says of each when it was acknowledged. */
final class CatalogChild {
    /** Records are made longer than one write to the disk, so that half a record is possible. */
    private static final int PHASES = 300;

    private static final int KEPT = 20;

    private CatalogChild() {}

    /** Runs until it is killed; the argument is the state folder. */
    public static void main(String[] arguments) throws Exception {
        FileCatalog catalog = FileCatalog.in(Path.of(arguments[0]));
        FileJournal journal = FileJournal.in(Path.of(arguments[0]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        Deque<ShadowCopySetId> ids = new ArrayDeque<>();
        while (true) {
            ShadowCopySetId id = ShadowCopySetId.random();
            say(out, "try-begin", id);
            journal.begin(new Intent(id, Instant.EPOCH, List.of()));
            say(out, "begun", id);
            say(out, "try-put", id);
            catalog.put(set(id));
            say(out, "put", id);
            say(out, "try-done", id);
            journal.done(id);
            say(out, "done", id);
            ids.add(id);
            if (ids.size() > KEPT) {
                ShadowCopySetId oldest = ids.remove();
                say(out, "try-remove", oldest);
                catalog.remove(oldest);
                say(out, "removed", oldest);
            }
        }
    }

    private static void say(PrintStream out, String what, ShadowCopySetId id) {
        out.println(what + " " + id);
    }

    /** Returns the set that belongs to an id; always the same. */
    static ShadowCopySet set(ShadowCopySetId id) {
        return new ShadowCopySet(
                id,
                ShadowCopyContext.APP_ROLLBACK,
                Set.of(),
                ShadowCopyState.CREATED,
                HResult.VSS_S_ASYNC_FINISHED,
                Consistency.CRASH,
                true,
                "verdict of " + id,
                Instant.EPOCH,
                null,
                0,
                List.of(),
                List.of(),
                Collections.nCopies(PHASES, new PhaseTime("phase of " + id, 1, 2)));
    }
}
