package org.openvss.cli;

/**
 * Makes names safe to print: a volume's name is any sequence of bytes and may hold control
 * characters that would move the cursor or break a table.
 */
final class Escapes {
    private static final int FIRST_ESCAPED_BYTE = 0xDC80;
    private static final int LAST_ESCAPED_BYTE = 0xDCFF;
    private static final int BYTE_OFFSET = 0xDC00;

    private Escapes() {}

    /**
     * Returns a text for a terminal: control characters, backslashes' doubles and bytes that are
     * not UTF-8 are written as {@code \n}, {@code \t}, {@code \\} or {@code \xNN}.
     */
    static String forTerminal(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> append(safe, point));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int point) {
        if (point == '\n') {
            safe.append("\\n");
        } else if (point == '\t') {
            safe.append("\\t");
        } else if (point == '\\') {
            safe.append("\\\\");
        } else if (FIRST_ESCAPED_BYTE <= point && point <= LAST_ESCAPED_BYTE) {
            safe.append(String.format("\\x%02x", point - BYTE_OFFSET));
        } else if (Character.isISOControl(point) || isInvisible(point)) {
            safe.append(
                    point < 0x100
                            ? String.format("\\x%02x", point)
                            : String.format("\\u%04x", point));
        } else {
            safe.appendCodePoint(point);
        }
    }

    /** Format characters such as the right-to-left override can disguise a name. */
    private static boolean isInvisible(int point) {
        int type = Character.getType(point);
        return type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    /**
     * Returns JSON text whose lone surrogates, which no UTF-8 writer accepts, are written as {@code
     * \\uNNNN}; a reader with the same rule gets the bytes back.
     */
    static String forJson(String json) {
        StringBuilder safe = new StringBuilder(json.length());
        json.codePoints()
                .forEach(point -> {
                    if (Character.getType(point) == Character.SURROGATE) {
                        safe.append(String.format("\\u%04x", point));
                    } else {
                        safe.appendCodePoint(point);
                    }
                });
        return safe.toString();
    }
}
