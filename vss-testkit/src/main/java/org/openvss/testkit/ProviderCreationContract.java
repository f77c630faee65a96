package org.openvss.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.openvss.Deletion;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.provider.PreparedCut;
import org.openvss.provider.Provider;
import org.openvss.provider.StoredCopy;
import org.openvss.testkit.ProviderRun.Phase;

/** Contract of the creation: order of calls, undoing, crashes. */
public interface ProviderCreationContract extends ProviderFixture {
    /** How soon endPrepare must end after abort, generously: machines of builds are slow. */
    long SOON_SECONDS = 10;

    /** Beginning a set and adding volumes leaves nothing on storage. */
    @Test
    default void beginPrepareLeavesNothing() throws Exception {
        Set<String> before = storage();
        try (ProviderRun run = new ProviderRun(this, newProvider(), volumes(2))) {
            run.advanceTo(Phase.ADDED);
            assertEquals(before, storage());
        }
    }

    /** Every call out of order is refused with VSS_E_BAD_STATE, and changes nothing. */
    @TestFactory
    default Stream<DynamicTest> callsOutOfOrderAreRefused() {
        return Stream.of(Phase.values())
                .map(phase -> dynamicTest("at " + phase, () -> refusesWrongCallsAt(phase)));
    }

    private void refusesWrongCallsAt(Phase phase) throws Exception {
        Volume volume = volumes(1).getFirst();
        ProviderRun.writeFile(volume, "order.txt", "in order");
        try (ProviderRun run = new ProviderRun(this, newProvider(), List.of(volume))) {
            run.advanceTo(phase);
            for (Map.Entry<Phase, Executable> call : calls(run, volume).entrySet()) {
                if (!isAllowed(phase, call.getKey())) {
                    assertBadState("the call for " + call.getKey(), call.getValue());
                }
            }
            run.advanceTo(Phase.COMPLETE);
            assertEquals("in order", run.read(run.firstCopy(), "order.txt"));
        }
    }

    private static Map<Phase, Executable> calls(ProviderRun run, Volume volume) {
        Map<Phase, Executable> calls = new LinkedHashMap<>();
        calls.put(Phase.ADDED, () -> run.transaction.beginPrepare(ShadowCopyId.random(), volume));
        calls.put(Phase.PREPARED, run.transaction::endPrepare);
        calls.put(Phase.PRE_COMMITTED, run.transaction::preCommit);
        calls.put(Phase.POST_COMMITTED, () -> run.transaction.postCommit(List.of()));
        calls.put(Phase.PRE_FINAL_COMMITTED, run.transaction::preFinalCommit);
        calls.put(Phase.COMPLETE, () -> run.transaction.postFinalCommit(run.result));
        return calls;
    }

    /** The cut is not a call of the transaction, so before and after it the same is allowed. */
    private static boolean isAllowed(Phase reached, Phase next) {
        return switch (reached) {
            case BEGUN -> next == Phase.ADDED;
            case ADDED -> next == Phase.ADDED || next == Phase.PREPARED;
            case PREPARED -> next == Phase.PRE_COMMITTED;
            case PRE_COMMITTED, CUT -> next == Phase.POST_COMMITTED;
            case POST_COMMITTED -> next == Phase.PRE_FINAL_COMMITTED;
            case PRE_FINAL_COMMITTED -> next == Phase.COMPLETE;
            case COMPLETE -> false;
        };
    }

    private static void assertBadState(String what, Executable call) {
        VssException refused = assertThrows(VssException.class, call, what);
        assertEquals(HResult.VSS_E_BAD_STATE, refused.code(), what + ": " + refused.getMessage());
    }

    /** Abort leaves nothing at any phase, can be repeated, and ends the transaction. */
    @TestFactory
    default Stream<DynamicTest> abortLeavesNothing() {
        return EnumSet.complementOf(EnumSet.of(Phase.COMPLETE)).stream()
                .map(phase -> dynamicTest("at " + phase, () -> leavesNothingAfterAbortAt(phase)));
    }

    private void leavesNothingAfterAbortAt(Phase phase) throws Exception {
        Set<String> before = storage();
        List<Volume> volumes = volumes(2);
        try (ProviderRun run = new ProviderRun(this, newProvider(), volumes)) {
            run.advanceTo(phase);
            assertEquals(List.of(), run.transaction.abort());
            assertEquals(before, storage());
            assertEquals(List.of(), run.transaction.abort(), "abort can be repeated");
            for (Map.Entry<Phase, Executable> call : calls(run, volumes.getFirst()).entrySet()) {
                assertBadState("after abort: the call for " + call.getKey(), call.getValue());
            }
            assertEquals(before, storage());
        }
    }

