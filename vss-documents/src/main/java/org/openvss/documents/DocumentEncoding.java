package org.openvss.documents;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openvss.HResult;
import org.openvss.VssException;

/**
 * Turns the bytes of a stored document into text and back. Reads what the tools of Windows leave in
 * files: UTF-16 with and without byte order mark, with a NUL at the end (VShadow), and 8-bit text
 * without a declaration (DiskShadow), which is UTF-8 if it can be and else Windows-1252. Writes
 * UTF-8.
 */
public final class DocumentEncoding {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private static final Pattern DECLARED =
            Pattern.compile("^<\\?xml[^>]{0,200}?encoding\\s*=\\s*[\"']([\\w.-]{1,40})[\"']");

    private DocumentEncoding() {}

    /**
     * Returns the text of a document.
     *
     * @param bytes the whole file
     * @throws VssException {@code VSS_E_CORRUPT_XML_DOCUMENT} if the bytes are not text of the
     *     encoding that they announce, {@code VSS_E_INVALID_XML_DOCUMENT} if there are too many
     */
    public static String decode(byte[] bytes) throws VssException {
        if (bytes.length > 2L * DocumentLimits.CHARACTERS + 4) {
            throw new VssException(
                    HResult.VSS_E_INVALID_XML_DOCUMENT,
                    "the document has " + bytes.length + " bytes, more than any document of VSS");
        }
        String text = decodeWhole(bytes);
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\0') {
            end--;
        }
        return text.substring(0, end);
    }

    private static String decodeWhole(byte[] bytes) throws VssException {
        if (startsWith(bytes, 0xFF, 0xFE)) {
            return strictly(bytes, 2, StandardCharsets.UTF_16LE);
        }
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return strictly(bytes, 2, StandardCharsets.UTF_16BE);
        }
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return strictly(bytes, 3, StandardCharsets.UTF_8);
        }
        if (startsWith(bytes, '<', 0)) {
            return strictly(bytes, 0, StandardCharsets.UTF_16LE);
        }
        if (startsWith(bytes, 0, '<')) {
            return strictly(bytes, 0, StandardCharsets.UTF_16BE);
        }
        return eightBit(bytes);
    }

    private static String eightBit(byte[] bytes) throws VssException {
        String beginning =
                new String(bytes, 0, Math.min(bytes.length, 300), StandardCharsets.ISO_8859_1);
        Matcher declared = DECLARED.matcher(beginning);
        if (declared.find()) {
            return strictly(bytes, 0, eightBitCharset(declared.group(1)));
        }
        try {
            return text(bytes, 0, StandardCharsets.UTF_8);
        } catch (CharacterCodingException notUtf8) {
            return strictly(bytes, 0, WINDOWS_1252);
        }
    }

    private static Charset eightBitCharset(String name) throws VssException {
        for (Charset known :
                List.of(
                        StandardCharsets.UTF_8,
                        StandardCharsets.US_ASCII,
                        StandardCharsets.ISO_8859_1,
                        WINDOWS_1252)) {
            if (known.name().equalsIgnoreCase(name)
                    || known.aliases().contains(name.toLowerCase(Locale.ROOT))) {
                return known;
            }
        }
        throw new VssException(
                HResult.VSS_E_CORRUPT_XML_DOCUMENT,
                "the document says that its encoding is "
                        + name
                        + ", but it is 8-bit text of another; save it as UTF-8");
    }

    private static boolean startsWith(byte[] bytes, int... values) {
        if (bytes.length < values.length) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            if ((bytes[i] & 0xFF) != values[i]) {
                return false;
            }
        }
        return true;
    }

    private static String strictly(byte[] bytes, int from, Charset charset) throws VssException {
        try {
            return text(bytes, from, charset);
        } catch (CharacterCodingException e) {
            throw new VssException(
                    HResult.VSS_E_CORRUPT_XML_DOCUMENT,
                    "the document is no text in " + charset.name() + "; use the file as saved",
                    e);
        }
    }

    private static String text(byte[] bytes, int from, Charset charset)
            throws CharacterCodingException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, from, bytes.length - from);
        return charset.newDecoder().decode(rest).toString();
    }

    /**
     * Returns the bytes of a document for a file.
     *
     * @param text the document
     */
    public static byte[] encode(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
