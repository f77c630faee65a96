package org.openvss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares {@link HResult} with a table that was typed from the documentation. */
class ResultCodesTest {
    @Test
    void everyCodeHasItsDocumentedNameAndNumberAndThereAreNoOthers() throws IOException {
        Map<String, Integer> documented = documented();
        Map<String, Integer> ours =
                Stream.of(HResult.values())
                        .collect(Collectors.toMap(HResult::name, HResult::value));
        assertThat(documented).hasSize(91).contains(entry("VSS_E_BAD_STATE", 0x80042301));
        assertThat(ours).containsExactlyInAnyOrderEntriesOf(documented);
    }

    @Test
    void noTwoCodesShareANumberAndEachIsFoundByIt() {
        Map<Integer, HResult> byValue =
                Stream.of(HResult.values())
                        .collect(Collectors.toMap(HResult::value, Function.identity()));
        byValue.forEach((value, code) -> assertThat(HResult.ofValue(value)).contains(code));
    }

    @Test
    void numbersThatVssLeavesUnassignedAreUnknown() {
        List<Integer> unassigned = new ArrayList<>(List.of(0x80042305, 0x8004231C));
        IntStream.rangeClosed(0x80042330, 0x80042335).forEach(unassigned::add);
        IntStream.rangeClosed(0x80042337, 0x800423EF).forEach(unassigned::add);
        IntStream.rangeClosed(0x8004240B, 0x80042410).forEach(unassigned::add);
        assertThat(unassigned).allSatisfy(value -> assertThat(HResult.ofValue(value)).isEmpty());
    }

    @Test
    void failuresAreTheCodesWithAnEInTheirName() {
        assertThat(HResult.values())
                .allSatisfy(code ->
                        assertThat(code.isFailure())
                                .as(code.name())
                                .isEqualTo(code.name().matches("(VSS_)?E_.*")));
    }

    @Test
    void messagesCarryNameNumberAndSentence() {
        VssException error =
                new VssException(HResult.VSS_E_BAD_STATE, "startSnapshotSet is missing");
        assertThat(error).hasMessage("VSS_E_BAD_STATE (0x80042301): startSnapshotSet is missing");
        assertThat(error.sentence()).isEqualTo("startSnapshotSet is missing");
    }

    @Test
    void residueIsAddedAndNothingIsLost() {
        VssException first = new VssException(HResult.VSS_E_PROVIDER_VETO, "no");
        VssException second = first.withResidue(List.of("a")).withResidue(List.of("b"));
        assertThat(second.residue()).containsExactly("a", "b");
        assertThat(second.code()).isEqualTo(HResult.VSS_E_PROVIDER_VETO);
        assertThat(second.sentence()).isEqualTo("no");
        assertThat(first.withResidue(List.of())).isSameAs(first);
    }

    private static Map<String, Integer> documented() throws IOException {
        try (InputStream table =
                Objects.requireNonNull(
                        ResultCodesTest.class.getResourceAsStream("result-codes.txt"))) {
            Map<String, Integer> codes = new LinkedHashMap<>();
            new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", -1))
                    .forEach(row -> codes.put(row[0], Long.decode(row[1]).intValue()));
            return codes;
        }
    }
}
