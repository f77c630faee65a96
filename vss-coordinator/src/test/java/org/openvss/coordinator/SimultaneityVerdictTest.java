package org.openvss.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openvss.CutTimes;
import org.openvss.ShadowCopyId;
import org.openvss.coordinator.SimultaneityVerdict.Member;
import org.openvss.coordinator.port.Gate.HoldKind;
import org.openvss.coordinator.port.GateReport;
import org.openvss.coordinator.port.GateReport.CutResult;
import org.openvss.provider.ProviderTransaction.CutProof;
import org.openvss.provider.Quiesce;

/** Each way in which copies can fail to show one instant. */
final class SimultaneityVerdictTest {
    private static final ShadowCopyId A = new ShadowCopyId(new UUID(0, 1));
    private static final ShadowCopyId B = new ShadowCopyId(new UUID(0, 2));

    @Test
    void twoGatedVolumesCutBetweenLastClosingAndOwnOpening() {
        // A opens while B is still being cut: allowed, because every gate was closed when A was.
        SimultaneityVerdict verdict =
                judge(
                        List.of(gated(A), gated(B)),
                        List.of(times(A, 10L, 20, 25, 25L), times(B, 20L, 20, 40, 41L)));
        assertThat(verdict.simultaneous()).isTrue();
        assertThat(verdict.sentence()).contains("2 volumes");
    }

    @Test
    void aCutBeforeTheLastGateClosed() {
        assertNot(
                "/A: its cut began before every gate was closed",
                List.of(gated(A), gated(B)),
                List.of(times(A, 10L, 19, 25, 30L), times(B, 20L, 21, 22, 30L)));
    }

    @Test
    void aCutThatEndedAfterItsOwnGateOpened() {
        assertNot(
                "/B: its cut ended after its gate had begun to open",
                List.of(gated(A), gated(B)),
                List.of(times(A, 10L, 20, 25, 30L), times(B, 20L, 21, 32, 31L)));
    }

    @Test
    void aGateThatSomebodyElseOpened() {
        CutTimes stolen = new CutTimes(10L, 20, 25, 30L, false);
        SimultaneityVerdict verdict =
                SimultaneityVerdict.judge(
                        List.of(gated(A)), report(new CutResult(A, stolen, 0)), List.of());
        assertThat(verdict.simultaneous()).isFalse();
        assertThat(verdict.sentence()).contains("something else opened");
    }

    @Test
    void aVolumeThatNeedsTheGateButHadNone() {
        assertNot(
                "/A: it was cut without its gate",
                List.of(gated(A)),
                List.of(times(A, null, 20, 25, null)));
        assertNot(
                "/A: it was cut without its gate",
                List.of(gated(A)),
                List.of(times(A, 10L, 20, 25, null)));
    }

    @Test
    void aCopyWithoutARecord() {
        assertNot(
                "/B: nothing is recorded",
                List.of(gated(A), gated(B)),
                List.of(times(A, 10L, 20, 25, 30L)));
    }

    @Test
    void anEndThatLiesBeforeTheBeginning() {
        assertNot(
                "the end of its cut is not recorded",
                List.of(gated(A)),
                List.of(times(A, 10L, 20, 0, 30L)));
    }

    @Test
    void oneAtomicCutInsideTheWindowOfTheOthers() {
        assertThat(
                        judge(
                                        List.of(gated(A), atomic(B)),
                                        List.of(
                                                times(A, 10L, 20, 25, 40L),
                                                times(B, null, 21, 39, null)))
                                .simultaneous())
                .isTrue();
    }

    @Test
    void anAtomicCutOutsideTheWindowOfTheOthers() {
        assertNot(
                "/B: its cut ended after a gate had begun to open",
                List.of(gated(A), atomic(B)),
                List.of(times(A, 10L, 20, 25, 40L), times(B, null, 21, 41, null)));
        assertNot(
                "/B: its cut began before every gate was closed",
                List.of(gated(A), atomic(B)),
                List.of(times(A, 10L, 20, 25, 40L), times(B, null, 9, 30, null)));
    }

    @Test
    void twoAtomicCutsNeedAProofEach() {
        List<Member> members = List.of(atomic(A), atomic(B));
        List<CutResult> results = List.of(times(A, null, 1, 2, null), times(B, null, 3, 4, null));
        assertNot("/A: its writes were not held and nothing proves", members, results);
        assertThat(
                        SimultaneityVerdict.judge(
                                        members,
                                        new GateReport(results, Instant.EPOCH, null),
                                        List.of(proof(A, true), proof(B, true)))
                                .simultaneous())
                .isTrue();
    }

    @Test
    void aSuspendedDeviceIsJudgedLikeAFrozenFileSystem() {
        List<Member> members = List.of(gated(A), suspended(B));
        assertThat(
                        judge(
                                        members,
                                        List.of(
                                                times(A, 10L, 20, 25, 25L),
                                                times(B, 20L, 20, 40, 41L)))
                                .simultaneous())
                .isTrue();
        assertNot(
                "/B: its cut began before every gate was closed",
                members,
                List.of(times(A, 22L, 22, 25, 25L), times(B, 20L, 20, 40, 41L)));
        assertNot(
                "/B: it was cut without its gate",
                members,
                List.of(times(A, 10L, 20, 25, 25L), times(B, null, 20, 40, null)));
    }

