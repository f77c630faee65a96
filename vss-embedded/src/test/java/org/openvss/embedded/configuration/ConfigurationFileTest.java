package org.openvss.embedded.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.HResult;
import org.openvss.VssException;

class ConfigurationFileTest {
    private Path file = Path.of("/");

    @BeforeEach
    void makeFile(@TempDir Path folder) throws Exception {
        file = folder.resolve("openvss.toml");
        Files.writeString(file, "[limits]\nhold_seconds = 3\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    @Test
    void readsAFile() throws Exception {
        assertThat(Configuration.read(file.toString()).limits().hold())
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aNamedFileMustExistTheDefaultNeedNot() throws Exception {
        Files.delete(file);

        assertThat(Configuration.readIfPresent(file.toString()))
                .isEqualTo(Configuration.defaults());
        refused("configuration " + file + " does not exist; correct --config");
    }

    @Test
    void whatIsNoTextFileIsRefused() throws Exception {
        Files.write(file, new byte[] {'#', (byte) 0xFF});
        refused("is not UTF-8 text");
        Files.write(file, new byte[(1 << 20) + 1]);
        refused("cannot be read");
        Files.delete(file);
        Files.createDirectory(file);
        refused("is not a regular file");
    }

    @Test
    void aNamedPipeIsRefusedWithoutWaiting() throws Exception {
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
        refused("is not a regular file");
    }

    @Test
    void rootDoesNotObeyAFileThatOthersCanWrite() throws Exception {
        assumeTrue(isRoot(), "only root is so strict; this test does not run as root");
        for (String mode : new String[] {"rw-rw-r--", "rw-r--rw-"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            refused("can be written by its group or by others (mode 06");
        }
    }

    @Test
    void rootDoesNotObeyAFileOfSomebodyElse() throws Exception {
        assumeTrue(isRoot(), "needs root to give a file away");
        Files.setAttribute(file, "unix:uid", 12345);
        refused("belongs to user 12345");
    }

    private static boolean isRoot() throws Exception {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private void refused(String why) {
        assertThatThrownBy(() -> Configuration.read(file.toString()))
                .isInstanceOfSatisfying(
                        VssException.class,
                        e -> assertThat(e.code()).isEqualTo(HResult.E_INVALIDARG))
                .hasMessageContaining(why);
    }
}
