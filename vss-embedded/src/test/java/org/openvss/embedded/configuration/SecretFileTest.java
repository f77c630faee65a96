package org.openvss.embedded.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.HResult;
import org.openvss.writer.WriterException;

class SecretFileTest {
    private static final String PASSWORD = "päss wörd";

    private Path file = Path.of("/");

    @BeforeEach
    void makeFile(@TempDir Path folder) throws Exception {
        file = folder.resolve("password");
        Files.writeString(file, PASSWORD + "\n");
        mode("rw-------");
    }

    @Test
    void readsTheOnlyLineAnewEachTime() throws Exception {
        SecretFile secret = new SecretFile(file.toString());
        assertThat(secret.read()).contains(PASSWORD);

        Files.writeString(file, "other");
        assertThat(secret.read()).contains("other");
    }

    @Test
    void itsNameIsItsFile() {
        assertThat(new SecretFile("/etc/x").toString()).isEqualTo("SecretFile[path=/etc/x]");
    }

    @Test
    void whatOthersCanReadOrWriteIsRefused() throws Exception {
        for (String mode :
                new String[] {"rw-r-----", "rw--w----", "rw----r--", "rw-----w-", "rw---x---"}) {
            mode(mode);
            refused("can be used by its group or by others (mode 06");
        }
        mode("r--------");
        assertThat(new SecretFile(file.toString()).read()).contains(PASSWORD);
    }

    @Test
    void aFileOfSomebodyElseIsRefused() throws Exception {
        assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "needs root to give a file away");
        Files.setAttribute(file, "unix:uid", 12345);
        refused("belongs to user 12345");
    }

    @Test
    void whatIsNoSecretIsRefusedWithoutShowingIt() throws Exception {
        for (String content : new String[] {"", "\n", "two\nlines\n", "nul\0", "tab\t"}) {
            Files.writeString(file, content);
            refused("must hold the password as its only line");
        }
        Files.write(file, new byte[] {'s', 'e', 'c', 'r', 'e', 't', (byte) 0xFF});
        refused("is not UTF-8 text");
        Files.write(file, new byte[4097]);
        refused("cannot be read");
        Files.delete(file);
        refused("cannot be read");
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
        refused("is not a regular file");
    }

    private void mode(String mode) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private void refused(String why) {
        assertThatThrownBy(() -> new SecretFile(file.toString()).read())
                .isInstanceOfSatisfying(
                        WriterException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(HResult.VSS_E_WRITERERROR_NONRETRYABLE);
                            assertThat(e).hasNoCause();
                        })
                .hasMessageStartingWith("the password file " + file + " ")
                .hasMessageContaining(why)
                .message()
                .doesNotContain("secret", "wörd", "lines");
    }
}
