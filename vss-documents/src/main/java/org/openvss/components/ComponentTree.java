package org.openvss.components;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.openvss.ComponentDescription;
import org.openvss.ComponentKey;
import org.openvss.WriterMetadata;

/**
 * The components of one writer as their logical paths arrange them. Says what lies above and below
 * a component and what its selectability means there; chooses nothing ({@link ComponentSelector}).
 */
public final class ComponentTree {
    private final WriterMetadata writer;

    /**
     * Arranges the components of a writer.
     *
     * @param writer what the writer said
     */
    public ComponentTree(WriterMetadata writer) {
        this.writer = writer;
    }

    /** Returns the components, in the order of their writer. */
    public List<ComponentDescription> components() {
        return writer.components();
    }

    /**
     * Returns the component with a key, or empty if the writer has none of this kind, path and
     * name.
     *
     * @param key the key
     */
    public Optional<ComponentDescription> find(ComponentKey key) {
        return components().stream().filter(one -> keyOf(one).equals(key)).findFirst();
    }

    /** Returns the key of a component of this writer. */
    public ComponentKey keyOf(ComponentDescription component) {
        return component.key(writer.writerId());
    }

    /** Returns the components above one, the closest first. */
    public List<ComponentDescription> above(ComponentDescription component) {
        ComponentKey key = keyOf(component);
        return components().stream()
                .filter(other -> keyOf(other).isAncestorOf(key))
                .sorted(
                        Comparator.comparingInt((ComponentDescription other) ->
                                        keyOf(other).fullPath().length())
                                .reversed())
                .toList();
    }

    /** Returns the components below one, whatever their depth. */
    public List<ComponentDescription> below(ComponentDescription component) {
        ComponentKey key = keyOf(component);
        return components().stream().filter(other -> key.isAncestorOf(keyOf(other))).toList();
    }

    /** Returns what comes with a component when it is added: everything below a selectable one. */
    public List<ComponentDescription> impliedBy(ComponentDescription component) {
        return component.selectable() ? below(component) : List.of();
    }

    /** Returns what a component's selectability means at its place. */
    public Selectability selectability(ComponentDescription component) {
        boolean belowSelectable =
                above(component).stream().anyMatch(ComponentDescription::selectable);
        if (component.selectable()) {
            return belowSelectable ? Selectability.OPTIONAL_ALONE : Selectability.OPTIONAL;
        }
        return belowSelectable ? Selectability.IMPLICIT : Selectability.REQUIRED;
    }

    /**
     * Tells whether a component that was saved with the one above can be restored without it. At
     * the root the mark has no meaning: such components were added themselves.
     */
    public boolean canBeRestoredAlone(ComponentDescription component) {
        return component.selectableForRestore() && !component.logicalPath().isEmpty();
    }
}
