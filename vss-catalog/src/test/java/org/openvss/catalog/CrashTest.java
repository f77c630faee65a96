package org.openvss.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openvss.HResult;
import org.openvss.ProviderId;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.coordinator.port.CreationJournal.Intent;
import org.openvss.coordinator.port.CreationJournal.PlannedCopy;
import org.openvss.testkit.RandomSets;

/**
 * Random histories of the catalog on a disk that fails at any step: what was acknowledged is there,
 * what was not is there entirely or not at all.
 */
class CrashTest {
    private static final int SEEDS = 40;
    private static final int OPERATIONS = 12;

    /** What must be there, by the text of the id; null for the one operation in doubt. */
    private final Map<String, ShadowCopySet> acknowledged = new TreeMap<>();

    private @Nullable String doubtful;
    private @Nullable ShadowCopySet doubtfulAfter;

    @Test
    void everyCrashPointOfEveryOperationLosesNothingAcknowledged() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            int steps = runUntilFault(seed, Integer.MAX_VALUE, FaultyDisk.Fault.CRASH).steps();
            assertThat(steps).isGreaterThan(OPERATIONS);
            for (int step = 1; step <= steps; step++) {
                FaultyDisk disk = runUntilFault(seed, step, FaultyDisk.Fault.CRASH);
                disk.reboot();
                check(disk, "seed " + seed + ", crash at step " + step);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultyDisk.Fault.class,
            names = {"NO_SPACE", "INPUT_OUTPUT"})
    void everyFailingCallIsReportedAndLosesNothing(FaultyDisk.Fault fault) throws Exception {
        for (int seed = 0; seed < SEEDS / 4; seed++) {
            int steps = runUntilFault(seed, Integer.MAX_VALUE, fault).steps();
            for (int step = 1; step <= steps; step++) {
                FaultyDisk disk = runUntilFault(seed, step, fault);
                assertThat(doubtful).as("seed %d step %d", seed, step).isNotNull();
                check(disk, "seed " + seed + ", " + fault + " at step " + step);
                disk.reboot();
                check(disk, "the same after a reboot");
            }
        }
    }

    @Test
    void journalEntriesAreThereAfterEveryCrashPointOfBeginAndDone() throws Exception {
        Random random = new Random(7);
        Intent first = intent(random);
        Intent second = intent(random);
        for (int step = 1; ; step++) {
            FaultyDisk disk = new FaultyDisk(step);
            FileJournal journal = FileJournal.on(disk);
            journal.begin(first);
            disk.failAfter(step, FaultyDisk.Fault.CRASH);
            int acknowledgedCalls = 0;
            boolean crashed = false;
            try {
                journal.begin(second);
                acknowledgedCalls++;
                journal.done(first.set());
                acknowledgedCalls++;
            } catch (FaultyDisk.Crash e) {
                crashed = true;
            }
            disk.reboot();
            List<Intent> left = FileJournal.on(disk).unfinished();
            switch (acknowledgedCalls) {
                case 0 -> assertThat(left).contains(first).isSubsetOf(first, second);
                case 1 -> assertThat(left).contains(second).isSubsetOf(first, second);
                default -> assertThat(left).containsExactly(second);
            }
            if (!crashed) {
                assertThat(step).isGreaterThan(8);
                return;
            }
        }
    }

    private FaultyDisk runUntilFault(int seed, int step, FaultyDisk.Fault fault) {
        Random random = new Random(seed);
        FaultyDisk disk = new FaultyDisk(seed * 1000L + step);
        if (step != Integer.MAX_VALUE) {
            disk.failAfter(step, fault);
        }
        FileCatalog catalog = FileCatalog.on(disk);
        acknowledged.clear();
        doubtful = null;
        doubtfulAfter = null;
        List<ShadowCopySetId> ids = new ArrayList<>();
        for (int operation = 0; operation < OPERATIONS; operation++) {
            boolean known = !ids.isEmpty() && random.nextInt(3) > 0;
            ShadowCopySetId id =
                    known
                            ? ids.get(random.nextInt(ids.size()))
                            : new ShadowCopySetId(RandomSets.uuid(random));
            boolean remove = known && random.nextBoolean();
            ShadowCopySet set = remove ? null : RandomSets.random(id, random);
            ids.add(id);
            doubtful = id.toString();
            doubtfulAfter = set;
            try {
                if (set == null) {
                    catalog.remove(id);
                    acknowledged.remove(id.toString());
                } else {
                    catalog.put(set);
                    acknowledged.put(id.toString(), set);
                }
            } catch (FaultyDisk.Crash e) {
                return disk;
            } catch (VssException e) {
                assertThat(e.code())
                        .isEqualTo(
                                fault == FaultyDisk.Fault.NO_SPACE
                                        ? HResult.VSS_E_INSUFFICIENT_STORAGE
                                        : HResult.VSS_E_UNEXPECTED);
                assertThat(e.sentence()).contains("/state/sets/" + id + ".json");
                return disk;
            }
        }
        doubtful = null;
        return disk;
    }

    private void check(FaultyDisk disk, String when) throws VssException {
        FileCatalog reopened = FileCatalog.on(disk);
        Map<String, ShadowCopySet> found = new TreeMap<>();
        reopened.list().forEach(set -> found.put(set.id().toString(), set));
        assertThat(reopened.problems()).as(when).isEmpty();
        Map<String, ShadowCopySet> before = new TreeMap<>(acknowledged);
        if (doubtful != null) {
            Map<String, ShadowCopySet> after = new TreeMap<>(acknowledged);
            if (doubtfulAfter == null) {
                after.remove(doubtful);
            } else {
                after.put(doubtful, doubtfulAfter);
            }
            if (!found.equals(before) && !found.equals(after)) {
                fail("%s: neither the old nor the new state: %s", when, found.keySet());
            }
        } else {
            assertThat(found).as(when).isEqualTo(before);
        }
        reopened.tidy();
        assertThat(disk.names()).as(when).noneMatch(name -> name.endsWith(".tmp"));
        assertThat(FileCatalog.on(disk).list()).as(when).hasSize(found.size());
    }

    private static Intent intent(Random random) {
        return new Intent(
                new ShadowCopySetId(RandomSets.uuid(random)),
                Instant.ofEpochSecond(random.nextInt()),
                List.of(
                        new PlannedCopy(
                                new ShadowCopyId(RandomSets.uuid(random)),
                                new ProviderId(RandomSets.uuid(random)),
                                "/mnt/\udc80",
                                "xfs:1")));
    }
}
