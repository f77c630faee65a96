package org.openvss.documents;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.openvss.HResult.VSS_E_CORRUPT_XML_DOCUMENT;
import static org.openvss.HResult.VSS_E_INVALID_XML_DOCUMENT;

import java.io.Reader;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openvss.HResult;
import org.openvss.VssException;

/** Texts that are broken, endless or made to do harm: a documented code, soon, and nothing else. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileDocumentsTest {
    private static final String OPENING =
            "<BACKUP_COMPONENTS xmlns=\"x-schema:#VssComponentMetadata\" version=\"1.2\"";

    @Test
    void aTruncatedDocumentIsCorruptWhereverItEnds() {
        for (int end = 0; end < Samples.BACKUP.length(); end++) {
            assertThat(codeOf(Samples.BACKUP.substring(0, end)))
                    .as("cut after %d characters", end)
                    .isEqualTo(VSS_E_CORRUPT_XML_DOCUMENT);
        }
    }

    @Test
    void whatIsNotWellFormedIsCorrupt() {
        for (String text :
                List.of(
                        "",
                        " \n",
                        "no document",
                        "\0",
                        Samples.BACKUP + "<a/>",
                        Samples.BACKUP + "\0",
                        Samples.BACKUP.replace("</COMPONENT>", "</COMPONENTS>"),
                        Samples.BACKUP.replace("version=", "version= version="),
                        Samples.BACKUP.replace("version=\"1.2\"", "version=\"1\" version=\"1\""),
                        Samples.BACKUP.replace("ledger-01", "ledger\u0001"),
                        Samples.BACKUP.replace("ledger-01", "ledger\uD800"),
                        Samples.BACKUP.replace("ledger-01", "&#x1;"),
                        Samples.BACKUP.replace("ledger-01", "a<b"),
                        Samples.BACKUP.replace("instanceName", "a:instanceName"))) {
            assertThat(codeOf(text)).as(text).isEqualTo(VSS_E_CORRUPT_XML_DOCUMENT);
        }
    }

    @Test
    void anEndlessDocumentIsReadNoFurtherThanADocumentMayBeLong() {
        for (String repeated :
                List.of(" ", "<!-- a -->", "<?a b?>", "text", "<a>text</a>", "<![CDATA[x]]>")) {
            Endless endless = new Endless(OPENING + ">", repeated);
            assertThat(codeOf(endless)).as(repeated).isEqualTo(VSS_E_INVALID_XML_DOCUMENT);
            assertThat(endless.given).isLessThan(DocumentLimits.CHARACTERS + 100_000L);
        }
        assertThat(codeOf(new Endless(OPENING + " a=\"", "x")))
                .isEqualTo(VSS_E_INVALID_XML_DOCUMENT);
        assertThat(codeOf(new Endless("<", "x"))).isEqualTo(VSS_E_INVALID_XML_DOCUMENT);
        assertThat(codeOf(new Endless("", " "))).isIn(BOTH);
        assertThat(codeOf(new Endless(OPENING + " a=\"", "&#65;")))
                .isEqualTo(VSS_E_INVALID_XML_DOCUMENT);
    }

    @Test
    void depthAttributesAndElementsAreLimited() {
        int depth = DocumentLimits.DEPTH;
        assertThat(codeOf(OPENING + ">" + nested(depth - 1) + "</BACKUP_COMPONENTS>")).isNull();
        assertThat(codeOf(OPENING + ">" + nested(depth) + "</BACKUP_COMPONENTS>"))
                .isEqualTo(VSS_E_INVALID_XML_DOCUMENT);
        assertThat(codeOf(OPENING + ">" + "<a>".repeat(1_000_000)))
                .isEqualTo(VSS_E_INVALID_XML_DOCUMENT);
        assertThat(codeOf(OPENING + attributes(40) + "/>")).isNull();
        assertThat(codeOf(OPENING + attributes(70) + "/>")).isEqualTo(VSS_E_INVALID_XML_DOCUMENT);
        assertThat(codeOf(OPENING + attributes(400_000) + "/>"))
                .isEqualTo(VSS_E_INVALID_XML_DOCUMENT);
        assertThat(refusalOf(OPENING + attributes(400_000) + "/>"))
                .as("the parser itself has to stop: it would be busy for minutes")
                .hasMessageContaining("limit of the parser");
        String elements = "<a/>".repeat(DocumentLimits.ELEMENTS);
        assertThat(codeOf(OPENING + ">" + elements + "</BACKUP_COMPONENTS>"))
                .isEqualTo(VSS_E_INVALID_XML_DOCUMENT);
    }

    private static String nested(int levels) {
        return "<a>".repeat(levels) + "</a>".repeat(levels);
    }

    private static String attributes(int count) {
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i < count; i++) {
            attributes.append(" a").append(i).append("=\"\"");
        }
        return attributes.toString();
    }

    @Test
    void noDocumentTypeIsReadWhateverItHolds() {
        StringBuilder laughs =
                new StringBuilder("<!DOCTYPE BACKUP_COMPONENTS [<!ENTITY l0 \"ha\">");
        for (int i = 1; i < 20; i++) {
            String ten = ("&l" + (i - 1) + ";").repeat(10);
            laughs.append("<!ENTITY l").append(i).append(" \"").append(ten).append("\">");
        }
        laughs.append("]>");
        String laughing = OPENING + " a=\"&l19;\">&l19;</BACKUP_COMPONENTS>";
        for (String type :
                List.of(
                        laughs.toString(),
                        "<!DOCTYPE BACKUP_COMPONENTS>",
                        "<!DOCTYPE BACKUP_COMPONENTS [<!ENTITY l19 SYSTEM \"file:///etc/passwd\">]>",
                        "<!DOCTYPE BACKUP_COMPONENTS SYSTEM \"http://localhost:1/a.dtd\">",
                        "<!DOCTYPE BACKUP_COMPONENTS [<!ENTITY % p SYSTEM \"file:///dev/zero\"> %p;]>")) {
            assertThat(codeOf(type + laughing)).as(type).isEqualTo(VSS_E_INVALID_XML_DOCUMENT);
        }
        assertThat(codeOf(laughing)).isEqualTo(VSS_E_CORRUPT_XML_DOCUMENT);
        assertThat(codeOf(OPENING + ">&l19;</BACKUP_COMPONENTS>"))
                .isEqualTo(VSS_E_CORRUPT_XML_DOCUMENT);
    }

    @Test
    void aForeignAttributeCannotHideOneOfOurs() throws VssException {
        String text =
                Samples.BACKUP.replace("version=", "xmlns:e=\"e\" e:backupType=\"log\" version=");
        assertThat(BackupComponentsDocument.read(text).backup())
                .isEqualTo(BackupComponentsDocument.read(Samples.BACKUP).backup());
    }

    private static final List<HResult> BOTH =
            List.of(VSS_E_CORRUPT_XML_DOCUMENT, VSS_E_INVALID_XML_DOCUMENT);

    private static @Nullable HResult codeOf(String text) {
        VssException refusal = refusalOf(text);
        return refusal == null ? null : refusal.code();
    }

    private static @Nullable VssException refusalOf(String text) {
        return catchThrowableOfType(VssException.class, () -> BackupComponentsDocument.read(text));
    }

    private static HResult codeOf(Reader text) {
        return requireNonNull(
                        catchThrowableOfType(
                                VssException.class, () -> BackupComponentsDocument.read(text)))
                .code();
    }

    /** A beginning, and then the same for ever. */
    private static final class Endless extends Reader {
        private final String beginning;
        private final String repeated;
        private long given;

        Endless(String beginning, String repeated) {
            this.beginning = beginning;
            this.repeated = repeated;
        }

        @Override
        public int read(char[] buffer, int offset, int length) {
            for (int i = 0; i < length; i++) {
                buffer[offset + i] =
                        given < beginning.length()
                                ? beginning.charAt((int) given)
                                : repeated.charAt(
                                        (int) ((given - beginning.length()) % repeated.length()));
                given++;
            }
            return length;
        }

        @Override
        public void close() {}
    }
}
