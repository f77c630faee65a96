package org.openvss.documents;

import static javax.xml.stream.XMLStreamConstants.CDATA;
import static javax.xml.stream.XMLStreamConstants.CHARACTERS;
import static javax.xml.stream.XMLStreamConstants.DTD;
import static javax.xml.stream.XMLStreamConstants.END_ELEMENT;
import static javax.xml.stream.XMLStreamConstants.ENTITY_REFERENCE;
import static javax.xml.stream.XMLStreamConstants.START_ELEMENT;

import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.VssException;

/**
 * Reads a text into elements within {@link DocumentLimits}: no DTD, no entity but the five of XML,
 * nothing fetched from anywhere. Knows nothing of what the elements mean.
 */
final class XmlParser {
    /**
     * Looking for attributes of one name takes the parser minutes in an element with a million of
     * them, so it has to stop by itself, before {@link DocumentLimits#ATTRIBUTES} can be looked at.
     */
    private static final String PARSERS_OWN_ATTRIBUTES = "1000";

    private final String what;
    private final Deque<XmlElement> open = new ArrayDeque<>();
    private @Nullable XmlElement root;
    private int elements;

    private XmlParser(String what) {
        this.what = what;
    }

    /**
     * Reads a document.
     *
     * @param text the text; not closed
     * @param what its kind, for messages
     * @return its root
     * @throws VssException {@code VSS_E_CORRUPT_XML_DOCUMENT} if it is not well-formed, {@code
     *     VSS_E_INVALID_XML_DOCUMENT} if it has a DTD or exceeds a limit
     */
    static XmlElement parse(Reader text, String what) throws VssException {
        LimitedReader limited = new LimitedReader(text, DocumentLimits.CHARACTERS);
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(limited);
            return new XmlParser(what).read(reader);
        } catch (XMLStreamException failure) {
            if (limited.isExceeded()) {
                throw tooMuch(what, "characters", DocumentLimits.CHARACTERS);
            }
            throw notWellFormed(what, failure);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty("jdk.xml.elementAttributeLimit", PARSERS_OWN_ATTRIBUTES);
        return factory;
    }

    private XmlElement read(XMLStreamReader reader) throws XMLStreamException, VssException {
        while (reader.hasNext()) {
            switch (reader.next()) {
                case START_ELEMENT -> begin(reader);
                case END_ELEMENT -> open.pop();
                case CHARACTERS, CDATA -> {
                    if (!reader.isWhiteSpace()) {
                        Objects.requireNonNull(open.peek()).appendText(reader.getText());
                    }
                }
                case DTD ->
                        throw new VssException(
                                HResult.VSS_E_INVALID_XML_DOCUMENT,
                                "the "
                                        + what
                                        + " has a document type declaration; VSS writes none,"
                                        + " and it is not read for safety");
                case ENTITY_REFERENCE ->
                        throw new VssException(
                                HResult.VSS_E_CORRUPT_XML_DOCUMENT,
                                "the "
                                        + what
                                        + " uses an entity that is not declared: "
                                        + reader.getLocalName());
                default -> {
                    // comments, processing instructions, the end
                }
            }
        }
        return Objects.requireNonNull(root);
    }

    private void begin(XMLStreamReader reader) throws VssException {
        elements++;
        if (elements > DocumentLimits.ELEMENTS) {
            throw tooMuch(what, "elements", DocumentLimits.ELEMENTS);
        }
        if (open.size() >= DocumentLimits.DEPTH) {
            throw tooMuch(what, "levels of elements", DocumentLimits.DEPTH);
        }
        if (reader.getAttributeCount() > DocumentLimits.ATTRIBUTES) {
            throw tooMuch(what, "attributes in one element", DocumentLimits.ATTRIBUTES);
        }
        String namespace = Objects.requireNonNullElse(reader.getNamespaceURI(), "");
        XmlElement element = new XmlElement(reader.getLocalName(), namespace);
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (isOurs(reader.getAttributeNamespace(i))) {
                element.with(
                        reader.getAttributeLocalName(i),
                        XmlText.unescape(reader.getAttributeValue(i)));
            }
        }
        XmlElement parent = open.peek();
        if (parent == null) {
            root = element;
        } else {
            parent.with(element);
        }
        open.push(element);
    }

    /** An attribute with a prefix belongs to somebody else and could hide one of ours. */
    private static boolean isOurs(@Nullable String namespace) {
        return namespace == null || namespace.isEmpty();
    }

    private static VssException notWellFormed(String what, XMLStreamException failure) {
        String reason = String.valueOf(failure.getMessage());
        if (reason.contains("JAXP0001")) {
            return new VssException(
                    HResult.VSS_E_INVALID_XML_DOCUMENT,
                    "the " + what + " exceeds a limit of the parser: " + reason,
                    failure);
        }
        return new VssException(
                HResult.VSS_E_CORRUPT_XML_DOCUMENT,
                "the "
                        + what
                        + " is not well-formed XML: "
                        + reason.replaceAll("\\s+", " ")
                        + "; use the document as it was saved",
                failure);
    }

    private static VssException tooMuch(String what, String of, int limit) {
        return new VssException(
                HResult.VSS_E_INVALID_XML_DOCUMENT,
                "the "
                        + what
                        + " has more than "
                        + limit
                        + " "
                        + of
                        + ", which no document of VSS"
                        + " has");
    }
}
