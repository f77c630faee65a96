package org.openvss.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every test that docs/promises.md names exists and is a test. */
class PromisesTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final int FEWEST = 60;

    @Test
    void everyNamedTestExists() {
        Map<String, Path> sources = new HashMap<>();
        Reactor.sources().forEach(file -> sources.put(file.getFileName().toString(), file));
        List<String> missing = new ArrayList<>();
        List<MatchResult> named =
                NAMED.matcher(Reactor.read(Reactor.root().resolve("docs/promises.md")))
                        .results()
                        .toList();
        for (MatchResult test : named) {
            Path source = sources.get(test.group(1) + ".java");
            if (source == null || !isTest(Reactor.read(source), test.group(2))) {
                missing.add(test.group(1) + "#" + test.group(2));
            }
        }
        assertThat(missing).as("named in docs/promises.md, but no test").isEmpty();
        assertThat(named).hasSizeGreaterThan(FEWEST);
    }

    /** An annotation of a test, perhaps others with their arguments, then the method. */
    private static boolean isTest(String source, String method) {
        return Pattern.compile(
                        "@(Test|ParameterizedTest)\\b(?:(?!\\bvoid\\b)[\\s\\S])*?\\bvoid "
                                + method
                                + "\\(")
                .matcher(source)
                .find();
    }
}
