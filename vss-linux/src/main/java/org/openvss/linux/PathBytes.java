package org.openvss.linux;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Paths as bytes and as strings that carry bytes.
 *
 * <p>Valid UTF-8 becomes ordinary text; any other byte {@code 0x80..0xFF} becomes the lone
 * surrogate {@code U+DC80..U+DCFF} (PEP 383, Python's {@code surrogateescape}), so {@code
 * encode(decode(bytes))} gives the same bytes for every input. No path is normalised or resolved
 * here.
 */
public final class PathBytes {
    private static final char ESCAPE = '\uDC00';
    private static final char FIRST_ESCAPED = '\uDC80';
    private static final char LAST_ESCAPED = '\uDCFF';

    private PathBytes() {}

    /**
     * Turns a path into the bytes that the kernel knows it by, without a terminating NUL.
     *
     * @throws IllegalArgumentException if the string holds a lone surrogate that carries no byte
     */
    public static byte[] encode(String path) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(path.length() + 16);
        int plainFrom = 0;
        for (int at = 0; at < path.length(); at++) {
            char character = path.charAt(at);
            if (!Character.isSurrogate(character)) {
                continue;
            }
            if (at + 1 < path.length()
                    && Character.isSurrogatePair(character, path.charAt(at + 1))) {
                at++;
                continue;
            }
            if (character < FIRST_ESCAPED || character > LAST_ESCAPED) {
                throw new IllegalArgumentException(
                        "The path holds a surrogate at index " + at + " that stands for no byte");
            }
            bytes.writeBytes(path.substring(plainFrom, at).getBytes(StandardCharsets.UTF_8));
            bytes.write(character - ESCAPE);
            plainFrom = at + 1;
        }
        bytes.writeBytes(path.substring(plainFrom).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    /** Turns the bytes of a path into a string that carries all of them. */
    public static String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /**
     * Turns a part of an array into a string that carries all of its bytes.
     *
     * @param from index of the first byte
     * @param to index after the last byte
     */
    public static String decode(byte[] bytes, int from, int to) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer input = ByteBuffer.wrap(bytes, from, to - from);
        try {
            return decoder.decode(input.duplicate()).toString();
        } catch (CharacterCodingException malformed) {
            return decodeEscaping(decoder.reset(), input);
        }
    }

    private static String decodeEscaping(CharsetDecoder decoder, ByteBuffer input) {
        CharBuffer text = CharBuffer.allocate(input.remaining());
        while (true) {
            CoderResult result = decoder.decode(input, text, true);
            if (!result.isError()) {
                return text.flip().toString();
            }
            // One byte at a time: what follows may be the start of a valid character.
            text.put((char) (ESCAPE + (input.get() & 0xFF)));
            decoder.reset();
        }
    }
}
