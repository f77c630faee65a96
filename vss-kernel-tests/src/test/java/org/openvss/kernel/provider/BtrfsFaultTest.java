package org.openvss.kernel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openvss.Deletion;
import org.openvss.ShadowCopyId;
import org.openvss.benchmarks.ScratchSubvolumes;
import org.openvss.provider.StoredCopy;
import org.openvss.provider.btrfs.BtrfsProvider;

/** Processes that are killed in the middle of a set. */
class BtrfsFaultTest {
    @ParameterizedTest
    @EnumSource(BtrfsChild.Stop.class)
    void whatAKilledProcessLeavesIsFoundIncompleteAndDeleted(BtrfsChild.Stop stop)
            throws Exception {
        try (ScratchSubvolumes scratch = BtrfsRun.scratch(1, 3)) {
            List<ShadowCopyId> copies = new ArrayList<>();
            Process child = start(stop, scratch.paths());
            try (BufferedReader said = child.inputReader()) {
                for (String line = said.readLine(); !"ready".equals(line); line = said.readLine()) {
                    assertThat(line).as("the child ended early").isNotNull();
                    copies.add(ShadowCopyId.parse(line));
                }
            } finally {
                child.toHandle().destroyForcibly();
                child.waitFor();
            }
            BtrfsProvider provider = new BtrfsProvider();
            assertThat(provider.shadowCopies())
                    .filteredOn(found -> copies.contains(found.copy()))
                    .hasSize(3)
                    .noneMatch(StoredCopy::complete);
            assertThat(provider.rescan()).isEmpty();
            for (ShadowCopyId copy : copies) {
                assertThat(provider.delete(copy, false)).isEqualTo(Deletion.REMOVED);
            }
            assertThat(BtrfsRun.stored(scratch.tops().getFirst())).isEmpty();
        }
    }

    private static Process start(BtrfsChild.Stop stop, List<Path> paths) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(System.getProperty("java.home") + "/bin/java");
        words.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Xmx64m"));
        words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
        words.addAll(List.of(System.getProperty("java.class.path"), BtrfsChild.class.getName()));
        words.add(stop.name());
        paths.forEach(path -> words.add(path.toString()));
        return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
