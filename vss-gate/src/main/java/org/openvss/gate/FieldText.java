package org.openvss.gate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.openvss.linux.PathBytes;

/**
 * Paths and arguments as one word of plain ASCII, so that a ledger or a message is lines of words.
 *
 * <p>Every byte that is not a visible ASCII character, and the percent sign, becomes {@code %XX};
 * the empty text is a lone percent sign.
 */
final class FieldText {
    private static final String EMPTY = "%";

    private FieldText() {}

    /** Returns the word for a text that carries bytes. */
    static String encode(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        StringBuilder word = new StringBuilder(text.length());
        for (byte value : PathBytes.encode(text)) {
            int unsigned = value & 0xFF;
            if (unsigned > ' ' && unsigned < 0x7F && unsigned != '%') {
                word.append((char) unsigned);
            } else {
                word.append('%')
                        .append(Character.forDigit(unsigned >> 4, 16))
                        .append(Character.forDigit(unsigned & 0xF, 16));
            }
        }
        return word.toString();
    }

    /**
     * Returns the text of a word.
     *
     * @throws IllegalArgumentException if the word was not made by {@link #encode}
     */
    static String decode(String word) {
        if (word.equals(EMPTY)) {
            return "";
        }
        byte[] characters = word.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(characters.length);
        for (int at = 0; at < characters.length; at++) {
            if (characters[at] != '%') {
                bytes.write(characters[at]);
                continue;
            }
            if (at + 2 >= characters.length) {
                throw new IllegalArgumentException("the word '" + word + "' is cut off");
            }
            int high = Character.digit(characters[at + 1], 16);
            int low = Character.digit(characters[at + 2], 16);
            if (high < 0 || low < 0) {
                throw new IllegalArgumentException("the word '" + word + "' is damaged");
            }
            bytes.write(high << 4 | low);
            at += 2;
        }
        return PathBytes.decode(bytes.toByteArray());
    }
}
