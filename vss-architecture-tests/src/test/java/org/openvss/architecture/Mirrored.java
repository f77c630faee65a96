package org.openvss.architecture;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.openvss.Mirrors;
import org.openvss.Part;

/** A type or method of the contracts that carries {@link Mirrors}. */
record Mirrored(AnnotatedElement element, Mirrors mirrors) {
    /** Returns all annotated types and methods of vss-api, in a fixed order. */
    static List<Mirrored> all() {
        List<Mirrored> found = new ArrayList<>();
        for (Class<?> type : apiTypes()) {
            Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredMethods()))
                    .filter(element -> element.isAnnotationPresent(Mirrors.class))
                    .map(element -> new Mirrored(element, element.getAnnotation(Mirrors.class)))
                    .forEach(found::add);
        }
        found.sort(Comparator.comparing(Mirrored::javaName));
        return found;
    }

    static List<Class<?>> apiTypes() {
        List<Class<?>> types = new ArrayList<>();
        Reactor.mainClasses().stream()
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .filter(type -> !type.getSimpleName().equals("module-info"))
                .filter(type ->
                        List.of(
                                        "org.openvss",
                                        "org.openvss.management",
                                        "org.openvss.writer",
                                        "org.openvss.provider")
                                .contains(type.getPackageName()))
                .forEach(type -> types.add(type.reflect()));
        return types;
    }

    boolean mirrors(String original) {
        return Arrays.asList(mirrors.value()).contains(original);
    }

    private static boolean isLater(Class<?> type) {
        Mirrors ofType = type.getAnnotation(Mirrors.class);
        return type.isRecord() && ofType != null && ofType.arrivesWith() != Part.FOUNDATION;
    }

    /** Tells whether it is a method that answers {@code E_NOTIMPL} until its part arrives. */
    boolean isLaterMethod() {
        return element instanceof Method && isLater();
    }

    boolean isLater() {
        return mirrors.arrivesWith() != Part.FOUNDATION;
    }

    /** Returns the name as the table shows it, for instance {@code BackupComponents.close}. */
    String javaName() {
        return element instanceof Method method
                ? typeName(method.getDeclaringClass()) + "." + method.getName()
                : typeName((Class<?>) element);
    }

    private static String typeName(Class<?> type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }

    /** Returns what a caller gets today. */
    String answer() {
        if (element instanceof Method method && isLater(method.getDeclaringClass())) {
            return "a value that arrives with the "
                    + method.getDeclaringClass().getAnnotation(Mirrors.class).arrivesWith().title()
                    + " part";
        }
        if (isLater()) {
            return "E_NOTIMPL: arrives with the " + mirrors.arrivesWith().title() + " part";
        }
        return mirrors.except().isEmpty() ? "works" : "works; " + mirrors.except();
    }
}
