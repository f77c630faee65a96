package org.openvss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAlignedAndEmptyCellsAreDashes() {
        Table table = new Table("VOLUME", "ID");
        table.row("/a", "1");
        table.row("/much longer", "");
        assertThat(table.lines())
                .containsExactly("VOLUME        ID", "/a            1", "/much longer  -");
    }

    @Test
    void aNameCannotBreakALine() {
        Table table = new Table("VOLUME");
        table.row("a\nb");
        assertThat(table.lines()).containsExactly("VOLUME", "a\\nb");
    }
}
