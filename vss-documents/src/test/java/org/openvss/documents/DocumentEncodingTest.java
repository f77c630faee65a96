package org.openvss.documents;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.VssException;

/** What lies in files: every encoding that the tools of Windows write, and some that are wrong. */
class DocumentEncodingTest {
    private static final String TEXT = "<a b=\"Bücher – 本 \uD83D\uDE00\"/>";

    @Test
    void unicodeIsRecognisedWithAndWithoutMark() throws VssException {
        assertThat(DocumentEncoding.decode(TEXT.getBytes(UTF_8))).isEqualTo(TEXT);
        assertThat(DocumentEncoding.decode(TEXT.getBytes(UTF_16LE))).isEqualTo(TEXT);
        assertThat(DocumentEncoding.decode(TEXT.getBytes(UTF_16BE))).isEqualTo(TEXT);
        for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
            assertThat(DocumentEncoding.decode(("\uFEFF" + TEXT).getBytes(charset)))
                    .as(charset.name())
                    .isEqualTo(TEXT);
        }
    }

    @Test
    void theNulThatVShadowWritesAtTheEndIsNotText() throws VssException {
        assertThat(DocumentEncoding.decode((TEXT + "\0").getBytes(UTF_16LE))).isEqualTo(TEXT);
        assertThat(DocumentEncoding.decode((TEXT + "\0").getBytes(UTF_8))).isEqualTo(TEXT);
    }

    @Test
    void eightBitTextIsUtf8OrElseOfWindows() throws VssException {
        Charset windows = Charset.forName("windows-1252");
        assertThat(DocumentEncoding.decode("<a b=\"Bücher – €\"/>".getBytes(windows)))
                .isEqualTo("<a b=\"Bücher – €\"/>");
        String declared = "<?xml version='1.0' encoding='ISO-8859-1'?><a b=\"Ã¼\"/>";
        assertThat(DocumentEncoding.decode(declared.getBytes(ISO_8859_1))).isEqualTo(declared);
    }

    @Test
    void aWrongEncodingIsCorrupt() {
        byte[] half = TEXT.getBytes(UTF_16LE);
        for (byte[] wrong :
                List.of(
                        java.util.Arrays.copyOf(half, half.length - 1),
                        HexFormat.of().parseHex("3c0000d8"),
                        HexFormat.of().parseHex("fffe00d8"),
                        HexFormat.of().parseHex("efbbbf3cff"),
                        HexFormat.of().parseHex("3c81"),
                        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>".getBytes(UTF_8),
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a b=\"ü\"/>"
                                .getBytes(ISO_8859_1))) {
            VssException refusal =
                    catchThrowableOfType(VssException.class, () -> DocumentEncoding.decode(wrong));
            assertThat(refusal).as(HexFormat.of().formatHex(wrong)).isNotNull();
            assertThat(refusal.code()).isEqualTo(HResult.VSS_E_CORRUPT_XML_DOCUMENT);
        }
    }

    @Test
    void whatIsEncodedIsDecodedAgain() throws VssException {
        String document = Samples.everything().write();
        assertThat(DocumentEncoding.decode(DocumentEncoding.encode(document))).isEqualTo(document);
        String strange = WriterMetadataDocument.write(Samples.strange());
        assertThat(
                        WriterMetadataDocument.read(
                                DocumentEncoding.decode(DocumentEncoding.encode(strange))))
                .isEqualTo(Samples.strange());
    }

    @Test
    void charactersThatXmlLacksGoThroughAndOthersStayAsTheyAre() {
        for (String text :
                List.of(
                        "",
                        "_x0041_",
                        "_x005F_",
                        "_x005F_x0041_",
                        "_xDC80_",
                        "\uDC80\uDCFF",
                        "_\uDC80_x005f_",
                        "__x0000__",
                        "a_x",
                        "\u0000\uFFFE\t\n\uD83D\uDE00")) {
            String escaped = XmlText.escape(text);
            assertThat(XmlText.unescape(escaped)).as(escaped).isEqualTo(text);
        }
        assertThat(XmlText.escape("a_x0041_b")).isEqualTo("a_x0041_b");
        assertThat(XmlText.escape("\uDC80")).isEqualTo("_xDC80_");
    }
}
