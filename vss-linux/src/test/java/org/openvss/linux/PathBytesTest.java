package org.openvss.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every sequence of bytes survives the way to a string and back. */
class PathBytesTest {
    @Test
    void randomBytesComeBack() {
        Random random = new Random(20261124);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            assertThat(PathBytes.encode(PathBytes.decode(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void textThatWasCutAnywhereComesBack() {
        byte[] text = "a\u00e9\u20ac\uD83D\uDE00\uFFFD/z".getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from <= text.length; from++) {
            for (int to = from; to <= text.length; to++) {
                byte[] piece = Arrays.copyOfRange(text, from, to);
                assertThat(PathBytes.encode(PathBytes.decode(text, from, to))).isEqualTo(piece);
            }
        }
    }

    @Test
    void validTextStaysText() {
        String text = "/srv/Gr\u00fc\u00dfe \u20ac \uD83D\uDE00\n";
        assertThat(PathBytes.decode(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
        assertThat(PathBytes.encode(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void otherBytesBecomeLoneSurrogates() {
        byte[] bytes = {'x', (byte) 0xFF, (byte) 0xC3, 'y'};
        assertThat(PathBytes.decode(bytes)).isEqualTo("x\uDCFF\uDCC3y");
    }

    @Test
    void surrogatesWrittenAsUtf8AreNotText() {
        byte[] bytes = {(byte) 0xED, (byte) 0xB2, (byte) 0x80};
        assertThat(PathBytes.decode(bytes)).isEqualTo("\uDCED\uDCB2\uDC80");
    }

    @Test
    void aSurrogateThatCarriesNoByteIsRefused() {
        assertThatThrownBy(() -> PathBytes.encode("a\uD800b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("index 1");
        assertThatThrownBy(() -> PathBytes.encode("\uDC7F"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
