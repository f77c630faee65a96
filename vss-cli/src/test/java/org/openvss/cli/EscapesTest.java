package org.openvss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EscapesTest {
    @Test
    void controlCharactersCannotReachTheTerminal() {
        assertThat(Escapes.forTerminal("a\nb\tc\u001b[31m\u007f"))
                .isEqualTo("a\\nb\\tc\\x1b[31m\\x7f");
    }

    @Test
    void bytesThatAreNotUtf8AreShownAsBytes() {
        assertThat(Escapes.forTerminal("x\uDCFF\uDC80y")).isEqualTo("x\\xff\\x80y");
    }

    @Test
    void aBackslashCannotPretendToBeAnEscape() {
        assertThat(Escapes.forTerminal("a\\nb")).isEqualTo("a\\\\nb");
    }

    @Test
    void textThatReversesItselfIsShownAsCode() {
        assertThat(Escapes.forTerminal("a\u202Eb")).isEqualTo("a\\u202eb");
    }

    @Test
    void ordinaryTextStays() {
        assertThat(Escapes.forTerminal("/srv/Größe \uD83D\uDE00"))
                .isEqualTo("/srv/Größe \uD83D\uDE00");
    }

    @Test
    void jsonKeepsBytesAsLoneSurrogates() {
        assertThat(Escapes.forJson("\"\uDCFF\uD83D\uDE00\"")).isEqualTo("\"\\udcff\uD83D\uDE00\"");
    }
}
