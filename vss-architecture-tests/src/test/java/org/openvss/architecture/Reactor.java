package org.openvss.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the sources and compiled classes of all modules of the build. */
final class Reactor {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private Reactor() {}

    /** Returns the folder that holds the build of all modules. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("no folder above holds the build of all modules");
            }
        }
        return folder;
    }

    /** Returns the folders of the modules, in the order of the build. */
    static List<Path> modules() {
        return MODULE.matcher(read(root().resolve("pom.xml")))
                .results()
                .map(match -> root().resolve(match.group(1)))
                .toList();
    }

    /** Returns the modules that have code of the product, and not tests only. */
    static List<Path> mainModules() {
        return modules().stream()
                .filter(module -> Files.exists(module.resolve("src/main/java")))
                .toList();
    }

    /** Returns the compiled classes of the product, without tests. */
    static JavaClasses mainClasses() {
        return MainClasses.IMPORTED;
    }

    /** Imports the classes once, when they are asked for first. */
    private static final class MainClasses {
        private static final JavaClasses IMPORTED = importMainClasses();
    }

    private static JavaClasses importMainClasses() {
        List<Path> folders =
                mainModules().stream().map(module -> module.resolve("target/classes")).toList();
        for (Path folder : folders) {
            if (!Files.exists(folder.resolve("module-info.class"))) {
                throw new IllegalStateException(
                        folder + " is not compiled: build the whole project before its rules");
            }
        }
        return new ClassFileImporter().importPaths(folders);
    }

    /** Returns the Java sources of all modules, tests included. */
    static List<Path> sources() {
        return modules().stream()
                .map(module -> module.resolve("src"))
                .filter(Files::exists)
                .flatMap(source -> files(source).stream())
                .filter(file -> file.toString().endsWith(".java"))
                .toList();
    }

    /** Returns the files below a folder, sorted. */
    static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a file as text. */
    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes what a file of the project should hold into the target folder, where a person can look
     * at it or copy it from.
     */
    static Path writeExpected(String name, String content) {
        try {
            Path file = Files.createDirectories(Path.of("target")).resolve(name);
            return Files.writeString(file, content, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
