package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.benchmarks.GuestType;
import tools.jackson.databind.JsonNode;

/** Writers by name, by their volumes, and what happens when one fails. */
class WritersTest {
    private static final String SERVES = "#!/bin/sh\necho \"$1\" >> LOG\n";
    private static final String FAILS_TO_FREEZE =
            "#!/bin/sh\necho \"$1\" >> LOG\nif [ \"$1\" = freeze ]; then exit 1; fi\n";

    @TempDir private Path temp;

    /** Makes a folder with one hook that notes what it was called with. */
    private Path hook(String name, String script) throws Exception {
        Path folder = Files.createDirectory(temp.resolve(name + ".d"));
        Path hook = folder.resolve("hook");
        Files.writeString(hook, script.replace("LOG", log(name).toString()));
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder;
    }

    private Path log(String name) {
        return temp.resolve(name + ".log");
    }

    private static String section(String name, Path folder, String path) {
        return "[[writers.hooks]]\nname = \"%s\"\ndirectory = \"%s\"\npaths = [\"%s\"]\n"
                .formatted(name, folder, path);
    }

    private String configuration(String content) throws Exception {
        return Files.writeString(temp.resolve("openvss.toml"), content).toString();
    }

    @Test
    void aNamedWriterBringsItsVolumeAndOthersStayOut() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4, GuestType.EXT4)) {
            String file =
                    configuration(
                            section("shop", hook("shop", SERVES), stage.volume(0))
                                    + section("mail", hook("mail", SERVES), stage.volume(0)));
            JsonNode set =
                    stage.vss()
                            .run("create", "--writer", "shop", "--config", file, "--json")
                            .succeeded()
                            .json();
            assertThat(set.get("consistency").asString()).isEqualTo("application");
            assertThat(set.get("shadowCopies").size()).isEqualTo(1);
            assertThat(set.get("shadowCopies").get(0).get("volume").asString())
                    .isEqualTo(stage.volume(0));
            assertThat(set.get("writers").size()).isEqualTo(1);
            JsonNode writer = set.get("writers").get(0);
            assertThat(writer.get("name").asString()).isEqualTo("shop");
            assertThat(writer.get("hresult").asString()).isEqualTo("S_OK");
            assertThat(writer.get("frozenMillis").asDouble()).isPositive();
            assertThat(log("shop")).hasContent("freeze\nstatus\nthaw\n");
            assertThat(log("mail")).doesNotExist();

            JsonNode writers =
                    stage.vss().run("list", "writers", "--config", file, "--json").json();
            assertThat(writers.get("writers").size()).isEqualTo(2);
        }
    }

    @Test
    void withoutWritersNoneIsCalled() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            String file = configuration(section("shop", hook("shop", SERVES), stage.volume(0)));
            JsonNode set =
                    stage.vss()
                            .run(
                                    "create",
                                    stage.volume(0),
                                    "--no-writers",
                                    "--config",
                                    file,
                                    "--json")
                            .succeeded()
                            .json();
            assertThat(set.get("context").asString()).isEqualTo("nas-rollback");
            assertThat(set.get("consistency").asString()).isEqualTo("crash");
            assertThat(log("shop")).doesNotExist();
        }
    }

    @Test
    void aWriterThatFailsTakesTheSetWithItUnlessLessIsAllowed() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            String file =
                    configuration(section("shop", hook("shop", FAILS_TO_FREEZE), stage.volume(0)));
            CommandLineRun refused =
                    stage.vss()
                            .run("create", stage.volume(0), "--config", file, "--json")
                            .endedWith(1);
            assertThat(refused.err())
                    .startsWith("VSS_E_WRITERERROR_")
                    .contains("writer shop failed (VSS_WS_FAILED_AT_FREEZE)")
                    .contains("--allow-degraded");
            assertThat(refused.out()).isEmpty();
            stage.assertClean();
            stage.vss().run("exec", stage.volume(0), "--config", file, "--", "true").endedWith(125);
            stage.assertClean();

            JsonNode kept =
                    stage.vss()
                            .run(
                                    "create",
                                    stage.volume(0),
                                    "--allow-degraded",
                                    "--config",
                                    file,
                                    "--json")
                            .succeeded()
                            .json();
            assertThat(kept.get("consistency").asString()).isEqualTo("crash");
            assertThat(kept.get("writers").get(0).get("state").asString())
                    .isEqualTo("VSS_WS_FAILED_AT_FREEZE");
        }
    }
}
