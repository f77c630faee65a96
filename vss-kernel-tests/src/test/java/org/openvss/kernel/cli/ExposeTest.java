package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.ScratchFiles;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.OpenFlags;
import tools.jackson.databind.JsonNode;

/** Copies at other folders, and copies that are detached or in use. */
class ExposeTest {
    @TempDir private Path temp;

    private static JsonNode onlyCopy(Stage stage) {
        return stage.vss()
                .run("create", "--no-writers", stage.volume(0), "--json")
                .succeeded()
                .json()
                .get("shadowCopies")
                .get(0);
    }

    @Test
    void exposesACopyAndTakesItBack() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.XFS)) {
            String copy = onlyCopy(stage).get("id").asString();
            Path folder = Files.createDirectory(temp.resolve("exposed"));

            stage.vss().run("expose", copy, folder.toString()).succeeded();
            assertThat(ScratchFiles.read(folder.toString(), "hello")).isEqualTo("hello");
            assertThat(stage.vss().run("expose", copy, folder.toString()).endedWith(1).err())
                    .startsWith("VSS_E_BAD_STATE (0x80042301): ");
            stage.vss().run("unexpose", copy).succeeded();
            assertThat(folder).isEmptyDirectory();
            assertThat(stage.vss().run("unexpose", copy).endedWith(1).err())
                    .startsWith("VSS_E_OBJECT_NOT_FOUND (0x80042308): ");
        }
    }

    @Test
    void unmountDetachesAndShowMountsAgain() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            JsonNode created = onlyCopy(stage);
            String copy = created.get("id").asString();

            stage.vss().run("unmount", copy).succeeded();
            JsonNode detached = stage.vss().run("show", copy, "--json").succeeded().json();
            assertThat(detached.get("state").asString()).isEqualTo("VSS_SS_CREATED");
            assertThat(detached.get("path").isNull()).isTrue();
            assertThat(detached.get("device").isNull()).isTrue();

            JsonNode again = stage.vss().run("show", copy, "--mount", "--json").succeeded().json();
            assertThat(again.get("path")).isEqualTo(created.get("path"));
            assertThat(ScratchFiles.read(again.get("path").asString(), "hello")).isEqualTo("hello");
        }
    }

    @Test
    void aCopyInUseIsDeletedOnlyByForce() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            JsonNode created = onlyCopy(stage);
            String copy = created.get("id").asString();
            String file = created.get("path").asString() + "/hello";
            try (Fd _ = FileCalls.open(file, OpenFlags.READ_ONLY)) {
                assertThat(stage.vss().run("delete", copy).endedWith(1).err())
                        .startsWith("VSS_E_VOLUME_IN_USE (0x8004231d): ");
                stage.vss().run("show", copy).succeeded();
                stage.vss().run("delete", copy, "--force").succeeded();
            }
            stage.assertClean();
        }
    }
}
