package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.benchmarks.DeadMount;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.HostType;
import org.openvss.benchmarks.ScratchException;
import org.openvss.benchmarks.ScratchFiles;
import org.openvss.benchmarks.ScratchPlan;
import tools.jackson.databind.JsonNode;

/** What people type by mistake: a clear error, and nothing is left behind. */
class BadInputTest {
    @TempDir private Path temp;

    private void assertRefused(String start, String says, String... arguments) throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            List<String> all = new ArrayList<>(List.of(arguments));
            all.replaceAll(argument -> argument.replace("VOLUME", stage.volume(0)));
            CommandLineRun run = stage.vss().run(all).endedWith(1);
            assertThat(run.err()).startsWith(start).contains(says);
            assertThat(run.out()).isEmpty();
            stage.assertClean();
        }
    }

    @Test
    void aPathThatDoesNotExist() throws Exception {
        assertRefused(
                "VSS_E_OBJECT_NOT_FOUND (0x80042308): ",
                "does not exist",
                "create",
                "VOLUME",
                "/no/such/volume");
    }

    @Test
    void aRegularFile() throws Exception {
        assertRefused("E_INVALIDARG (0x80070057): ", "is a regular file", "create", "VOLUME/hello");
    }

    @Test
    void anEmptyName() throws Exception {
        assertRefused("E_INVALIDARG (0x80070057): ", "empty", "create", "VOLUME", "");
    }

    @Test
    void aFileSystemInMemory() throws Exception {
        assertRefused(
                "VSS_E_VOLUME_NOT_SUPPORTED (0x8004230c): ",
                "keeps its files in memory",
                "create",
                "VOLUME",
                "/dev/shm");
    }

    @Test
    void aFileSystemOfTheKernel() throws Exception {
        assertRefused(
                "VSS_E_VOLUME_NOT_SUPPORTED (0x8004230c): ", "proc", "create", "VOLUME", "/proc");
    }

    @Test
    void oneVolumeTwice() throws Exception {
        assertRefused(
                "VSS_E_OBJECT_ALREADY_EXISTS (0x8004230d): ",
                "volume00",
                "create",
                "VOLUME",
                "VOLUME/../volume00");
    }

    @Test
    void anUnknownUuid() throws Exception {
        assertRefused(
                "VSS_E_OBJECT_NOT_FOUND (0x80042308): ",
                "UUID",
                "create",
                "UUID=00000000-0000-0000-0000-000000000000");
    }

    @Test
    void anUnknownWriter() throws Exception {
        assertRefused(
                "VSS_E_OBJECT_NOT_FOUND (0x80042308): ",
                "there is no writer 'oracle'",
                "create",
                "VOLUME",
                "--writer",
                "oracle");
    }

    @Test
    void anUnknownProvider() throws Exception {
        assertRefused(
                "VSS_E_PROVIDER_NOT_REGISTERED (0x80042304): ",
                "registered are lvm, btrfs, image, copy",
                "create",
                "VOLUME",
                "--provider",
                "tape");
    }

    @Test
    void anIdThatIsNone() throws Exception {
        assertRefused("E_INVALIDARG (0x80070057): ", "is not an id", "delete", "everything");
    }

    @Test
    void anUnknownId() throws Exception {
        assertRefused(
                "VSS_E_OBJECT_NOT_FOUND (0x80042308): ",
                "there is no ",
                "delete",
                "3f2504e0-4f89-41d3-9a0c-0305e82c3301");
    }

    @Test
    void sixtyFiveVolumes() throws Exception {
        try (Stage stage =
                Stage.with(temp, ScratchPlan.of(GuestType.EXT4, 65).withHostBytes(4L << 30))) {
            List<String> arguments = new ArrayList<>(List.of("create", "--no-writers"));
            arguments.addAll(stage.volumes().mountPoints());
            assertThat(stage.vss().run(arguments).endedWith(1).err())
                    .startsWith("VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED (0x80042312): ");
            stage.assertClean();
        }
    }

    @Test
    void aMountThatDoesNotAnswerIsRefusedAndStopsNobodyElse() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4);
                DeadMount dead = deadMount()) {
            assertThat(stage.vss().run("create", dead.mountPoint()).endedWith(1).err())
                    .startsWith("VSS_E_VOLUME_NOT_SUPPORTED (0x8004230c): ")
                    .contains("served by a program");
            assertThat(stage.vss().run("create", dead.mountPoint() + "/x").endedWith(1).err())
                    .startsWith("VSS_E_VOLUME_NOT_SUPPORTED (0x8004230c): ");
            Path link = Files.createSymbolicLink(temp.resolve("link"), Path.of(dead.mountPoint()));
            assertThat(stage.vss().run("create", link.toString()).endedWith(1).err())
                    .startsWith("VSS_E_VOLUME_NOT_SUPPORTED (0x8004230c): ");
            stage.vss().run("list", "volumes").succeeded();
            stage.vss().run("create", stage.volume(0)).succeeded();
            stage.vss().run("delete", "--all").succeeded();
        }
    }

    private DeadMount deadMount() {
        try {
            return DeadMount.in(temp);
        } catch (ScratchException e) {
            assumeTrue(false, e.getMessage());
            throw new AssertionError(e);
        }
    }

    @Test
    void aHostWithoutReflinkNamesTheCopyProvider() throws Exception {
        try (Stage stage = Stage.with(temp, ScratchPlan.of(GuestType.EXT4, 1).on(HostType.TMPFS))) {
            assertThat(stage.vss().run("create", stage.volume(0)).endedWith(1).err())
                    .startsWith("VSS_E_VOLUME_NOT_SUPPORTED (0x8004230c): ")
                    .contains("--provider copy");
            stage.assertClean();
        }
    }

    @Test
    void namesWithSpacesNewlinesAndBytesThatAreNotUtf8() throws Exception {
        ScratchPlan plan = ScratchPlan.of(GuestType.EXT4, 1).named(ScratchPlan.AWKWARD_PREFIX);
        try (Stage stage = Stage.with(temp, plan)) {
            JsonNode set = stage.vss().run("create", stage.volume(0), "--json").succeeded().json();
            JsonNode copy = set.get("shadowCopies").get(0);
            assertThat(copy.get("volume").asString()).isEqualTo(stage.volume(0));
            assertThat(ScratchFiles.read(copy.get("path").asString(), "hello")).isEqualTo("hello");
            assertThat(stage.vss().run("list", "shadows").succeeded().out())
                    .contains("a volume\\nwith \\xff\\x80 ");
            stage.vss()
                    .run("exec", stage.volume(0), "--", "/bin/cat", stage.volume(0) + "/hello")
                    .succeeded();
        }
    }

    @Test
    void aConfigurationWithAnUnknownKey() throws Exception {
        Path file = Files.writeString(temp.resolve("wrong.toml"), "[limits]\nholdd = \"3s\"\n");
        assertRefused(
                "E_INVALIDARG (0x80070057): ",
                "holdd",
                "create",
                "VOLUME",
                "--config",
                file.toString());
    }

    @Test
    void usageErrorsEndWithTwoAndAHint() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            for (List<String> wrong :
                    List.of(
                            List.of("create"),
                            List.of("create", "--no-writers", "--writer", "x", "/"),
                            List.of("create", "--context", "backup", "/"),
                            List.of("create", "--context", "nonsense", "/"),
                            List.of("create", "--context", "nas-rollback", "--writer", "x", "/"),
                            List.of("create", "--no-writers", "--context", "app-rollback", "/"),
                            List.of("create", "--wait=soon", "/"),
                            List.of("list", "nonsense"),
                            List.of("delete"),
                            List.of("delete", "--all", "--oldest", "/"),
                            List.of("nonsense"),
                            List.of("show", "--nonsense", "x"),
                            List.<String>of())) {
                CommandLineRun run = stage.vss().run(wrong).endedWith(2);
                assertThat(run.err()).contains("--help").doesNotContain("Exception");
                assertThat(run.out()).isEmpty();
            }
            assertThat(stage.vss().run("create", "--context", "backup", "/").err())
                    .contains("vss exec");
            assertThat(stage.vss().run("exec", "/").endedWith(125).err()).contains("COMMAND");
        }
    }
}
