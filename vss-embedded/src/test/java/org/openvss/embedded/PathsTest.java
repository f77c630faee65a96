package org.openvss.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathsTest {
    @Test
    void emptyAndDotPartsGoAndTwoDotsStay() {
        assertThat(Paths.absolute("//a/./b//")).isEqualTo("/a/b");
        assertThat(Paths.absolute("/a/link/../b")).isEqualTo("/a/link/../b");
        assertThat(Paths.absolute("/")).isEqualTo("/");
    }

    @Test
    void relativePathsStartAtTheWorkingFolder() {
        assertThat(Paths.absolute("x")).isEqualTo(Paths.workingFolder() + "/x");
    }

    @Test
    void aFolderDoesNotContainItsNeighbour() {
        assertThat(Paths.isAtOrBelow("/srv/db", "/srv/db")).isTrue();
        assertThat(Paths.isAtOrBelow("/srv/db/x", "/srv/db")).isTrue();
        assertThat(Paths.isAtOrBelow("/srv/db2", "/srv/db")).isFalse();
        assertThat(Paths.isAtOrBelow("/srv", "/")).isTrue();
    }

    @Test
    void joinsWithOneSlash() {
        assertThat(Paths.join("/a", "b")).isEqualTo("/a/b");
        assertThat(Paths.join("/", "b")).isEqualTo("/b");
        assertThat(Paths.join("/a", "/")).isEqualTo("/a");
    }
}
