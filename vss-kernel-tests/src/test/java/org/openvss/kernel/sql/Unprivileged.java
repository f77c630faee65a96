package org.openvss.kernel.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs programs as nobody: a server must not see what root sees. */
public final class Unprivileged {
    private static final String USER = "nobody";
    private static final String GROUP = "nogroup";
    private static final long LIMIT_SECONDS = 120;

    private Unprivileged() {}

    /** Tells why a program cannot be run as nobody here; empty if it can. */
    static Optional<String> obstacle(String program, String debianPackage) {
        try {
            if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
                return Optional.of("needs root to start a server as another user");
            }
            return Files.isExecutable(Path.of(program))
                    ? Optional.empty()
                    : Optional.of(program + " is not installed: install " + debianPackage);
        } catch (IOException e) {
            return Optional.of("cannot be found out: " + e);
        }
    }

    /** Starts a program; its output goes to a file. */
    static Process start(Path log, List<String> command) throws IOException {
        List<String> all =
                new ArrayList<>(
                        List.of("setpriv", "--reuid", USER, "--regid", GROUP, "--clear-groups"));
        all.addAll(command);
        return new ProcessBuilder(all)
                .directory(new java.io.File("/"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Runs a program to its end; the test ends with its output if it fails. */
    static void run(Path log, List<String> command) throws Exception {
        await(start(log, command), log, command);
    }

    /** Runs a program as root to its end; the test ends with its output if it fails. */
    static void runAsRoot(Path log, List<String> command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        await(process, log, command);
    }

    private static void await(Process process, Path log, List<String> command) throws Exception {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " does not end: " + Files.readString(log));
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(command + " failed: " + Files.readString(log));
        }
    }

    /** Makes an empty folder that belongs to nobody, below folders that it may pass. */
    static Path folder(Path path, String mode) throws Exception {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        Files.setOwner(
                path,
                path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
        pass(path.getParent());
        return path;
    }

    /** Lets everybody pass the temporary folders above a path. */
    public static void pass(Path folder) throws IOException {
        for (Path one = folder; one != null && one.getNameCount() > 1; one = one.getParent()) {
            var mode = Files.getPosixFilePermissions(one);
            mode.addAll(PosixFilePermissions.fromString("--x--x--x"));
            Files.setPosixFilePermissions(one, mode);
        }
    }
}
