package org.openvss.writer.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openvss.HResult;
import org.openvss.writer.WriterException;

/** Which folders and files are refused, before anything in them is run. */
@Timeout(60)
class HookPlanTest {
    @TempDir private Path temporary = Path.of("/");

    @SuppressWarnings("NullAway.Init") // made before each test
    private HookScripts scripts;

    @BeforeEach
    void makeFolder() throws Exception {
        scripts = new HookScripts(temporary);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx", "rw-r--r--"})
    void aHookThatOthersCanWriteOrNobodyCanRunIsRefused(String mode) throws Exception {
        scripts.add("1");
        Path bad = HookScripts.setMode(scripts.add("2"), mode);

        refused(bad + (mode.contains("x") ? " can be written by" : " is not executable"));
    }

    @Test
    void aFolderThatOthersCanWriteIsRefused() throws Exception {
        scripts.add("1");
        HookScripts.setMode(scripts.folder(), "rwxrwxr-x");

        refused(scripts.folder() + " can be written by its group or by others (mode 0775)");
    }

    @Test
    void filesAndFoldersOfSomebodyElseAreRefused() throws Exception {
        assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "needs root to give a file away");
        Path hook = scripts.add("1");
        Files.setAttribute(hook, "unix:uid", 12345);
        refused(hook + " belongs to user 12345");
        Files.setAttribute(hook, "unix:uid", 0);
        Files.setAttribute(scripts.folder(), "unix:uid", 12345);
        refused(scripts.folder() + " belongs to user 12345");
    }

    @Test
    void linksPipesAndFoldersAreNoHooks() throws Exception {
        Path real = scripts.add("1");
        Path odd = scripts.folder().resolve("2");
        Files.createSymbolicLink(odd, real);
        refused(odd + " is not a regular file");
        Files.delete(odd);
        Files.createDirectory(odd);
        refused(odd + " is not a regular file");
        Files.delete(odd);
        assertThat(new ProcessBuilder("mkfifo", odd.toString()).start().waitFor()).isZero();
        refused(odd + " is not a regular file");
    }

    @Test
    void aFolderThatIsMissingEmptyOrALinkIsRefused() throws Exception {
        refused(scripts.folder() + " holds no hooks");
        scripts.add("1");
        Path moved = temporary.resolve("elsewhere");
        Files.move(scripts.folder(), moved);
        refused("the hooks in " + scripts.folder() + " cannot be used: open");
        Files.createSymbolicLink(scripts.folder(), moved);
        refused("the hooks in " + scripts.folder() + " cannot be used: open");
    }

    private void refused(String why) {
        assertThatThrownBy(() -> HookPlan.open(scripts.folder().toString()))
                .isInstanceOfSatisfying(
                        WriterException.class,
                        e -> assertThat(e.code()).isEqualTo(HResult.VSS_E_WRITERERROR_NONRETRYABLE))
                .hasMessageContaining(why);
    }
}
