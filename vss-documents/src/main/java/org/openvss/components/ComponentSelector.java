package org.openvss.components;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.openvss.ComponentDescription;
import org.openvss.FileSet;
import org.openvss.WriterMetadata;

/**
 * Which components of a writer a backup of some volumes saves: as much as is whole. A component
 * needs all its files in the set and brings everything below it, if it is selectable; a required
 * one that is missing costs the writer. This is the selection of VShadow and DiskShadow, except
 * that a component above that is not selectable brings nothing, as the documentation of writers has
 * it.
 */
public final class ComponentSelector {
    private ComponentSelector() {}

    /**
     * What is saved of a writer and what is not.
     *
     * @param explicit the components to add, in the order of their writer; empty if the writer does
     *     not take part
     * @param implicit what comes with them
     * @param leftOut the other components, each with the reason as a clause
     */
    public record Selection(
            List<ComponentDescription> explicit,
            List<ComponentDescription> implicit,
            Map<ComponentDescription, String> leftOut) {
        /** Tells whether a component is saved, added or not. */
        public boolean includes(ComponentDescription component) {
            return explicit.contains(component) || implicit.contains(component);
        }
    }

    /**
     * Selects components.
     *
     * @param writer what the writer said
     * @param wanted which components the requester does not exclude
     * @param isInSet tells whether the files below a folder are on volumes of the set
     */
    public static Selection select(
            WriterMetadata writer,
            Predicate<ComponentDescription> wanted,
            Predicate<String> isInSet) {
        ComponentTree tree = new ComponentTree(writer);
        Map<ComponentDescription, String> leftOut = new LinkedHashMap<>();
        for (ComponentDescription component : tree.components()) {
            if (!wanted.test(component)) {
                leftOut.put(component, "is excluded");
                continue;
            }
            files(component)
                    .map(ComponentSelector::folder)
                    .filter(isInSet.negate())
                    .findFirst()
                    .ifPresent(folder ->
                            leftOut.put(
                                    component,
                                    "requires the volume of "
                                            + folder
                                            + ", which is not in the set"));
        }
        leaveOutWhatIsNotWhole(tree, leftOut);
        for (ComponentDescription component : tree.components()) {
            if (leftOut.containsKey(component)
                    && tree.selectability(component) == Selectability.REQUIRED) {
                return nothingOf(tree, leftOut, component);
            }
        }
        return included(tree, leftOut);
    }

    /** A selectable component is saved with everything below it or not at all. */
    private static void leaveOutWhatIsNotWhole(
            ComponentTree tree, Map<ComponentDescription, String> leftOut) {
        for (ComponentDescription missing : List.copyOf(leftOut.keySet())) {
            for (ComponentDescription above : tree.above(missing)) {
                if (above.selectable()) {
                    leftOut.putIfAbsent(
                            above, "would lack " + tree.keyOf(missing).fullPath() + " below it");
                }
            }
        }
    }

    private static Selection nothingOf(
            ComponentTree tree,
            Map<ComponentDescription, String> leftOut,
            ComponentDescription required) {
        String why = "its writer cannot be saved without " + tree.keyOf(required).fullPath();
        tree.components().forEach(component -> leftOut.putIfAbsent(component, why));
        return new Selection(List.of(), List.of(), leftOut);
    }

    private static Selection included(
            ComponentTree tree, Map<ComponentDescription, String> leftOut) {
        List<ComponentDescription> explicit = new ArrayList<>();
        Set<ComponentDescription> implied = new HashSet<>();
        for (ComponentDescription component : tree.components()) {
            if (!leftOut.containsKey(component) && isAdded(tree, component, leftOut)) {
                explicit.add(component);
                implied.addAll(tree.impliedBy(component));
            }
        }
        for (ComponentDescription component : tree.components()) {
            if (!explicit.contains(component) && !implied.contains(component)) {
                leftOut.putIfAbsent(component, "comes only with the component above it");
            }
        }
        return new Selection(
                explicit, tree.components().stream().filter(implied::contains).toList(), leftOut);
    }

    private static boolean isAdded(
            ComponentTree tree,
            ComponentDescription component,
            Map<ComponentDescription, String> leftOut) {
        return switch (tree.selectability(component)) {
            case REQUIRED, OPTIONAL -> true;
            case IMPLICIT -> false;
            case OPTIONAL_ALONE ->
                    tree.above(component).stream()
                            .noneMatch(a -> a.selectable() && !leftOut.containsKey(a));
        };
    }

    /** Returns every file set of a component, whatever its kind. */
    public static Stream<FileSet> files(ComponentDescription component) {
        return Stream.of(component.files(), component.databaseFiles(), component.databaseLogFiles())
                .flatMap(List::stream);
    }

    /** Files are read from the alternate location if there is one. */
    private static String folder(FileSet files) {
        String alternate = files.alternateLocation();
        return alternate == null ? files.path() : alternate;
    }
}
