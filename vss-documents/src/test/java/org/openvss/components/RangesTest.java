package org.openvss.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openvss.VssException;
import org.openvss.components.Ranges.Range;

/** Parts of files as text and in files. */
class RangesTest {
    @Test
    void theExampleOfVss() throws VssException {
        Ranges ranges = Ranges.parse("64:448,0x1239E8577A:65536");
        assertThat(ranges.parts())
                .containsExactly(new Range(64, 448), new Range(0x1239E8577AL, 65536));
        assertThat(Ranges.parse(ranges.toString())).isEqualTo(ranges);
        assertThat(Ranges.ofFile(ranges.toFile())).isEqualTo(ranges);
        assertThat(HexFormat.of().formatHex(ranges.toFile()))
                .startsWith("0200000000000000" + "4000000000000000" + "c001000000000000");
    }

    @Test
    void aFileIsNamedInEitherForm() throws VssException {
        assertThat(Ranges.file("File=/srv/ranges")).contains("/srv/ranges");
        assertThat(Ranges.file("/srv/ranges")).contains("/srv/ranges");
        assertThat(Ranges.file("0:1")).isEmpty();
        assertThat(Ranges.inFile("/a")).isEqualTo("File=/a");
        Ranges.requireUsable("File=/srv/ranges");
        Ranges.requireUsable("0:1");
        assertThatThrownBy(() -> Ranges.requireUsable("File=ranges"))
                .hasMessageContaining("E_INVALIDARG");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "1",
                "1:",
                ":1",
                "1:0",
                "-1:5",
                "1:2,",
                "1:2;3:4",
                "0x:1",
                "g:1",
                "0xFFFFFFFFFFFFFFFF:1",
                "9223372036854775807:1",
                "99999999999999999999:1"
            })
    void whatIsNoRangeIsRefused(String text) {
        assertThatThrownBy(() -> Ranges.parse(text)).hasMessageContaining("E_INVALIDARG");
    }

    @Test
    void aFileOfAnotherSizeIsRefused() throws VssException {
        byte[] good = Ranges.parse("0:1,5:7").toFile();
        for (int size = 0; size < good.length; size++) {
            byte[] cut = Arrays.copyOf(good, size);
            assertThatThrownBy(() -> Ranges.ofFile(cut)).hasMessageContaining("E_INVALIDARG");
        }
        assertThatThrownBy(() -> Ranges.ofFile(Arrays.copyOf(good, good.length + 1)))
                .hasMessageContaining("E_INVALIDARG");
        byte[] endless = HexFormat.of().parseHex("ffffffffffffff7f");
        assertThatThrownBy(() -> Ranges.ofFile(endless)).hasMessageContaining("E_INVALIDARG");
    }

    @Test
    void rangesFitByCountAndLength() throws VssException {
        assertThat(Ranges.parse("0:1,5:7").fit(Ranges.parse("100:1,0:7"))).isTrue();
        assertThat(Ranges.parse("0:1,5:7").fit(Ranges.parse("0:7,5:1"))).isFalse();
        assertThat(Ranges.parse("0:1").fit(Ranges.parse("0:1,5:7"))).isFalse();
    }
}
