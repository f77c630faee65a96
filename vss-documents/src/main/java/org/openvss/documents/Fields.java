package org.openvss.documents;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.MaskBit;
import org.openvss.VssException;
import org.openvss.VssId;

/**
 * Reads the attributes and children of one element, and remembers which were asked for: the rest is
 * what this version does not know. What does not fit is {@code VSS_E_INVALID_XML_DOCUMENT} and
 * names element and attribute.
 */
final class Fields {
    private static final UUID NONE = new UUID(0, 0);

    private final XmlElement element;
    private final String what;
    private final Set<String> attributesRead = new HashSet<>();
    private final Set<String> childrenRead = new HashSet<>();

    Fields(XmlElement element, String what) {
        this.element = element;
        this.what = what;
    }

    /**
     * Begins to read a document.
     *
     * @param root its root
     * @param name what the root has to be called
     * @param namespace the namespace in which it has to be
     * @param what kind of the document, for messages
     */
    static Fields ofRoot(XmlElement root, String name, String namespace, String what)
            throws VssException {
        if (!root.name().equals(name) || !root.namespace().equals(namespace)) {
            throw new VssException(
                    HResult.VSS_E_INVALID_XML_DOCUMENT,
                    "this is no "
                            + what
                            + ": its root is "
                            + root.name()
                            + " in namespace '"
                            + root.namespace()
                            + "' instead of "
                            + name
                            + " in '"
                            + namespace
                            + "'");
        }
        return new Fields(root, what);
    }

    /** Returns an attribute, or null if it is missing. */
    @Nullable String text(String attribute) {
        attributesRead.add(attribute);
        return element.attributes().get(attribute);
    }

    String text(String attribute, String missing) {
        String value = text(attribute);
        return value == null ? missing : value;
    }

    String required(String attribute) throws VssException {
        String value = text(attribute);
        if (value == null) {
            throw invalid("has no " + attribute);
        }
        return value;
    }

    /** Returns a yes or no; null if it is missing. */
    @Nullable Boolean flag(String attribute) throws VssException {
        String value = text(attribute);
        if (value == null) {
            return null;
        }
        if (value.equalsIgnoreCase("yes")) {
            return true;
        }
        if (value.equalsIgnoreCase("no")) {
            return false;
        }
        throw invalid(attribute, value, "yes or no");
    }

    /** Returns a yes or no; no if it is missing. */
    boolean isSet(String attribute) throws VssException {
        return Boolean.TRUE.equals(flag(attribute));
    }

    <E extends Enum<E>> E word(String attribute, Words<E> words, E missing) {
        String value = text(attribute);
        return value == null ? missing : words.parse(value);
    }

    /** Returns a mask; bits that this version does not know are left out. */
    <E extends Enum<E> & MaskBit> Set<E> mask(String attribute, Class<E> type, int missing)
            throws VssException {
        long bits = number(attribute, missing);
        Set<E> found = EnumSet.noneOf(type);
        for (E constant : EnumSet.allOf(type)) {
            if ((bits & constant.bit()) != 0) {
                found.add(constant);
            }
        }
        return found;
    }

    /** Returns a decimal number. */
    long number(String attribute, long missing) throws VssException {
        String value = text(attribute);
        if (value == null) {
            return missing;
        }
        try {
            return Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            throw invalid(attribute, value, "a decimal number");
        }
    }

    int smallNumber(String attribute) throws VssException {
        long value = number(attribute, 0);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw invalid(attribute, Long.toString(value), "a number from 0 to 2147483647");
        }
        return (int) value;
    }

    /** Returns a GUID; all zeros if it is missing. */
    UUID guid(String attribute) throws VssException {
        String value = text(attribute);
        return value == null ? NONE : parseGuid(attribute, value);
    }

    UUID requiredGuid(String attribute) throws VssException {
        return parseGuid(attribute, required(attribute));
    }

    private UUID parseGuid(String attribute, String value) throws VssException {
        try {
            return VssId.parseGuid(value);
        } catch (VssException notOne) {
            throw invalid(attribute, value, "a GUID");
        }
    }

    /** Returns the only child of a name, or null if there is none. */
    @Nullable Fields child(String name) throws VssException {
        List<Fields> found = children(name);
        if (found.size() > 1) {
            throw invalid("has more than one " + name);
        }
        return found.isEmpty() ? null : found.getFirst();
    }

    /** Returns the children of some names, in the order of the document. */
    List<Fields> children(String... names) {
        Set<String> wanted = Set.of(names);
        childrenRead.addAll(wanted);
        List<Fields> found = new ArrayList<>();
        for (XmlElement child : element.children()) {
            if (wanted.contains(child.name())) {
                found.add(new Fields(child, what));
            }
        }
        return found;
    }

    String name() {
        return element.name();
    }

    /** Returns the attributes that nobody asked for. */
    Map<String, String> otherAttributes() {
        Map<String, String> others = new LinkedHashMap<>(element.attributes());
        others.keySet().removeAll(attributesRead);
        return others;
    }

    /** Returns the children that nobody asked for. */
    List<XmlElement> otherChildren() {
        return element.children().stream()
                .filter(child -> !childrenRead.contains(child.name()))
                .toList();
    }

    /** Returns the error of something that the element has or lacks. */
    VssException invalid(String sentence) {
        return new VssException(
                HResult.VSS_E_INVALID_XML_DOCUMENT,
                "the " + what + " is not valid: a " + element.name() + " " + sentence);
    }

    private VssException invalid(String attribute, String value, String wanted) {
        return invalid("has " + attribute + "='" + shortened(value) + "', which is not " + wanted);
    }

    private static String shortened(String value) {
        return value.length() > 60 ? value.substring(0, 60) + "…" : value;
    }
}
