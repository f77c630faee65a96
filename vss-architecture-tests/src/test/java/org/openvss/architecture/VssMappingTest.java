package org.openvss.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.VssException;

/**
 * Holds the contracts against the list of everything that VSS documents, and docs/vss-mapping.md
 * against both. That a member answers {@code E_NOTIMPL} is found out by calling it.
 */
class VssMappingTest {
    private static final List<VssMembers.Section> SECTIONS = VssMembers.read();

    private static final List<Mirrored> MIRRORED = Mirrored.all();

    @Test
    void everyDocumentedMemberHasEitherACounterpartOrAReason() {
        List<String> gaps =
                allMembers()
                        .filter(member ->
                                counterparts(member.fullName()).isEmpty()
                                        == member.reason().isEmpty())
                        .map(VssMembers.Member::fullName)
                        .toList();
        assertThat(gaps).isEmpty();
        assertThat(allMembers()).hasSizeGreaterThan(250);
    }

    @Test
    void everyInterfaceWithCounterpartsHasAType() {
        List<String> gaps =
                SECTIONS.stream()
                        .filter(VssMembers.Section::isInterface)
                        .filter(VssMappingTest::hasCounterparts)
                        .map(VssMembers.Section::title)
                        .filter(title -> counterparts(title).isEmpty())
                        .toList();
        assertThat(gaps).isEmpty();
    }

    @Test
    void noAnnotationNamesSomethingThatVssDoesNotDocument() {
        List<String> known =
                Stream.concat(
                                allMembers().map(VssMembers.Member::fullName),
                                SECTIONS.stream().map(VssMembers.Section::title))
                        .toList();
        List<String> unknown =
                MIRRORED.stream()
                        .flatMap(one ->
                                Stream.of(one.mirrors().value())
                                        .filter(name -> !known.contains(name))
                                        .map(name -> one.javaName() + ": " + name))
                        .toList();
        assertThat(unknown).isEmpty();
    }

    @Test
    void exactlyTheMembersOfLaterPartsAnswerNotImplemented() {
        for (Class<?> type : Mirrored.apiTypes()) {
            if (type.isInterface() && !type.isAnnotation()) {
                for (Method method : type.getDeclaredMethods()) {
                    if (method.isDefault()) {
                        compareAnswer(type, method);
                    }
                }
            }
        }
    }

    @Test
    void membersOfLaterPartsAreDefaultMethods() {
        List<Mirrored> later = MIRRORED.stream().filter(Mirrored::isLaterMethod).toList();
        assertThat(later).hasSizeGreaterThan(25);
        assertThat(later.stream().filter(one -> !isDefault(one)).map(Mirrored::javaName)).isEmpty();
    }

    @Test
    void nobodyMakesValuesOfTypesThatArriveLater() {
        List<Class<?>> later = new ArrayList<>();
        MIRRORED.stream()
                .filter(Mirrored::isLater)
                .forEach(one -> {
                    if (one.element() instanceof Class<?> type) {
                        later.add(type);
                    }
                });
        List<String> made =
                Reactor.mainClasses().stream()
                        .filter(type -> later.stream().noneMatch(type::isEquivalentTo))
                        .flatMap(type -> type.getConstructorCallsFromSelf().stream())
                        .filter(call ->
                                later.stream().anyMatch(call.getTargetOwner()::isEquivalentTo))
                        .map(call -> call.getDescription())
                        .toList();
        assertThat(made).as("take arrivesWith out of @Mirrors").isEmpty();
    }

    @Test
    void everyLiveInterfaceIsImplemented() {
        List<String> missing =
                MIRRORED.stream()
                        .filter(one -> one.element() instanceof Method m && isAbstract(m))
                        .map(one -> ((Method) one.element()).getDeclaringClass())
                        .distinct()
                        .filter(type ->
                                Reactor.mainClasses().stream()
                                        .noneMatch(one -> implementsLive(one, type)))
                        .map(Class::getName)
                        .toList();
        assertThat(missing).as("the table would say that their members work").isEmpty();
    }

    private static boolean isAbstract(Method method) {
        return Modifier.isAbstract(method.getModifiers());
    }

    private static boolean implementsLive(JavaClass candidate, Class<?> type) {
        return candidate.isAssignableTo(type)
                && !candidate.isInterface()
                && !candidate.getPackageName().startsWith("org.openvss.testkit");
    }

    @Test
    void noImplementationOverridesAMemberOfALaterPart() {
        List<String> overridden =
                MIRRORED.stream()
                        .filter(Mirrored::isLaterMethod)
                        .map(one -> (Method) one.element())
                        .flatMap(VssMappingTest::implementations)
                        .toList();
        assertThat(overridden).as("take arrivesWith out of @Mirrors").isEmpty();
    }

    @Test
    void theTableInTheDocumentationIsCurrent() {
        String expected = table();
        Path written = Reactor.writeExpected("vss-mapping.md", expected);
        Path committed = Reactor.root().resolve("docs/vss-mapping.md");
        assertThat(Files.exists(committed) ? Reactor.read(committed) : "")
                .as(
                        "docs/vss-mapping.md is stale; look at the difference and run: cp %s %s",
                        Reactor.root().relativize(written.toAbsolutePath()), "docs/vss-mapping.md")
                .isEqualTo(expected);
    }

