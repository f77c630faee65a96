package org.openvss.testkit.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge must pass what is honest and, above all, be able to fail what is not. */
class SimultaneityJudgeTest {
    private static final Duration GENTLE = Duration.ofMillis(1);

    @TempDir private Path temp;

    private List<Path> folders = List.of();

    @BeforeEach
    void makeFolders() throws IOException {
        List<Path> made = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            made.add(Files.createDirectory(temp.resolve(name)));
        }
        folders = List.copyOf(made);
    }

    private SimultaneityJudge judge(int chains, Durability durability) throws IOException {
        return SimultaneityJudge.start(folders, chains, durability, GENTLE);
    }

    private Path copyOf(Path folder, String name) throws IOException {
        Path target = Files.createDirectory(temp.resolve(name));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }

    @Test
    void passesWhatWasCopiedWhileNothingWasWritten() throws Exception {
        for (Durability durability : Durability.values()) {
            SimultaneityJudge judge = judge(4, durability);
            Mark before = judge.awaitRounds(5);
            judge.close(); // in the middle of a round, as a freeze would

            Verdict verdict = judge.examine(folders, before, judge.mark());

            assertThat(verdict).isEqualTo(new Verdict(1, 0, 0, List.of()));
            assertThat(verdict.isClean()).isTrue();
        }
    }

    @Test
    void catchesCopiesMadeOneAfterAnotherInEitherDirection() throws Exception {
        for (List<Integer> cutting : List.of(List.of(0, 1, 2), List.of(2, 1, 0))) {
            try (SimultaneityJudge judge = judge(1, Durability.FSYNCED)) {
                Mark before = judge.awaitRounds(1);
                Path[] copies = new Path[folders.size()];
                for (int volume : cutting) {
                    copies[volume] = copyOf(folders.get(volume), "copy" + cutting + volume);
                    judge.awaitRounds(3);
                }

                Verdict verdict = judge.examine(List.of(copies), before, judge.mark());

                assertThat(verdict.isClean()).isFalse();
                assertThat(verdict.setsViolated()).isEqualTo(1);
                assertThat(verdict.details()).isNotEmpty();
            }
        }
    }

    @Test
    void namesTheRecordThatIsThereWithoutTheOneBeforeIt() throws Exception {
        try (SimultaneityJudge judge = judge(1, Durability.FSYNCED)) {
            Mark before = judge.awaitRounds(1);
            Path first = copyOf(folders.get(0), "first");
            judge.awaitRounds(2);
            Path second = copyOf(folders.get(1), "second");
            judge.awaitRounds(2);
            Path third = copyOf(folders.get(2), "third");

            Verdict verdict = judge.examine(List.of(first, second, third), before, judge.mark());

            assertThat(verdict.violations()).isEqualTo(2);
            assertThat(verdict.details().getFirst())
                    .contains("chain 0", second.toString(), "which was written before it");
        }
    }

    @Test
    void failsAnEmptyOrOldCopy() throws Exception {
        try (SimultaneityJudge judge = judge(1, Durability.FSYNCED)) {
            judge.awaitRounds(1);
            List<Path> old = new ArrayList<>();
            for (Path folder : folders) {
                Path copy = temp.resolve("old-" + folder.getFileName());
                Files.createDirectory(copy);
                Files.write(copy.resolve("judge-chain-0.records"), new byte[4096]);
                old.add(copy);
            }
            Mark before = judge.awaitRounds(1);

            Verdict verdict = judge.examine(old, before, judge.mark());

            assertThat(verdict.violations()).isEqualTo(3);
            assertThat(verdict.details())
                    .allMatch(each -> each.contains("before the set was begun"));
        }
    }

    @Test
    void failsTheOriginalThatPassesItselfOffAsItsCopy() throws Exception {
        SimultaneityJudge judge = judge(1, Durability.FSYNCED);
        Mark mark = judge.awaitRounds(1);
        judge.awaitRounds(2);
        judge.close();

        Verdict verdict = judge.examine(folders, mark, mark);

        assertThat(verdict.details()).isNotEmpty();
        assertThat(verdict.details()).allMatch(each -> each.contains("the set was finished when"));
    }

    @Test
    void failsACopyThatCannotBeRead() throws Exception {
        try (SimultaneityJudge judge = judge(2, Durability.FSYNCED)) {
            Mark before = judge.awaitRounds(1);
            Path empty = Files.createDirectory(temp.resolve("empty"));

            Verdict verdict = judge.examine(List.of(empty, empty, empty), before, judge.mark());

            assertThat(verdict.violations()).isEqualTo(2);
            assertThat(verdict.details()).allMatch(each -> each.contains("cannot read"));
        }
    }

    @Test
    void ignoresTornRecordsAndThoseOfAnEarlierJudge() throws Exception {
        Path file = folders.getFirst().resolve("judge-chain-0.records");
        try (SimultaneityJudge earlier = judge(1, Durability.FSYNCED)) {
            earlier.awaitRounds(20);
        }
        byte[] bytes = Files.readAllBytes(file);
        SimultaneityJudge judge = judge(1, Durability.FSYNCED);
        Mark before = judge.awaitRounds(1);
        judge.close();
        byte[] now = Files.readAllBytes(file);
        int slot = 63 * 64;
        System.arraycopy(bytes, 20 * 64, now, slot, 64); // an intact record, but of another run
        System.arraycopy(now, 64, now, slot - 64, 64); // one of this run, made higher and torn
        now[slot - 64 + 16] = 0x7F;
        Files.write(file, now);

        assertThat(judge.examine(folders, before, judge.mark()).details()).isEmpty();
    }

    @Test
    void saysThatAVolumeCouldNotBeWritten() throws Exception {
        Path missing = temp.resolve("missing");
        List<Path> withMissing = List.of(folders.getFirst(), missing);

        assertThatThrownBy(() -> SimultaneityJudge.fsynced(withMissing, 2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void countsSetsAndKeepsTheFirstSentences() {
        Verdict bad = Verdict.ofOneSet(java.util.Collections.nCopies(15, "order broken"));
        Verdict all = Verdict.NOTHING_JUDGED.plus(bad).plus(Verdict.ofOneSet(List.of())).plus(bad);

        assertThat(all.setsJudged()).isEqualTo(3);
        assertThat(all.setsViolated()).isEqualTo(2);
        assertThat(all.violations()).isEqualTo(30);
        assertThat(all.details()).hasSize(Verdict.MOST_DETAILS);
        assertThat(Verdict.NOTHING_JUDGED.isClean()).isFalse();
    }
}
