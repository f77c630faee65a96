package org.openvss.documents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An element of a document, with local names only: attributes in their order, children in theirs.
 * Filled by {@link XmlParser} or by whoever writes a document; never changed afterwards.
 */
final class XmlElement {
    private final String name;
    private final String namespace;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<XmlElement> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    XmlElement(String name, String namespace) {
        this.name = name;
        this.namespace = namespace;
    }

    /** Sets an attribute; null leaves it out. */
    XmlElement with(String attribute, @Nullable String value) {
        if (value != null) {
            attributes.put(attribute, value);
        }
        return this;
    }

    XmlElement with(XmlElement child) {
        children.add(child);
        return this;
    }

    void appendText(String more) {
        text.append(more);
    }

    String name() {
        return name;
    }

    String namespace() {
        return namespace;
    }

    Map<String, String> attributes() {
        return attributes;
    }

    List<XmlElement> children() {
        return children;
    }

    /** Returns the text between its children, joined; the documents of VSS have none. */
    String text() {
        return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof XmlElement that
                && name.equals(that.name)
                && namespace.equals(that.namespace)
                && attributes.equals(that.attributes)
                && children.equals(that.children)
                && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, namespace, attributes, children, text());
    }

    @Override
    public String toString() {
        return XmlFormatter.format(this);
    }
}
