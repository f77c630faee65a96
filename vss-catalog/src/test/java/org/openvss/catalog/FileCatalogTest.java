package org.openvss.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.Consistency;
import org.openvss.HResult;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.testkit.RandomSets;

class FileCatalogTest {
    private final Random random = new Random(1);

    @Test
    void anEmptyStateFolderHasNoSetsAndStaysEmpty(@TempDir Path folder) throws Exception {
        Path state = folder.resolve("state");
        FileCatalog catalog = FileCatalog.in(state);

        assertThat(catalog.list()).isEmpty();
        assertThat(catalog.find(ShadowCopySetId.random())).isEmpty();
        assertThat(catalog.problems()).isEmpty();
        catalog.tidy();
        catalog.remove(ShadowCopySetId.random());

        assertThat(state).doesNotExist();
    }

    @Test
    void keepsSetsForTheNextProcessAndForNobodyElse(@TempDir Path folder) throws Exception {
        Path state = folder.resolve("var/state");
        ShadowCopySet one = RandomSets.random(random);
        ShadowCopySet two = RandomSets.random(random);
        FileCatalog.in(state).put(one);
        FileCatalog.in(state).put(two);
        ShadowCopySet newer = one.withShadowCopies(List.of());
        FileCatalog.in(state).put(newer);

        FileCatalog catalog = FileCatalog.in(state);
        assertThat(catalog.list()).containsExactlyInAnyOrder(newer, two);
        assertThat(catalog.list())
                .isSortedAccordingTo((a, b) -> a.createdAt().compareTo(b.createdAt()));
        assertThat(catalog.find(one.id())).contains(newer);
        catalog.remove(one.id());
        catalog.remove(one.id());
        assertThat(FileCatalog.in(state).list()).containsExactly(two);

        assertThat(mode(state)).isEqualTo("rwx------");
        assertThat(mode(state.resolve("sets"))).isEqualTo("rwx------");
        assertThat(mode(record(state, two))).isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(state.resolve("sets"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void damagedRecordsAreShownThenMovedAwayAndNeverHideOthers(@TempDir Path state)
            throws Exception {
        FileCatalog catalog = FileCatalog.in(state);
        ShadowCopySet whole = RandomSets.random(random);
        ShadowCopySet truncated = RandomSets.random(random);
        ShadowCopySet garbage = RandomSets.random(random);
        ShadowCopySet renamed = RandomSets.random(random);
        for (ShadowCopySet set : List.of(whole, truncated, garbage, renamed)) {
            catalog.put(set);
        }
        byte[] bytes = Files.readAllBytes(record(state, truncated));
        Files.write(record(state, truncated), Arrays.copyOf(bytes, bytes.length / 2));
        byte[] noise = new byte[300];
        random.nextBytes(noise);
        Files.write(record(state, garbage), noise);
        Path strange = state.resolve("sets").resolve(ShadowCopySetId.random() + ".json");
        Files.move(record(state, renamed), strange);
        Files.writeString(state.resolve("sets/notes.txt"), "of the administrator");

        assertThat(catalog.list()).containsExactly(whole);
        assertThat(catalog.find(truncated.id())).isEmpty();
        assertThat(catalog.problems())
                .hasSize(3)
                .anyMatch(p -> p.contains(record(state, truncated).toString()))
                .anyMatch(p -> p.contains("not JSON") && p.contains(garbage.id().toString()))
                .anyMatch(p -> p.contains(strange + " cannot be used: it describes"));
        catalog.tidy();

        assertThat(catalog.list()).containsExactly(whole);
        assertThat(state.resolve("damaged/sets-" + truncated.id() + ".json"))
                .hasBinaryContent(Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(mode(state.resolve("damaged"))).isEqualTo("rwx------");
        assertThat(state.resolve("sets/notes.txt")).exists();
        assertThat(catalog.problems()).hasSize(3).allMatch(p -> p.contains("was moved to"));

        catalog.put(truncated);
        Files.write(record(state, truncated), new byte[0]);
        catalog.tidy();
        assertThat(state.resolve("damaged/sets-" + truncated.id() + ".2.json")).isEmptyFile();
        assertThat(catalog.problems()).hasSize(4);
    }

    @Test
    void aRecordOfANewerVersionIsShownButLeftAlone(@TempDir Path state) throws Exception {
        FileCatalog catalog = FileCatalog.in(state);
        ShadowCopySet set = RandomSets.random(random);
        catalog.put(set);
        String newer =
                Files.readString(record(state, set)).replace("\"version\" : 1", "\"version\" : 2");
        Files.writeString(record(state, set), newer);

        catalog.tidy();

        assertThat(catalog.list()).isEmpty();
        assertThat(record(state, set)).hasContent(newer);
        assertThat(catalog.problems()).singleElement().asString().contains("newer OpenVSS");
    }

    @Test
    void crashAtAnyStepOfTidyingLosesNoDamagedRecord() throws Exception {
        for (int step = 1; ; step++) {
            FaultyDisk disk = new FaultyDisk(step);
            ShadowCopySet set = RandomSets.random(random);
            FileCatalog.on(disk).put(set);
            byte[] noise = "noise".getBytes(StandardCharsets.US_ASCII);
            disk.damage("sets/" + set.id() + ".json", noise);
            disk.failAfter(step, FaultyDisk.Fault.CRASH);
            boolean crashed = false;
            try {
                FileCatalog.on(disk).tidy();
            } catch (FaultyDisk.Crash e) {
                crashed = true;
            }
            disk.reboot();
            assertThat(FileCatalog.on(disk).problems()).as("step %d", step).hasSize(1);
            FileCatalog.on(disk).tidy();
            assertThat(disk.names()).containsExactly("damaged/sets-" + set.id() + ".json");
            if (!crashed) {
                assertThat(step).isGreaterThan(4);
                return;
            }
        }
    }

    @Test
    void rebuildAddsWhatIsMissingAndLosesNothing(@TempDir Path state) throws Exception {
        FileCatalog catalog = FileCatalog.in(state);
        ShadowCopySet unknownToStorage = RandomSets.random(random);
        ShadowCopySet known = RandomSets.random(random);
        catalog.put(unknownToStorage);
        catalog.put(known);
        ShadowCopy found = RandomSets.copy(known.id(), random);
        ShadowCopySet knownOnStorage =
                known.withShadowCopies(
                        List.of(known.shadowCopies().getFirst().mountedAt("/other", null), found));
        ShadowCopySet lost = RandomSets.random(random);

        List<ShadowCopySet> changed =
                catalog.rebuild(List.of(lost, knownOnStorage, unknownToStorage));

        List<ShadowCopy> copies = new ArrayList<>(known.shadowCopies());
        copies.add(found);
        ShadowCopySet completed = known.withShadowCopies(copies);
        assertThat(changed).containsExactly(lost, completed);
        assertThat(catalog.list()).containsExactlyInAnyOrder(unknownToStorage, completed, lost);
        assertThat(catalog.rebuild(List.of(lost, knownOnStorage))).isEmpty();
        assertThat(catalog.rebuild(List.of())).isEmpty();
        assertThat(catalog.list()).hasSize(3);
    }

    @Test
    void rebuildJoinsThePartsOfSeveralProvidersAndTheWeakerPromiseCounts(@TempDir Path state)
            throws Exception {
        ShadowCopySetId id = ShadowCopySetId.random();
        ShadowCopySet one =
                part(RandomSets.random(id, random), Consistency.APPLICATION, true, "good");
        ShadowCopySet other = part(RandomSets.random(id, random), Consistency.NONE, false, "late");

        FileCatalog catalog = FileCatalog.in(state);
        catalog.rebuild(List.of(one, other));

        ShadowCopySet joined = catalog.find(id).orElseThrow();
        assertThat(joined.consistency()).isEqualTo(Consistency.NONE);
        assertThat(joined.simultaneous()).isFalse();
        assertThat(joined.verdict()).isEqualTo("late");
        assertThat(joined.shadowCopies())
                .containsAll(one.shadowCopies())
                .containsAll(other.shadowCopies())
                .hasSize(one.shadowCopies().size() + other.shadowCopies().size());
        assertThat(joined.copyCountAtCreation()).isEqualTo(joined.shadowCopies().size());
        assertThat(joined.createdAt())
                .isIn(one.createdAt(), other.createdAt())
                .isAfterOrEqualTo(one.createdAt())
                .isAfterOrEqualTo(other.createdAt());
    }

    @Test
    void aStateFolderThatCannotBeUsedIsNamed(@TempDir Path state) throws Exception {
        Files.createFile(state.resolve("sets"));

        assertThatThrownBy(() -> FileCatalog.in(state).put(RandomSets.random(random)))
                .isInstanceOfSatisfying(
                        VssException.class,
                        e -> assertThat(e.code()).isEqualTo(HResult.VSS_E_UNEXPECTED))
                .hasMessageContaining(state.resolve("sets").toString());
    }

    @Test
    void aForbiddenFolderIsAccessDenied(@TempDir Path state) throws Exception {
        Path sets = Files.createDirectory(state.resolve("sets"));
        Files.setPosixFilePermissions(sets, Set.of());
        assumeFalse(
                Files.isWritable(sets),
                "the superuser may write into any folder, so nothing can be forbidden");

        assertThatThrownBy(() -> FileCatalog.in(state).put(RandomSets.random(random)))
                .isInstanceOfSatisfying(
                        VssException.class,
                        e -> assertThat(e.code()).isEqualTo(HResult.E_ACCESSDENIED));
    }

    private static ShadowCopySet part(
            ShadowCopySet set, Consistency consistency, boolean simultaneous, String verdict) {
        return new ShadowCopySet(
                set.id(),
                set.context(),
                set.attributes(),
                set.state(),
                set.hresult(),
                consistency,
                simultaneous,
                verdict,
                set.createdAt(),
                set.heldNanos(),
                1,
                set.shadowCopies(),
                set.writers(),
                set.timeline());
    }

    private static Path record(Path state, ShadowCopySet set) {
        return state.resolve("sets").resolve(set.id() + ".json");
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