    private static boolean hasCounterparts(VssMembers.Section section) {
        return section.members().stream().anyMatch(member -> member.reason().isEmpty());
    }

    private static boolean isDefault(Mirrored member) {
        return member.element() instanceof Method method && method.isDefault();
    }

    /** Returns the classes that implement a method of an interface themselves. */
    private static Stream<String> implementations(Method method) {
        return Reactor.mainClasses().stream()
                .filter(type -> type.isAssignableTo(method.getDeclaringClass()))
                .filter(type -> !type.isEquivalentTo(method.getDeclaringClass()))
                .filter(type ->
                        type.tryGetMethod(method.getName(), method.getParameterTypes()).isPresent())
                .map(type -> type.getName() + "." + method.getName());
    }

    private static void compareAnswer(Class<?> type, Method method) {
        String name = type.getSimpleName() + "." + method.getName();
        @Nullable Throwable answer = catchThrowable(() -> invokeDefault(type, method));
        Mirrored marked =
                MIRRORED.stream()
                        .filter(one -> one.element().equals(method))
                        .findFirst()
                        .orElse(null);
        if (marked != null && marked.isLaterMethod()) {
            assertThat(answer).as(name).isInstanceOf(VssException.class);
            VssException error = (VssException) Objects.requireNonNull(answer);
            assertThat(error.code()).as(name).isEqualTo(HResult.E_NOTIMPL);
            assertThat(error.sentence())
                    .as(name)
                    .endsWith(
                            "arrives with the " + marked.mirrors().arrivesWith().title() + " part");
            assertThat(marked.mirrors().value())
                    .as(name)
                    .anySatisfy(original ->
                            assertThat(error.sentence())
                                    .startsWith(
                                            original.replaceFirst(".*::", "")
                                                    + " is not available yet"));
        } else if (answer instanceof VssException error) {
            assertThat(error.code()).as(name).isNotEqualTo(HResult.E_NOTIMPL);
        }
    }

    /** Calls a default method on an object that implements nothing else. */
    private static void invokeDefault(Class<?> type, Method method) throws Throwable {
        InvocationHandler onlyDefaults =
                (proxy, called, arguments) ->
                        InvocationHandler.invokeDefault(proxy, called, arguments);
        Object minimal =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, onlyDefaults);
        @Nullable Object[] arguments =
                Stream.of(method.getParameterTypes()).map(VssMappingTest::anyValue).toArray();
        try {
            method.invoke(minimal, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static @Nullable Object anyValue(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 0;
        }
        return type == long.class ? 0L : null;
    }

    private static Stream<VssMembers.Member> allMembers() {
        return SECTIONS.stream().flatMap(section -> section.members().stream());
    }

    private static List<Mirrored> counterparts(String original) {
        return MIRRORED.stream().filter(one -> one.mirrors(original)).toList();
    }

    private static String table() {
        List<String> lines = new ArrayList<>();
        lines.add("# VSS and OpenVSS, member by member");
        lines.add("");
        lines.add(
                "Written by `VssMappingTest` from the annotations `@Mirrors` in `vss-api` and from the"
                        + " list of everything that VSS documents. Do not edit it: when the test says"
                        + " that it is stale, run `cp vss-architecture-tests/target/vss-mapping.md"
                        + " docs/vss-mapping.md`.");
        lines.add("");
        lines.add(
                "*Works* says that the member is there and does its work; *E_NOTIMPL* that it answers"
                        + " this code until its part arrives, and the test has called it to be sure;"
                        + " *not needed* that Java or Linux makes it superfluous. Parameters that VSS"
                        + " fills are return values here, and what it frees is collected as garbage.");
        String chapter = "";
        for (VssMembers.Section section : SECTIONS) {
            if (!section.chapter().equals(chapter)) {
                chapter = section.chapter();
                lines.add("");
                lines.add("## " + chapter);
            }
            lines.add("");
            lines.add("### " + title(section));
            if (!section.members().isEmpty()) {
                lines.add("");
                lines.add("| VSS | OpenVSS | Today |");
                lines.add("|---|---|---|");
                section.members().forEach(member -> lines.add(row(member)));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String title(VssMembers.Section section) {
        String types = javaNames(counterparts(section.title()));
        return types.isEmpty() ? section.title() : section.title() + " → " + types;
    }

    private static String row(VssMembers.Member member) {
        List<Mirrored> counterparts = counterparts(member.fullName());
        String answer =
                member.reason()
                        .map(reason -> "not needed: " + reason)
                        .orElseGet(() -> answers(counterparts));
        return "| " + member.name() + " | " + javaNames(counterparts) + " | " + answer + " |";
    }

    private static String answers(List<Mirrored> counterparts) {
        List<String> answers = counterparts.stream().map(Mirrored::answer).distinct().toList();
        return answers.size() == 1
                ? answers.getFirst()
                : counterparts.stream()
                        .map(one -> "`" + one.javaName() + "`: " + one.answer())
                        .distinct()
                        .collect(Collectors.joining("; "));
    }

    private static String javaNames(List<Mirrored> counterparts) {
        return counterparts.stream()
                .map(one -> "`" + one.javaName() + "`")
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
