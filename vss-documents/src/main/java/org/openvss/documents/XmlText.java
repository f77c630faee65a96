package org.openvss.documents;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Carries characters through XML that XML cannot hold, above all the lone surrogates that stand for
 * the bytes of a path: each is written as {@code _xHHHH_}, as .NET and Office write such
 * characters. Everything that XML can hold stays as it is, so that documents of Windows read the
 * same.
 */
final class XmlText {
    private static final Pattern ESCAPE = Pattern.compile("_x(\\p{XDigit}{4})_");
    private static final char UNDERSCORE = '_';

    private XmlText() {}

    /** Returns text that XML can hold. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        Matcher alike = ESCAPE.matcher(text);
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            if (!isLegal(codePoint)) {
                escaped.append(escaped(codePoint));
            } else if (codePoint == UNDERSCORE && looksEscaped(alike, at)) {
                escaped.append(escaped(UNDERSCORE));
            } else {
                escaped.appendCodePoint(codePoint);
            }
            at += Character.charCount(codePoint);
        }
        return escaped.toString();
    }

    private static boolean looksEscaped(Matcher alike, int at) {
        return alike.region(at, alike.regionEnd()).lookingAt() && isEscaped(alike);
    }

    private static String escaped(int codePoint) {
        return String.format(Locale.ROOT, "_x%04X_", codePoint);
    }

    /** Returns the text as it was before {@link #escape}. */
    static String unescape(String text) {
        if (!text.contains("_x")) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        Matcher matcher = ESCAPE.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == UNDERSCORE && looksEscaped(matcher, at)) {
                plain.append((char) Integer.parseInt(matcher.group(1), 16));
                at = matcher.end();
            } else {
                plain.append(text.charAt(at));
                at++;
            }
        }
        return plain.toString();
    }

    /** Only what {@link #escape} produces is undone; {@code _x0041_} is a name like any other. */
    private static boolean isEscaped(Matcher matcher) {
        int character = Integer.parseInt(matcher.group(1), 16);
        return character == UNDERSCORE || !isLegal(character);
    }

    /** Tells whether XML 1.0 has the character. */
    private static boolean isLegal(int codePoint) {
        return codePoint == '\t'
                || codePoint == '\n'
                || codePoint == '\r'
                || (codePoint >= 0x20 && codePoint <= 0xD7FF)
                || (codePoint >= 0xE000 && codePoint <= 0xFFFD)
                || codePoint >= 0x10000;
    }
}
