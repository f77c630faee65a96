package org.openvss.documents;

/**
 * Writes an element as VSS does: one line, no declaration, no white space between elements, the
 * default namespace where it changes, line breaks in attributes as character references.
 */
final class XmlFormatter {
    private final StringBuilder out = new StringBuilder();

    private XmlFormatter() {}

    static String format(XmlElement root) {
        XmlFormatter formatter = new XmlFormatter();
        formatter.write(root, "");
        return formatter.out.toString();
    }

    private void write(XmlElement element, String namespaceOutside) {
        out.append('<').append(element.name());
        if (!element.namespace().equals(namespaceOutside)) {
            attribute("xmlns", element.namespace());
        }
        element.attributes().forEach(this::attribute);
        if (element.children().isEmpty() && element.text().isEmpty()) {
            out.append("/>");
            return;
        }
        out.append('>');
        escape(element.text());
        for (XmlElement child : element.children()) {
            write(child, element.namespace());
        }
        out.append("</").append(element.name()).append('>');
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        escape(value);
        out.append('"');
    }

    private void escape(String value) {
        String legal = XmlText.escape(value);
        for (int i = 0; i < legal.length(); i++) {
            char c = legal.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\t' -> out.append("&#x9;");
                case '\n' -> out.append("&#xA;");
                case '\r' -> out.append("&#xD;");
                default -> out.append(c);
            }
        }
    }
}
