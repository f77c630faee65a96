package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.ScratchFiles;
import tools.jackson.databind.JsonNode;

/** Another user: refused before anything is touched, save for plain copies. */
class OtherUserTest {
    private static final String NOBODY = "65534";

    @TempDir private Path temp;

    private CommandLine asNobody(Stage stage) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv is not installed");
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path scratch = Path.of(stage.volume(0)).getParent();
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        CommandLine nobody =
                stage.vss()
                        .through(
                                "setpriv",
                                "--reuid=" + NOBODY,
                                "--regid=" + NOBODY,
                                "--clear-groups");
        CommandLineRun version = nobody.run("--version");
        assumeTrue(
                version.code() == 0,
                "another user cannot run the launcher where the project lies: " + version.err());
        return nobody;
    }

    @Test
    void isDenied() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            CommandLine nobody = asNobody(stage);
            assertThat(nobody.run("create", stage.volume(0)).endedWith(3).err())
                    .startsWith("E_ACCESSDENIED (0x80070005): ")
                    .contains("--provider copy");
            assertThat(nobody.run("thaw").endedWith(3).err())
                    .startsWith("E_ACCESSDENIED (0x80070005): ");
            assertThat(nobody.run("exec", stage.volume(0), "--", "true").endedWith(125).err())
                    .startsWith("E_ACCESSDENIED (0x80070005): ");
            stage.assertClean();
        }
    }

    /** On ext4 nobody but root may read lost+found. */
    @Test
    void aFolderThatTheUserCannotReadIsAVeto() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            CommandLine nobody = asNobody(stage);
            assertThat(
                            nobody.run("create", "--provider", "copy", stage.volume(0))
                                    .endedWith(1)
                                    .err())
                    .startsWith("VSS_E_PROVIDER_VETO (0x80042306): ")
                    .contains("lost+found")
                    .contains("run as root");
            assertThat(nobody.run("list", "storage", "--json").succeeded().out())
                    .isEqualTo("{\"storage\":[]}\n");
            stage.assertClean();
        }
    }

    @Test
    void canUseTheCopyProvider() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.XFS)) {
            CommandLine nobody = asNobody(stage);
            JsonNode set =
                    nobody.run("create", "--provider", "copy", stage.volume(0), "--json")
                            .succeeded()
                            .json();
            assertThat(set.get("consistency").asString()).isEqualTo("none");
            JsonNode copy = set.get("shadowCopies").get(0);
            assertThat(copy.get("provider").asString()).isEqualTo("copy");
            assertThat(ScratchFiles.read(copy.get("path").asString(), "hello")).isEqualTo("hello");
            String id = copy.get("id").asString();
            assertThat(nobody.run("show", id, "--json").succeeded().json().get("path"))
                    .isEqualTo(copy.get("path"));
            nobody.run("delete", set.get("setId").asString()).succeeded();
        }
    }
}
