package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.ScratchFiles;
import tools.jackson.databind.JsonNode;

/**
 * A set with the volume that holds everything the command needs: the Java runtime, the program, its
 * state, configuration, working folder and outputs. Like a root file system in the set.
 */
class OwnVolumeCommandTest {
    @TempDir private Path temp;

    @Test
    void makesASetOfTheVolumeThatItRunsFrom() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.XFS)) {
            Path host = Path.of(stage.volume(0)).getParent().resolve("host");
            Path image = host.resolve("own.img");
            try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(1L << 30);
            }
            Path own = Files.createDirectory(temp.resolve("own"));
            run("mkfs.ext4", "-q", image.toString());
            run("mount", "-o", "loop", image.toString(), own.toString());
            try {
                CommandLine vss = installedOn(own, stage);
                JsonNode set =
                        vss.run("create", "--json", own.toString(), stage.volume(0))
                                .succeeded()
                                .json();
                assertThat(set.get("simultaneous").asBoolean()).isTrue();
                assertThat(set.get("shadowCopies").size()).isEqualTo(2);
                String copy = set.get("shadowCopies").get(0).get("path").asString();
                assertThat(copy).startsWith(own + "/state/copies/");
                assertThat(Path.of(copy, "project/vss")).isRegularFile();
                ScratchFiles.write(own.toString(), "after", "it accepts writes");
                vss.run("delete", "--all").succeeded();
            } finally {
                run("umount", "-R", own.toString());
                Files.delete(image);
            }
            stage.assertClean();
        }
    }

    private static CommandLine installedOn(Path own, Stage stage) throws Exception {
        Path project = CommandLine.projectRoot();
        Path copy = Files.createDirectories(own.resolve("project/vss-cli/target"));
        run("cp", "-a", project + "/vss", project + "/.ci", own + "/project/");
        run("cp", "-a", project + "/vss-cli/target/dist", copy.toString());
        run("cp", "-a", Objects.requireNonNull(System.getProperty("java.home")), own + "/jdk");
        Path folder = Files.createDirectory(own.resolve("outputs"));
        return stage.vss()
                .installedAs(own.resolve("project/vss"), folder)
                .withState(own + "/state")
                .through("env", "--chdir=" + folder, "JAVA_HOME=" + own + "/jdk");
    }

    private static void run(String... words) throws Exception {
        Process process = new ProcessBuilder(words).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", words)).isZero();
    }
}
