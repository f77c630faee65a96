package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openvss.benchmarks.GuestType;

/** Signals to a creation while its applications are frozen. */
class InterruptedCreateTest {
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;
    private static final String SLOW =
            """
            #!/bin/sh
            echo "$1" >> LOG
            if [ "$1" = freeze ]; then sleep 2; fi
            """;

    /** Stops the requester, and lets it go on when its time is long over. */
    private static final String STOPS =
            """
            #!/bin/sh
            echo "$1" >> LOG
            if [ "$1" = freeze ]; then
                kill -STOP $PPID
                setsid sh -c "sleep 6; kill -CONT $PPID" </dev/null >/dev/null 2>&1 &
            fi
            """;

    @TempDir private Path temp;

    @ParameterizedTest
    @ValueSource(ints = {SIGINT, SIGTERM})
    void isUndoneAndSaysSo(int signal) throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4, GuestType.EXT4)) {
            Path log = temp.resolve("log");
            Path configuration =
                    Hooks.configuration(
                            temp, "shop", SLOW.replace("LOG", log.toString()), stage.volume(0));
            List<String> create =
                    List.of(
                            "create",
                            "--config",
                            configuration.toString(),
                            stage.volume(0),
                            stage.volume(1));
            try (CommandLine.Background run = stage.vss().start(create)) {
                Eventually.exists(log);
                run.child().signal(signal);
                CommandLineRun ended = run.waitFor().endedWith(128 + signal);
                assertThat(ended.out()).isEmpty();
                assertThat(ended.err())
                        .isEqualTo(
                                "E_ABORT (0x80004004): the creation was cancelled; everything has"
                                        + " been undone\n");
            }
            assertThat(Files.readAllLines(log)).endsWith("thaw");
            stage.assertClean();
        }
    }

    @Test
    void stoppedBeyondTheLimitTheApplicationIsThawedAndTheSetFails() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            Path log = temp.resolve("log");
            Path configuration =
                    Hooks.configuration(
                            temp, "shop", STOPS.replace("LOG", log.toString()), stage.volume(0));
            Files.writeString(
                    configuration,
                    "[limits]\nwriters_seconds = 2\n" + Files.readString(configuration));
            List<String> create =
                    List.of("create", "--config", configuration.toString(), stage.volume(0));
            try (CommandLine.Background run = stage.vss().start(create)) {
                Eventually.holds("the guard thaws", () -> isThawed(log));
                assertThat(run.waitFor().endedWith(1).err())
                        .startsWith("VSS_E_HOLD_WRITES_TIMEOUT (0x80042314): ");
            }
            stage.assertClean();
        }
    }

    private static boolean isThawed(Path log) {
        try {
            return Files.exists(log) && Files.readAllLines(log).contains("thaw");
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
