package org.openvss.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a reader may expect of every source file, found by reading all of them. */
class TidyTest {
    private static final int LONGEST_FILE = 400;

    private static final int LONGEST_METHOD = 60;

    /** Words that announce unfinished work; put together so that this file passes its own test. */
    private static final Pattern UNFINISHED =
            Pattern.compile(
                    String.join("|", "TO" + "DO", "FIX" + "ME", "XX" + "X\\b", "@Dis" + "abled")
                            + "|Unsupported"
                            + "OperationException");

    /** Paths of somebody's machine, which mean nothing to a reader. */
    private static final Pattern MACHINE =
            Pattern.compile("/wo" + "rk/|/ho" + "me/\\w+/|/ro" + "ot/\\w|/usr/lib/jvm/[a-z]+-\\d");

    private static final Set<String> SHELLS =
            Set.of("s" + "h", "ba" + "sh", "/bin/s" + "h", "/bin/ba" + "sh", "/usr/bin/ba" + "sh");

    @Test
    void filesAreShort() {
        List<String> tooLong =
                Reactor.sources().stream()
                        .filter(file -> Reactor.read(file).lines().count() > LONGEST_FILE)
                        .map(TidyTest::name)
                        .toList();
        assertThat(tooLong).isEmpty();
        assertThat(Reactor.sources()).hasSizeGreaterThan(100);
    }

    @Test
    void methodsAreShort() {
        List<String> tooLong = new ArrayList<>();
        scan((file, unit, trees) ->
                new TreePathScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
                        long lines = lines(unit, trees, method);
                        if (lines > LONGEST_METHOD) {
                            tooLong.add(name(file) + "#" + method.getName() + ": " + lines);
                        }
                        return super.visitMethod(method, null);
                    }
                });
        assertThat(tooLong).isEmpty();
    }

    @Test
    void everyTypeSaysWhatItIsFor() {
        List<String> silent = new ArrayList<>();
        scan((file, unit, trees) ->
                new TreePathScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitClass(ClassTree type, @Nullable Void none) {
                        boolean topLevel =
                                getCurrentPath().getParentPath().getLeaf()
                                        instanceof CompilationUnitTree;
                        if (topLevel
                                && !name(file).endsWith("Test.java")
                                && trees.getDocComment(getCurrentPath()) == null) {
                            silent.add(name(file));
                        }
                        return null;
                    }
                });
        assertThat(silent).isEmpty();
    }

    @Test
    void everyPublicMethodOfTheContractsIsDescribed() {
        List<String> silent = new ArrayList<>();
        scan((file, unit, trees) ->
                new TreePathScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
                        if (name(file).startsWith("vss-api/src/main")
                                && isPublic(method)
                                && trees.getDocComment(getCurrentPath()) == null) {
                            silent.add(name(file) + "#" + method.getName());
                        }
                        return super.visitMethod(method, null);
                    }

                    private boolean isPublic(MethodTree method) {
                        Tree owner = getCurrentPath().getParentPath().getLeaf();
                        boolean overrides =
                                method.getModifiers().getAnnotations().stream()
                                        .anyMatch(a -> a.toString().contains("Override"));
                        return !overrides
                                && (owner.getKind() == Tree.Kind.INTERFACE
                                        || method.getModifiers()
                                                .getFlags()
                                                .contains(Modifier.PUBLIC));
                    }
                });
        assertThat(silent).isEmpty();
    }

    @Test
    void noCommandGoesThroughAShell() {
        List<String> shells = new ArrayList<>();
        scan((file, unit, trees) ->
                new TreePathScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void none) {
                        if (name(file).contains("/src/main/")
                                && !mayNameShells(name(file))
                                && literal.getValue() instanceof String text
                                && SHELLS.contains(text)) {
                            shells.add(name(file) + ": " + literal);
                        }
                        return null;
                    }
                });
        assertThat(shells).isEmpty();
    }

    @Test
    void nothingIsLeftUnfinished() {
        assertThat(findings(Reactor.sources(), UNFINISHED)).isEmpty();
    }

    @Test
    void nothingSpeaksOfSomebodysMachine() {
        assertThat(findings(projectTexts(), MACHINE)).isEmpty();
        assertThat(projectTexts()).hasSizeGreaterThan(100);
    }

    private static List<String> findings(List<Path> files, Pattern pattern) {
        return files.stream()
                .flatMap(file ->
                        pattern.matcher(Reactor.read(file))
                                .results()
                                .map(match -> name(file) + ": " + match.group()))
                .toList();
    }

    /** The benchmark measures a shell script on purpose, and completion is made for a shell. */
    private static boolean mayNameShells(String file) {
        return file.startsWith("vss-benchmarks/") || file.endsWith("/CompletionCommand.java");
    }

    private interface Visitor {
        TreePathScanner<?, ?> visit(Path file, CompilationUnitTree unit, DocTrees trees);
    }

    private static void scan(Visitor visitor) {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(Reactor.sources()));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                Path file = Path.of(unit.getSourceFile().toUri());
                visitor.visit(file, unit, trees).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long lines(CompilationUnitTree unit, DocTrees trees, Tree tree) {
        long start = trees.getSourcePositions().getStartPosition(unit, tree);
        long end = trees.getSourcePositions().getEndPosition(unit, tree);
        return unit.getLineMap().getLineNumber(end) - unit.getLineMap().getLineNumber(start) + 1;
    }

    /** Returns the texts of the project: sources, scripts, documentation, build. */
    private static List<Path> projectTexts() {
        Stream<Path> top;
        try (Stream<Path> entries = Files.list(Reactor.root())) {
            top = entries.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Stream<Path> below =
                Stream.concat(
                                Stream.of(Reactor.root().resolve("docs")),
                                Reactor.modules().stream().map(module -> module.resolve("src")))
                        .filter(Files::exists)
                        .flatMap(folder -> Reactor.files(folder).stream());
        return Stream.concat(top, below)
                .filter(file -> file.toString().matches(".*(\\.(java|md|xml|txt|toml|c|sh)|/\\w+)"))
                .toList();
    }

    private static String name(Path file) {
        return Reactor.root().relativize(file).toString();
    }
}
