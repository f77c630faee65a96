package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopySet;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.ScratchFiles;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.LocalVssOptions;

/**
 * SIGKILL of a requester at the beginning of every phase, with real volumes and a real hook: the
 * next start finds the set entirely or nothing of it, no volume held and the application thawed.
 * The phases without a word, in which writes are held, are those of {@code GateDeathTest}.
 */
class KilledCreationTest {
    private static final String HOOK = "#!/bin/sh\necho \"$1\" >> LOG\n";

    @TempDir private Path temp;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "journal.begin",
                "gate.open",
                "providers.endPrepare",
                "writers.prepareSnapshot",
                "gate.preFlush",
                "gate.arm",
                "writers.freeze",
                "providers.postCommit",
                "writers.proveFrozen",
                "writers.thaw",
                "gate.disarm",
                "providers.preFinalCommit",
                "writers.postSnapshot",
                "providers.postFinalCommit",
                "copies.surface",
                "gate.end",
                "catalog.put"
            })
    void nothingOfTheSetRemains(String phase) throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4, GuestType.XFS)) {
            Path log = temp.resolve("hook.log");
            LocalVssOptions options = options(stage, log);
            String said = killedBefore(phase, options, stage);
            assertThat(said).contains("dies before " + phase).doesNotContain("made ");

            Eventually.holds(
                    "the set killed before " + phase + " is undone",
                    () -> {
                        try (LocalVss vss = LocalVss.open(options)) {
                            assertThat(vss.shadowCopySets()).isEmpty();
                            return stage.isClean();
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    });
            try (LocalVss again = LocalVss.open(options)) {
                assertThat(again.notices()).isEmpty();
                assertThat(again.orphans().orphans()).isEmpty();
            }
            assertThawed(log);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = CreationChild.AFTERWARDS)
    void theSetIsThereEntirely(String phase) throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4, GuestType.XFS)) {
            Path log = temp.resolve("hook.log");
            LocalVssOptions options = options(stage, log);
            assertThat(killedBefore(phase, options, stage)).contains("made ");
            try (LocalVss vss = LocalVss.open(options)) {
                ShadowCopySet set = vss.shadowCopySets().getFirst();
                assertThat(set.shadowCopies()).hasSize(2);
                for (ShadowCopy copy : set.shadowCopies()) {
                    assertThat(ScratchFiles.read(Objects.requireNonNull(copy.path()), "hello"))
                            .isEqualTo("hello");
                }
            }
            assertThat(log).hasContent("freeze\nstatus\nthaw\n");
        }
    }

    private static LocalVssOptions options(Stage stage, Path log) throws Exception {
        Path configuration =
                Hooks.configuration(
                        log.getParent(),
                        "shop",
                        HOOK.replace("LOG", log.toString()),
                        stage.volume(0));
        return LocalVssOptions.defaults()
                .withFiles(stage.vss().state().toString(), configuration.toString());
    }

    /** Returns what the requester had said. */
    private static String killedBefore(String phase, LocalVssOptions options, Stage stage)
            throws Exception {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        words.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
        words.addAll(List.of(System.getProperty("java.class.path"), CreationChild.class.getName()));
        words.add(phase);
        words.add(Objects.requireNonNull(options.stateFolder()));
        words.add(Objects.requireNonNull(options.configurationFile()));
        words.addAll(stage.volumes().mountPoints());
        Process child = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    /** A thaw too many is harmless, a thaw too few stops a business. */
    private static void assertThawed(Path log) throws Exception {
        if (Files.exists(log)) {
            List<String> calls = Files.readAllLines(log);
            assertThat(calls.lastIndexOf("thaw")).isGreaterThan(calls.lastIndexOf("freeze"));
        }
    }
}
