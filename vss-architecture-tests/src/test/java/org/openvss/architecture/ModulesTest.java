package org.openvss.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The module descriptors: what each module needs and shows, and that it says what it is for. */
class ModulesTest {
    @Test
    void modulesNeedAndShowWhatTheSnapshotSays() {
        String expected =
                Reactor.mainModules().stream()
                        .map(ModulesTest::describe)
                        .collect(Collectors.joining("\n"));
        Path written = Reactor.writeExpected("modules.txt", expected);
        Path committed =
                Reactor.root()
                        .resolve(
                                "vss-architecture-tests/src/test/resources/org/openvss/architecture/"
                                        + "modules.txt");
        assertThat(Files.exists(committed) ? Reactor.read(committed) : "")
                .as(
                        "a module needs or shows something new; if that is meant, run: cp %s %s",
                        Reactor.root().relativize(written.toAbsolutePath()),
                        Reactor.root().relativize(committed))
                .isEqualTo(expected);
    }

    @Test
    void everyModuleSaysInASentenceWhatItIsForAndTakesNoNulls() {
        assertThat(Reactor.mainModules())
                .isNotEmpty()
                .allSatisfy(module -> {
                    String source = Reactor.read(module.resolve("src/main/java/module-info.java"));
                    assertThat(source)
                            .as(module.getFileName().toString())
                            .containsPattern("/\\*\\*\\s+(\\* )?[A-Z][^@]*\\.\\s+\\*/")
                            .containsPattern("@NullMarked\\s+module ");
                });
    }

    @Test
    void noPackageIsSharedByTwoModules() {
        List<String> packages =
                Reactor.mainModules().stream()
                        .flatMap(module -> read(module).packages().stream())
                        .toList();
        assertThat(packages).doesNotHaveDuplicates();
        assertThat(
                        Reactor.mainModules().stream()
                                .map(module -> module.resolve("src/main/java"))
                                .flatMap(source ->
                                        Reactor.files(source).stream()
                                                .map(Path::getParent)
                                                .filter(folder -> !folder.equals(source))
                                                .distinct()
                                                .map(source::relativize))
                                .map(Path::toString))
                .doesNotHaveDuplicates();
    }

    private static String describe(Path module) {
        ModuleDescriptor descriptor = read(module);
        Stream<String> requires =
                descriptor.requires().stream()
                        .filter(one -> !one.name().equals("java.base"))
                        .map(one ->
                                "  requires "
                                        + one.modifiers().stream()
                                                .map(m ->
                                                        m.name().toLowerCase(java.util.Locale.ROOT)
                                                                + " ")
                                                .sorted()
                                                .collect(Collectors.joining())
                                        + one.name())
                        .sorted();
        Stream<String> exports =
                descriptor.exports().stream()
                        .map(one ->
                                "  exports "
                                        + one.source()
                                        + (one.isQualified()
                                                ? " to "
                                                        + one.targets().stream()
                                                                .sorted()
                                                                .collect(Collectors.joining(", "))
                                                : ""))
                        .sorted();
        Stream<String> others =
                Stream.concat(
                                descriptor.opens().stream().map(one -> "  opens " + one.source()),
                                Stream.concat(
                                        descriptor.uses().stream().map(one -> "  uses " + one),
                                        descriptor.provides().stream()
                                                .map(one -> "  provides " + one.service())))
                        .sorted();
        return Stream.of(Stream.of(descriptor.name()), requires, exports, others, Stream.of(""))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    private static ModuleDescriptor read(Path module) {
        try (InputStream compiled =
                Files.newInputStream(module.resolve("target/classes/module-info.class"))) {
            return ModuleDescriptor.read(compiled);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
