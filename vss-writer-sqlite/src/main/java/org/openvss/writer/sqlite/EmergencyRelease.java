package org.openvss.writer.sqlite;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lets go of databases from outside, for a coordinator that lives but hangs: kills each of our
 * processes that holds a write lock.
 *
 * <p>A program of its own, which the guard starts; a coordinator that died needs it not, since the
 * locks die with it. Harms nobody else: a process is named by pid and start time, and one without a
 * write lock is left alone. It makes no native calls.
 */
final class EmergencyRelease {
    private static final int START_TIME = 19;

    private EmergencyRelease() {}

    /**
     * Kills what holds locks.
     *
     * @param arguments pid and start time of each process, in turn
     */
    public static void main(String[] arguments) throws IOException {
        for (int at = 0; at + 1 < arguments.length; at += 2) {
            Path process = Path.of("/proc", arguments[at]);
            if (startTime(process).equals(arguments[at + 1]) && holdsWriteLock(process)) {
                ProcessHandle.of(Long.parseLong(arguments[at]))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    /**
     * Returns the command that runs this program with the Java machine and the classes of this
     * process.
     *
     * @param processes pid and start time of each process, in turn
     */
    static List<String> command(List<String> processes) {
        List<String> command = new ArrayList<>();
        command.add(Objects.requireNonNull(System.getProperty("java.home")) + "/bin/java");
        command.addAll(
                List.of(
                        "-XX:-UsePerfData",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx32m",
                        "-Xshare:auto"));
        Module module = EmergencyRelease.class.getModule();
        @Nullable String modulePath = System.getProperty("jdk.module.path");
        if (module.isNamed() && modulePath != null) {
            command.addAll(List.of("--module-path", absolute(modulePath)));
            command.addAll(
                    List.of("--module", module.getName() + "/" + EmergencyRelease.class.getName()));
        } else {
            String classPath = Objects.requireNonNull(System.getProperty("java.class.path"));
            command.addAll(List.of("--class-path", absolute(classPath)));
            command.add(EmergencyRelease.class.getName());
        }
        command.addAll(processes);
        return command;
    }

    private static String absolute(String path) {
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(entry -> new File(entry).getAbsolutePath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String startTime(Path process) {
        try {
            String stat = read(process.resolve("stat"));
            // The name of the program, in parentheses, may hold anything.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
            return fields.length > START_TIME ? fields[START_TIME] : "";
        } catch (IOException gone) {
            return "";
        }
    }

    private static boolean holdsWriteLock(Path process) throws IOException {
        try (DirectoryStream<Path> descriptors =
                Files.newDirectoryStream(process.resolve("fdinfo"))) {
            for (Path descriptor : descriptors) {
                if (isLocked(descriptor)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean isLocked(Path descriptor) {
        try {
            return WriteLock.isIn(read(descriptor));
        } catch (IOException closed) {
            return false;
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
