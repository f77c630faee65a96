package org.openvss.components;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openvss.HResult;
import org.openvss.VssException;

/**
 * Parts of a file: a text of {@code offset:length} pairs, decimal or {@code 0x…}, separated by
 * commas; or {@code File=} and the path of a file that holds them in binary form. Immutable.
 *
 * @param parts the parts in their order
 */
public record Ranges(List<Range> parts) {
    private static final String FILE = "File=";
    private static final int BYTES_OF_A_PART = 2 * Long.BYTES;
    private static final Pattern PART =
            Pattern.compile(
                    "\\s*(0[xX]\\p{XDigit}{1,16}|\\d{1,19})\\s*:\\s*(0[xX]\\p{XDigit}{1,16}|\\d{1,19})\\s*");

    /** Copies the list. */
    public Ranges {
        parts = List.copyOf(parts);
    }

    /**
     * One part.
     *
     * @param offset where it begins, in bytes
     * @param length how long it is, in bytes; more than 0
     */
    public record Range(long offset, long length) {}

    /**
     * Returns the path of the file that holds the ranges, or empty if the text holds them itself.
     *
     * @param text what a writer noted; {@code File=} and a path, or only an absolute path
     */
    public static Optional<String> file(String text) {
        if (text.regionMatches(true, 0, FILE, 0, FILE.length())) {
            return Optional.of(text.substring(FILE.length()));
        }
        return text.startsWith("/") ? Optional.of(text) : Optional.empty();
    }

    /** Returns the text that names a file with ranges. */
    public static String inFile(String path) {
        return FILE + path;
    }

    /**
     * Checks what a writer noted: ranges, or a file of them with an absolute path.
     *
     * @param text what it noted
     * @throws VssException {@code E_INVALIDARG} if it is neither
     */
    public static void requireUsable(String text) throws VssException {
        Optional<String> file = file(text);
        if (file.isEmpty()) {
            parse(text);
        } else if (!file.get().startsWith("/")) {
            throw refused("the file with the ranges has no absolute path: '" + file.get() + "'");
        }
    }

    /**
     * Reads ranges.
     *
     * @param text pairs separated by commas
     * @throws VssException {@code E_INVALIDARG} if it holds no such pairs
     */
    public static Ranges parse(String text) throws VssException {
        List<Range> parts = new ArrayList<>();
        for (String pair : text.split(",", -1)) {
            Matcher matcher = PART.matcher(pair);
            if (!matcher.matches()) {
                throw refused(
                        "'"
                                + shortened(pair)
                                + "' is no range; ranges look like 64:448,0x1239E8577A:65536");
            }
            parts.add(range(number(matcher.group(1)), number(matcher.group(2))));
        }
        return new Ranges(parts);
    }

    private static long number(String text) throws VssException {
        try {
            return text.startsWith("0x") || text.startsWith("0X")
                    ? Long.parseLong(text.substring(2), 16)
                    : Long.parseLong(text);
        } catch (NumberFormatException tooLarge) {
            throw refused(text + " is beyond the end of any file");
        }
    }

    private static Range range(long offset, long length) throws VssException {
        if (offset < 0 || length <= 0 || offset > Long.MAX_VALUE - length) {
            throw refused("a range of " + length + " bytes at " + offset + " is not possible");
        }
        return new Range(offset, length);
    }

    /**
     * Reads the content of a file with ranges: a count of 64 bits, then offset and length of each
     * part in 64 bits, little-endian.
     *
     * @param content the whole file
     * @throws VssException {@code E_INVALIDARG} if it holds no such list
     */
    public static Ranges ofFile(byte[] content) throws VssException {
        ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (content.length < Long.BYTES) {
            throw refused("a file with ranges has at least 8 bytes, this one " + content.length);
        }
        long count = buffer.getLong();
        if (count < 0
                || count != buffer.remaining() / BYTES_OF_A_PART
                || buffer.remaining() % BYTES_OF_A_PART != 0) {
            throw refused(
                    "a file with " + count + " ranges has another size than " + content.length);
        }
        List<Range> parts = new ArrayList<>();
        while (buffer.hasRemaining()) {
            parts.add(range(buffer.getLong(), buffer.getLong()));
        }
        return new Ranges(parts);
    }

    /** Returns the content of a file with these ranges. */
    public byte[] toFile() {
        ByteBuffer buffer =
                ByteBuffer.allocate(Long.BYTES + parts.size() * BYTES_OF_A_PART)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(parts.size());
        parts.forEach(part -> buffer.putLong(part.offset()).putLong(part.length()));
        return buffer.array();
    }

    /** Tells whether others have as many parts of the same lengths, as directed targets need. */
    public boolean fit(Ranges others) {
        return parts.stream()
                .map(Range::length)
                .toList()
                .equals(others.parts.stream().map(Range::length).toList());
    }

    private static VssException refused(String why) {
        return new VssException(HResult.E_INVALIDARG, why);
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    /** Returns the ranges as text. */
    @Override
    public String toString() {
        return String.join(
                ",", parts.stream().map(part -> part.offset() + ":" + part.length()).toList());
    }
}