    @Test
    void volumesHeldByTheirProcessesNeedTheHoldAndAProofEach() {
        List<Member> members = List.of(byProcesses(A), byProcesses(B));
        List<CutResult> held = List.of(times(A, 5L, 10, 20, 50L), times(B, 5L, 11, 30, 50L));
        List<CutProof> proofs = List.of(proof(A, true), proof(B, true));
        SimultaneityVerdict verdict = judge(members, held, proofs);
        assertThat(verdict.simultaneous()).isTrue();
        assertThat(verdict.sentence()).contains("2 of them by holding the processes");
        assertNot("/A: its processes were held, but nothing proves", members, held);
        assertThat(judge(members, held, List.of(proof(A, true), proof(B, false))).simultaneous())
                .isFalse();
        List<CutResult> notHeld = List.of(times(A, null, 10, 20, null), held.getLast());
        assertThat(judge(members, notHeld, proofs).sentence())
                .contains("/A: it was cut without its gate");
    }

    @Test
    void aVolumeHeldByItsProcessesIsCutBeforeAnyGateOpens() {
        List<Member> members = List.of(gated(A), byProcesses(B));
        List<CutProof> proofs = List.of(proof(B, true));
        assertThat(
                        judge(
                                        members,
                                        List.of(
                                                times(A, 10L, 12, 14, 40L),
                                                times(B, 5L, 12, 40, 50L)),
                                        proofs)
                                .simultaneous())
                .isTrue();
        assertThat(
                        judge(
                                        members,
                                        List.of(
                                                times(A, 10L, 12, 14, 40L),
                                                times(B, 5L, 12, 41, 50L)),
                                        proofs)
                                .sentence())
                .contains("/B: its cut ended after a gate had begun to open");
    }

    @Test
    void aPlainCopyNeedsAProofEvenIfItIsAlone() {
        List<CutResult> results = List.of(times(A, null, 1, 2, null));
        Member copy = new Member(A, "/A", Quiesce.NONE, HoldKind.NONE);
        assertNot("nothing proves that it did not change", List.of(copy), results);
        assertThat(
                        SimultaneityVerdict.judge(
                                        List.of(copy),
                                        new GateReport(results, Instant.EPOCH, null),
                                        List.of(proof(A, true)))
                                .simultaneous())
                .isTrue();
    }

    @Test
    void aProofThatDoesNotHold() {
        SimultaneityVerdict verdict =
                SimultaneityVerdict.judge(
                        List.of(gated(A)),
                        report(times(A, 10L, 20, 25, 30L)),
                        List.of(proof(A, true), proof(A, false)));
        assertThat(verdict.simultaneous()).isFalse();
        assertThat(verdict.sentence()).contains("finding false");
    }

    @Test
    void oneAtomicCutAlone() {
        SimultaneityVerdict verdict =
                judge(List.of(atomic(A)), List.of(times(A, null, 1, 2, null)));
        assertThat(verdict.simultaneous()).isTrue();
        assertThat(verdict.sentence()).isEqualTo("one volume, cut once");
    }

    private static void assertNot(String why, List<Member> members, List<CutResult> results) {
        SimultaneityVerdict verdict = judge(members, results);
        assertThat(verdict.simultaneous()).isFalse();
        assertThat(verdict.sentence()).startsWith("not one instant: ").contains(why);
    }

    private static SimultaneityVerdict judge(List<Member> members, List<CutResult> results) {
        return judge(members, results, List.of());
    }

    private static SimultaneityVerdict judge(
            List<Member> members, List<CutResult> results, List<CutProof> proofs) {
        return SimultaneityVerdict.judge(
                members, new GateReport(results, Instant.EPOCH, null), proofs);
    }

    private static GateReport report(CutResult result) {
        return new GateReport(List.of(result), Instant.EPOCH, null);
    }

    private static Member gated(ShadowCopyId copy) {
        return new Member(copy, copy.equals(A) ? "/A" : "/B", Quiesce.GATE, HoldKind.FREEZE);
    }

    private static Member atomic(ShadowCopyId copy) {
        return new Member(copy, copy.equals(A) ? "/A" : "/B", Quiesce.SELF, HoldKind.NONE);
    }

    private static Member suspended(ShadowCopyId copy) {
        return new Member(copy, copy.equals(A) ? "/A" : "/B", Quiesce.DEVICE, HoldKind.SUSPEND);
    }

    private static Member byProcesses(ShadowCopyId copy) {
        return new Member(copy, copy.equals(A) ? "/A" : "/B", Quiesce.SELF, HoldKind.PROCESSES);
    }

    @Test
    void whatAtomicCutsProvedIsPartOfTheVerdictOnce() {
        GateReport report =
                new GateReport(
                        List.of(times(A, null, 1, 2, null), times(B, null, 1, 2, null)),
                        Instant.EPOCH,
                        null);
        List<CutProof> proofs =
                List.of(
                        new CutProof(A, true, "both in transaction 7"),
                        new CutProof(B, true, "both in transaction 7"));
        String sentence =
                SimultaneityVerdict.judge(List.of(atomic(A), atomic(B)), report, proofs).sentence();
        assertThat(sentence).containsOnlyOnce("; both in transaction 7");
    }

    private static CutProof proof(ShadowCopyId copy, boolean holds) {
        return new CutProof(copy, holds, "finding " + holds);
    }

    private static CutResult times(
            ShadowCopyId copy, @Nullable Long closed, long start, long end, @Nullable Long open) {
        return new CutResult(copy, new CutTimes(closed, start, end, open, true), 0);
    }
}
