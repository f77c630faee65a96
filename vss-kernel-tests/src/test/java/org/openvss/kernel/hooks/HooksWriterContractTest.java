package org.openvss.kernel.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.ApplicationLevel;
import org.openvss.testkit.WriterContract;
import org.openvss.writer.Writer;
import org.openvss.writer.hooks.HookFolder;
import org.openvss.writer.hooks.HooksWriter;

/**
 * The writer with hooks keeps the contract, with a real application: a process that writes all the
 * time and that the hooks stop by signal.
 */
@Timeout(60)
class HooksWriterContractTest extends WriterContract {
    @TempDir private Path temporary = Path.of("/");

    @SuppressWarnings("NullAway.Init") // started when the writer is made
    private Process application;

    @Override
    protected Writer newWriter() throws Exception {
        Path output = temporary.resolve("output");
        Files.createFile(output);
        application =
                new ProcessBuilder(
                                "/bin/sh",
                                "-c",
                                "while :; do echo line >> \"$0\"; sleep 0.01; done",
                                output.toString())
                        .start();
        Path folder =
                Files.createDirectory(
                        temporary.resolve("hooks.d"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        Path hook = folder.resolve("10-application");
        Files.writeString(
                hook,
                """
                #!/bin/sh
                state() { sed 's/.*) \\(.\\).*/\\1/' /proc/%1$d/stat; }
                case $1 in
                freeze) kill -STOP %1$d; until [ "$(state)" = T ]; do :; done ;;
                thaw) kill -CONT %1$d; while [ "$(state)" = T ]; do :; done ;;
                status) [ "$(state)" = T ] ;;
                esac
                """
                        .formatted(application.pid()));
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
        return new HooksWriter(
                new HookFolder(
                        "application",
                        folder.toString(),
                        ApplicationLevel.FRONT_END,
                        List.of(temporary.toString()),
                        true));
    }

    @Override
    protected boolean canWrite() throws Exception {
        long before = Files.size(temporary.resolve("output"));
        while (Files.size(temporary.resolve("output")) == before) {
            assertThat(application.isAlive()).isTrue();
            if (isStopped()) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    private boolean isStopped() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + application.pid() + "/stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
    }

    @AfterEach
    void stopApplication() throws Exception {
        application.destroyForcibly().waitFor();
    }
}