    /** Abort after completion does nothing. */
    @Test
    default void abortAfterCompletionDoesNothing() throws Exception {
        Volume volume = volumes(1).getFirst();
        ProviderRun.writeFile(volume, "abort.txt", "kept");
        try (ProviderRun run = ProviderRun.complete(this, newProvider(), List.of(volume))) {
            Set<String> complete = storage();
            assertEquals(List.of(), run.transaction.abort());
            assertEquals(complete, storage());
            assertEquals("kept", run.read(run.firstCopy(), "abort.txt"));
        }
    }

    /** Abort from another thread ends endPrepare soon, and leaves nothing. */
    @Test
    default void abortDuringEndPrepareEndsItSoon() throws Exception {
        Set<String> before = storage();
        Volume volume = volumes(1).getFirst();
        makePrepareLong(volume);
        try (ProviderRun run = new ProviderRun(this, newProvider(), List.of(volume))) {
            run.advanceTo(Phase.ADDED);
            CountDownLatch started = new CountDownLatch(1);
            FutureTask<Boolean> prepare = new FutureTask<>(() -> prepares(run, started));
            Thread.ofPlatform().name("endPrepare").start(prepare);
            started.await();
            List<String> residue = run.transaction.abort();
            prepare.get(SOON_SECONDS, TimeUnit.SECONDS);
            residue = residue.isEmpty() ? residue : run.transaction.abort();
            assertEquals(List.of(), residue);
            assertEquals(before, storage());
            assertBadState("preCommit after abort", run.transaction::preCommit);
        } finally {
            makePrepareShort(volume);
        }
    }

    private static boolean prepares(ProviderRun run, CountDownLatch started) {
        started.countDown();
        try {
            run.transaction.endPrepare();
            return true;
        } catch (VssException e) {
            return false;
        }
    }

    /**
     * A process that died at any phase leaves only what a new provider finds incomplete and
     * deletes.
     */
    @TestFactory
    default Stream<DynamicTest> whatACrashLeavesCanBeDeleted() {
        return EnumSet.complementOf(EnumSet.of(Phase.COMPLETE)).stream()
                .map(phase -> dynamicTest("at " + phase, () -> deletesWhatACrashLeftAt(phase)));
    }

    private void deletesWhatACrashLeftAt(Phase phase) throws Exception {
        Set<String> before = storage();
        try (ProviderRun dead = new ProviderRun(this, newProvider(), volumes(2))) {
            dead.advanceTo(phase);
            Provider restarted = newProvider();
            Set<ShadowCopyId> found = new HashSet<>();
            for (StoredCopy copy : restarted.shadowCopies()) {
                if (copy.set().equals(dead.set)) {
                    assertFalse(copy.complete(), "found complete after a crash at " + phase);
                    found.add(copy.copy());
                }
            }
            boolean onStorage = !before.equals(storage());
            assertEquals(onStorage ? dead.copySet() : Set.of(), found);
            assertTrue(
                    restarted.rescan().stream().noneMatch(set -> set.id().equals(dead.set)),
                    "an incomplete set is not rebuilt");
            for (ShadowCopyId copy : dead.copies) {
                assertEquals(
                        onStorage ? Deletion.REMOVED : Deletion.ALREADY_ABSENT,
                        restarted.delete(copy, false));
            }
            assertEquals(before, storage());
        }
    }

    /** The cuts name every volume once, are quick to name, and their prediction is sane. */
    @Test
    default void cutsNameEveryCopyOnce() throws Exception {
        try (ProviderRun run = new ProviderRun(this, newProvider(), volumes(3))) {
            run.advanceTo(Phase.PRE_COMMITTED);
            List<ShadowCopyId> named = new ArrayList<>();
            for (PreparedCut cut : run.cuts) {
                assertEquals(cut.copies(), cut.copies());
                assertFalse(cut.predicted().isNegative());
                named.addAll(cut.copies());
            }
            assertEquals(run.copies.size(), named.size());
            assertEquals(run.copySet(), Set.copyOf(named));
        }
    }

    /** A cut whose storage is gone answers an errno; it never throws. */
    @Test
    default void aCutAfterAbortAnswersAnErrno() throws Exception {
        try (ProviderRun run = new ProviderRun(this, newProvider(), volumes(1))) {
            run.advanceTo(Phase.PRE_COMMITTED);
            run.transaction.abort();
            for (PreparedCut cut : run.cuts) {
                int errno = assertDoesNotThrow(cut::cut);
                assertTrue(errno > 0, "errno of a cut on closed descriptors is " + errno);
            }
        }
    }
}
