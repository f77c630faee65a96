package org.openvss.writer.hooks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.openvss.ApplicationLevel;
import org.openvss.SessionId;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySetId;
import org.openvss.writer.WriterSession;

/** A folder with real scripts that note every call in one file. */
final class HookScripts {
    private final Path folder;
    private final Path log;

    HookScripts(Path parent) throws IOException {
        this.folder =
                Files.createDirectory(
                        parent.resolve("fsfreeze-hook.d"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwxr-xr-x")));
        this.log = parent.resolve("calls");
        Files.createFile(log);
    }

    Path folder() {
        return folder;
    }

    HookFolder configuration(boolean prove) {
        return new HookFolder(
                "shop",
                folder.toString(),
                ApplicationLevel.FRONT_END,
                List.of("/var/lib/shop"),
                prove);
    }

    /** Adds a script that notes its name and event, and then runs some lines of shell. */
    Path add(String name, String... lines) throws IOException {
        Path script = folder.resolve(name);
        Files.writeString(
                script,
                "#!/bin/sh\necho \"%s $1\" >> '%s'\n%s\nexit 0\n"
                        .formatted(name, log, String.join("\n", lines)));
        return setMode(script, "rwxr-xr-x");
    }

    static Path setMode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        return path;
    }

    /** Returns the calls so far, and forgets them. */
    List<String> takeCalls() throws IOException {
        List<String> calls = Files.readAllLines(log);
        Files.writeString(log, "");
        return calls;
    }

    static WriterSession session() {
        return new WriterSession(
                SessionId.random(),
                ShadowCopySetId.random(),
                ShadowCopyContext.APP_ROLLBACK,
                List.of());
    }
}
