package org.openvss.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.WriterMetadata;

/**
 * Valid documents, mutated from one seed each: they are read, or refused with one of the two codes;
 * what is read can be written and means the same. {@code -Dvss.seeds=N} tries more, {@code
 * -Dvss.seed=N} repeats one.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DocumentFuzzTest {
    private static final long FIRST_SEED = 31_000_000L;

    private static final List<String> SEEDS =
            List.of(
                    Samples.WRITER,
                    Samples.BACKUP,
                    Samples.WINDOWS_WRITER,
                    Samples.WINDOWS_BACKUP,
                    Samples.everything().write());

    private static final List<String> PIECES =
            List.of(
                    "<",
                    ">",
                    "/",
                    "\"",
                    "'",
                    "&",
                    ";",
                    "=",
                    "&#",
                    "&amp;",
                    "&#x",
                    "]]>",
                    "<![CDATA[",
                    "<!--",
                    "-->",
                    "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
                    "<!DOCTYPE a [",
                    "xmlns=\"\"",
                    "xmlns:a=\"b\"",
                    "a:",
                    "\0",
                    "\uD800",
                    "\uFFFF",
                    "\n",
                    "_x0000_",
                    "99999999999999999999",
                    "-1",
                    "yes",
                    "no",
                    "<a/>",
                    "</COMPONENT>",
                    "<COMPONENT ");

    private int read;
    private int corrupt;
    private int invalid;

    @Test
    void mutatedDocumentsAreReadOrRefused() {
        Long one = Long.getLong("vss.seed");
        if (one != null) {
            tryOne(one);
            return;
        }
        int seeds = Integer.getInteger("vss.seeds", 6000);
        for (long seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
            tryOne(seed);
        }
        assertThat(read).as("documents that could still be read").isGreaterThan(seeds / 50);
        assertThat(corrupt).isGreaterThan(seeds / 50);
        assertThat(invalid).isGreaterThan(seeds / 50);
    }

    private void tryOne(long seed) {
        Random random = new Random(seed);
        String text = mutated(random);
        try {
            if (text.contains("WriterMetadataInfo")) {
                WriterMetadata writer = WriterMetadataDocument.read(text);
                String again = WriterMetadataDocument.write(writer);
                assertThat(WriterMetadataDocument.read(again)).isEqualTo(writer);
            } else {
                BackupComponentsDocument document = BackupComponentsDocument.read(text);
                assertThat(BackupComponentsDocument.read(document.write())).isEqualTo(document);
            }
            read++;
        } catch (VssException refusal) {
            if (refusal.code() == HResult.VSS_E_CORRUPT_XML_DOCUMENT) {
                corrupt++;
            } else if (refusal.code() == HResult.VSS_E_INVALID_XML_DOCUMENT) {
                invalid++;
            } else {
                fail("-Dvss.seed=" + seed, refusal);
            }
        } catch (RuntimeException | AssertionError crash) {
            fail("-Dvss.seed=" + seed + " breaks: " + text, crash);
        }
    }

    private static String mutated(Random random) {
        String text = SEEDS.get(random.nextInt(SEEDS.size()));
        int mutations = 1 + random.nextInt(4);
        for (int i = 0; i < mutations && !text.isEmpty(); i++) {
            text = mutate(text, random);
        }
        return text;
    }

    private static String mutate(String text, Random random) {
        int a = random.nextInt(text.length());
        int b = a + random.nextInt(Math.min(text.length() - a, 1 + random.nextInt(200)));
        String before = text.substring(0, a);
        String middle = text.substring(a, b);
        String after = text.substring(b);
        return switch (random.nextInt(7)) {
            case 0 -> before + after;
            case 1 -> before + middle + middle + after;
            case 2 -> before + PIECES.get(random.nextInt(PIECES.size())) + middle + after;
            case 3 -> before + (char) random.nextInt(0x10000) + text.substring(a + 1);
            case 4 -> swapAttributes(text, random);
            case 5 -> dropOrDoubleElement(text, random);
            default -> before + middle.toUpperCase(java.util.Locale.ROOT) + after;
        };
    }

    /** Exchanges the values of two attributes, which leaves the document well-formed. */
    private static String swapAttributes(String text, Random random) {
        String[] parts = text.split("\"", -1);
        if (parts.length < 5) {
            return text;
        }
        int one = 1 + 2 * random.nextInt((parts.length - 1) / 2);
        int other = 1 + 2 * random.nextInt((parts.length - 1) / 2);
        String value = parts[one];
        parts[one] = parts[other];
        parts[other] = value;
        return String.join("\"", parts);
    }

    /** Takes out or repeats an element without children. */
    private static String dropOrDoubleElement(String text, Random random) {
        List<String> leaves = new ArrayList<>();
        java.util.regex.Pattern.compile("<\\w+ [^<>]*/>")
                .matcher(text)
                .results()
                .forEach(leaf -> leaves.add(leaf.group()));
        if (leaves.isEmpty()) {
            return text;
        }
        String leaf = leaves.get(random.nextInt(leaves.size()));
        return text.replace(leaf, random.nextBoolean() ? "" : leaf + leaf);
    }

    @Test
    void mutatedFilesAreDecodedOrRefused() {
        List<Charset> charsets =
                List.of(
                        StandardCharsets.UTF_8,
                        StandardCharsets.UTF_16LE,
                        StandardCharsets.UTF_16,
                        StandardCharsets.ISO_8859_1);
        for (long seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = mutated(random).getBytes(charsets.get(random.nextInt(charsets.size())));
            for (int i = 0; i < 3 && bytes.length > 0; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                BackupComponentsDocument.read(DocumentEncoding.decode(bytes));
            } catch (VssException refusal) {
                assertThat(refusal.code())
                        .isIn(
                                HResult.VSS_E_CORRUPT_XML_DOCUMENT,
                                HResult.VSS_E_INVALID_XML_DOCUMENT);
            }
        }
    }
}
