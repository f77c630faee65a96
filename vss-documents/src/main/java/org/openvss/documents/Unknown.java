package org.openvss.documents;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openvss.Component;
import org.openvss.WriterComponents;

/**
 * What a Backup Components Document holds beyond what this version understands: attributes and
 * children of the root, of writers and of components. It is written again where it was, because a
 * backup must not lose what its writer will ask for at restore.
 */
public final class Unknown {
    /** Nothing beyond. */
    public static final Unknown NONE = new Unknown(Map.of());

    private final Map<List<Object>, Rest> places;

    private Unknown(Map<List<Object>, Rest> places) {
        this.places = places;
    }

    private record Rest(Map<String, String> attributes, List<XmlElement> children) {}

    /** Collects what is left over while a document is read. */
    static final class Collector {
        private final Map<List<Object>, Rest> places = new HashMap<>();

        void add(List<Object> place, Fields read) {
            Rest rest = new Rest(read.otherAttributes(), read.otherChildren());
            if (!rest.attributes().isEmpty() || !rest.children().isEmpty()) {
                places.put(place, rest);
            }
        }

        Unknown collected() {
            return places.isEmpty() ? NONE : new Unknown(Map.copyOf(places));
        }
    }

    static List<Object> root() {
        return List.of();
    }

    static List<Object> of(WriterComponents writer) {
        return List.of(writer.writerId(), writer.instanceId());
    }

    static List<Object> of(WriterComponents writer, Component component) {
        return List.of(writer.writerId(), writer.instanceId(), component.key());
    }

    /** Adds to an element what was left over at its place. */
    void addTo(XmlElement element, List<Object> place) {
        Rest rest = places.get(place);
        if (rest != null) {
            rest.attributes().forEach(element::with);
            rest.children().forEach(element::with);
        }
    }

    /** Tells whether the document held nothing beyond. */
    public boolean isEmpty() {
        return places.isEmpty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Unknown that && places.equals(that.places);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(places);
    }

    @Override
    public String toString() {
        return places.toString();
    }
}
