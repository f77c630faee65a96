package org.openvss.kernel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes folders of hooks and configurations that name them. */
final class Hooks {
    private Hooks() {}

    /**
     * Writes one hook and a configuration in which it is the only writer.
     *
     * @param temp folder for both
     * @param name name of the writer
     * @param script the hook
     * @param path where the application has its files
     * @return the configuration
     */
    static Path configuration(Path temp, String name, String script, String path)
            throws IOException {
        Path folder = Files.createDirectories(temp.resolve(name + ".d"));
        Path hook = Files.writeString(folder.resolve("hook"), script);
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Files.writeString(
                temp.resolve(name + ".toml"),
                "[[writers.hooks]]\nname = \"%s\"\ndirectory = \"%s\"\npaths = [\"%s\"]\n"
                        .formatted(name, folder, path));
    }
}
