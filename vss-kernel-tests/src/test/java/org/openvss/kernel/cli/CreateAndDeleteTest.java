package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.ScratchFiles;
import tools.jackson.databind.JsonNode;

/** From create to delete by way of every command that shows something. */
class CreateAndDeleteTest {
    @TempDir private Path temp;

    @Test
    void makesASetThatCanBeReadListedShownAndDeleted() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4, GuestType.XFS)) {
            JsonNode set =
                    stage.vss()
                            .run("create", stage.volume(0), stage.volume(1), "--json")
                            .succeeded()
                            .json();
            ScratchFiles.write(stage.volume(0), "hello", "changed after the cut");

            assertThat(set.get("state").asString()).isEqualTo("VSS_SS_CREATED");
            assertThat(set.get("hresult").asString()).isEqualTo("VSS_S_ASYNC_FINISHED");
            assertThat(set.get("context").asString()).isEqualTo("app-rollback");
            assertThat(set.get("consistency").asString()).isEqualTo("crash");
            assertThat(set.get("simultaneous").asBoolean()).isTrue();
            assertThat(set.get("gate").get("heldMillis").asDouble()).isPositive();
            assertThat(set.get("writers").isEmpty()).isTrue();
            assertThat(set.get("shadowCopies").size()).isEqualTo(2);
            for (JsonNode copy : set.get("shadowCopies")) {
                assertThat(copy.get("provider").asString()).isEqualTo("image");
                assertThat(copy.get("gateClosedNanos").asLong())
                        .isLessThanOrEqualTo(copy.get("cutStartedNanos").asLong());
                assertThat(copy.get("cutFinishedNanos").asLong())
                        .isLessThanOrEqualTo(copy.get("gateOpenedNanos").asLong());
                assertThat(ScratchFiles.read(copy.get("path").asString(), "hello"))
                        .isEqualTo("hello");
            }

            String setId = set.get("setId").asString();
            JsonNode copy = set.get("shadowCopies").get(0);
            String copyId = copy.get("id").asString();
            assertThat(stage.vss().run("show", setId, "--json").succeeded().json()).isEqualTo(set);
            assertThat(stage.vss().run("--json", "show", copyId).succeeded().json())
                    .isEqualTo(copy);
            JsonNode shadows = stage.vss().run("list", "shadows", "--json").succeeded().json();
            assertThat(shadows.get("shadows").get(0)).isEqualTo(copy);
            JsonNode sets = stage.vss().run("list", "sets", "--json").succeeded().json();
            assertThat(sets.get("sets").get(0)).isEqualTo(set);

            JsonNode deleted = stage.vss().run("delete", setId, "--json").succeeded().json();
            assertThat(deleted.get("deleted").size()).isEqualTo(2);
            stage.assertClean();
        }
    }

    @Test
    void tablesNameEveryVolumeAndCopy() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            CommandLineRun created =
                    stage.vss().run("create", "--no-writers", stage.volume(0)).succeeded();
            assertThat(created.out())
                    .contains("simultaneous, consistency crash, held ")
                    .contains("nas-rollback")
                    .contains(stage.volume(0))
                    .contains(stage.vss().state() + "/copies/");
            assertThat(stage.vss().run("list").succeeded().out()).contains(stage.volume(0));
            assertThat(stage.vss().run("list", "storage").succeeded().out())
                    .contains(stage.volume(0))
                    .contains(".openvss/");
        }
    }

    @Test
    void listsVolumesWithTheProviderOrTheReason() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            JsonNode volumes =
                    stage.vss().run("list", "volumes", "--json").succeeded().json().get("volumes");
            JsonNode volume = null;
            JsonNode memory = null;
            for (JsonNode one : volumes) {
                if (one.get("volume").asString().equals(stage.volume(0))) {
                    volume = one;
                } else if (one.get("fileSystem").asString().equals("tmpfs")) {
                    memory = one;
                }
            }
            assertThat(volume).isNotNull();
            assertThat(volume.get("provider").asString()).isEqualTo("image");
            assertThat(memory).isNotNull();
            assertThat(memory.get("provider").isNull()).isTrue();
            assertThat(memory.get("reason").asString()).contains("memory");
        }
    }

    @Test
    void listsProvidersAndWriters() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            JsonNode providers = stage.vss().run("list", "providers", "--json").succeeded().json();
            List<String> names = new ArrayList<>();
            providers.get("providers").forEach(each -> names.add(each.get("name").asString()));
            assertThat(names).containsExactly("lvm", "btrfs", "image", "copy");
            assertThat(stage.vss().run("list", "writers", "--json").succeeded().json().toString())
                    .isEqualTo("{\"writers\":[]}");
        }
    }

    @Test
    void deletesTheOldestOfAVolumeAndAll() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4, GuestType.EXT4)) {
            stage.vss().run("delete", "--all").succeeded();
            stage.vss().run("delete", "--oldest", stage.volume(0)).succeeded();
            JsonNode first = stage.vss().run("create", stage.volume(0), "--json").json();
            JsonNode second = stage.vss().run("create", stage.volume(0), "--json").json();
            JsonNode other = stage.vss().run("create", stage.volume(1), "--json").json();

            JsonNode deleted =
                    stage.vss()
                            .run("delete", "--oldest", stage.volume(0), "--json")
                            .succeeded()
                            .json();
            assertThat(deleted.get("deleted").get(0).asString())
                    .isEqualTo(first.get("shadowCopies").get(0).get("id").asString());
            assertThat(stage.vss().run("show", first.get("setId").asString()).endedWith(1).err())
                    .startsWith("VSS_E_OBJECT_NOT_FOUND (0x80042308): ");
            stage.vss().run("show", second.get("setId").asString()).succeeded();
            stage.vss().run("show", other.get("setId").asString()).succeeded();

            JsonNode rest = stage.vss().run("delete", "--all", "--json").succeeded().json();
            assertThat(rest.get("deleted").size()).isEqualTo(2);
            stage.assertClean();
        }
    }

    @Test
    void rescanFindsASetWhoseRecordIsLost() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            String set =
                    stage.vss()
                            .run("create", stage.volume(0), "--json")
                            .succeeded()
                            .json()
                            .get("setId")
                            .asString();
            Files.delete(stage.vss().state().resolve("sets").resolve(set + ".json"));

            assertThat(stage.vss().run("list", "sets").succeeded().out()).doesNotContain(set);
            assertThat(stage.vss().run("list", "sets", "--rescan").succeeded().out()).contains(set);
            stage.vss().run("delete", set).succeeded();
        }
    }
}
