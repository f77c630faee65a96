package org.openvss.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.catalog.FileCatalog;
import org.openvss.catalog.FileJournal;

/** SIGKILL of a process that writes records: everything acknowledged is there afterwards. */
@Timeout(300)
class CatalogKillTest {
    private static final int KILLS = 8;
    private static final int MOST_ANSWERS = 250;

    @Test
    void everyAcknowledgedRecordSurvivesSigkill(@TempDir Path state) throws Exception {
        Random random = new Random(42);
        Map<ShadowCopySetId, String> lastOfSet = new HashMap<>();
        Map<ShadowCopySetId, String> lastOfEntry = new HashMap<>();
        for (int kill = 1; kill <= KILLS; kill++) {
            runAndKill(state, 1 + random.nextInt(MOST_ANSWERS), lastOfSet, lastOfEntry);

            FileCatalog catalog = FileCatalog.in(state);
            FileJournal journal = FileJournal.in(state);
            assertThat(catalog.problems()).as("kill %d", kill).isEmpty();
            assertThat(journal.problems()).as("kill %d", kill).isEmpty();
            Set<ShadowCopySetId> sets = new TreeSet<>((a, b) -> a.value().compareTo(b.value()));
            for (ShadowCopySet set : catalog.list()) {
                assertThat(set).isEqualTo(CatalogChild.set(set.id()));
                sets.add(set.id());
            }
            check(lastOfSet, sets, "put", "removed");
            check(
                    lastOfEntry,
                    Set.copyOf(journal.unfinished().stream().map(i -> i.set()).toList()),
                    "begun",
                    "done");
            catalog.tidy();
            journal.tidy();
            for (String folder : List.of("sets", "journal")) {
                try (Stream<Path> files = Files.list(state.resolve(folder))) {
                    assertThat(files).allMatch(file -> file.toString().endsWith(".json"));
                }
            }
        }
    }

    /** What was acknowledged is so; what was only tried may be either way. */
    private static void check(
            Map<ShadowCopySetId, String> last,
            Set<ShadowCopySetId> there,
            String added,
            String taken) {
        last.forEach((id, word) -> {
            if (word.equals(added)) {
                assertThat(there).contains(id);
            } else if (word.equals(taken)) {
                assertThat(there).doesNotContain(id);
            }
        });
        assertThat(last.keySet()).containsAll(there);
    }

    private static void runAndKill(
            Path state,
            int answers,
            Map<ShadowCopySetId, String> lastOfSet,
            Map<ShadowCopySetId, String> lastOfEntry)
            throws Exception {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CatalogChild.class.getName(),
                                state.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
            int seen = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] words = line.split(" ", -1);
                if (words.length == 2 && words[1].length() == 36) {
                    boolean ofSet = words[0].endsWith("put") || words[0].contains("remove");
                    (ofSet ? lastOfSet : lastOfEntry)
                            .put(ShadowCopySetId.parse(words[1]), words[0]);
                }
                if (++seen == answers) {
                    // By its handle: Process would close the pipe, which must be read to its end.
                    child.toHandle().destroyForcibly();
                }
            }
            assertThat(seen).isGreaterThanOrEqualTo(answers);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
