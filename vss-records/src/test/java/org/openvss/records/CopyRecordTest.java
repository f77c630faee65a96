package org.openvss.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openvss.Consistency;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.PhaseTime;
import org.openvss.ProviderId;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.ShadowCopyState;
import org.openvss.Volume;
import org.openvss.WriterId;
import org.openvss.WriterInstanceId;
import org.openvss.WriterOutcome;
import org.openvss.WriterState;
import tools.jackson.databind.node.ObjectNode;

/** The records of storage come back as they were written, whatever bytes the paths carry. */
class CopyRecordTest {
    private static final String STRANGE = "/mnt/new\nline \"and\" \udc80\udcff \ud83d\ude00";
    private static final CutTimes TIMES = new CutTimes(1L, 2, 3, 4L, true);

    private final ShadowCopySetId set = ShadowCopySetId.random();
    private final ShadowCopyId first = ShadowCopyId.random();
    private final ShadowCopyId second = ShadowCopyId.random();

    @Test
    void comesBackAsItWasWritten() throws Exception {
        CopyRecord before = prepared(first);
        CopyRecord complete = before.cutAt(TIMES).completed(wholeSet("2026-01-01T00:00:00Z"));

        assertThat(CopyRecord.parse(before.toBytes())).isEqualTo(before);
        assertThat(CopyRecord.parse(complete.toBytes())).isEqualTo(complete);
        assertThat(before.isComplete()).isFalse();
        assertThat(complete.isComplete()).isTrue();
    }

    @Test
    void isPlainAsciiWhateverThePathsAre() {
        for (byte octet : prepared(first).toBytes()) {
            assertThat(octet).isPositive();
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        String newer = text(prepared(first)).replace("\"version\" : 1", "\"version\" : 2");
        assertThatThrownBy(() -> CopyRecord.parse(bytes(newer)))
                .isInstanceOf(RecordException.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void refusesDamage() {
        String whole = text(prepared(first).completed(wholeSet("2026-01-01T00:00:00Z")));
        assertThatThrownBy(() -> CopyRecord.parse(bytes(whole.substring(0, whole.length() / 2))))
                .isInstanceOf(RecordException.class);
        assertThatThrownBy(() -> CopyRecord.parse(bytes(""))).isInstanceOf(RecordException.class);
        assertThatThrownBy(() -> CopyRecord.parse(bytes(whole.replace("nas-rollback", "nonsense"))))
                .isInstanceOf(RecordException.class);
        assertThatThrownBy(() -> CopyRecord.parse(bytes(whole.replace("\"volumeId\"", "\"x\""))))
                .isInstanceOf(RecordException.class);
    }

    @Test
    void aRebuiltSetHasTheCompleteCopiesThatAreLeftAndMountsNone() {
        ShadowCopySet whole = wholeSet("2026-01-01T00:00:00Z");
        List<ShadowCopySet> rebuilt =
                CopyRecord.rebuild(List.of(prepared(first).completed(whole), prepared(second)));

        assertThat(rebuilt).hasSize(1);
        assertThat(rebuilt.getFirst().verdict()).isEqualTo(whole.verdict());
        assertThat(rebuilt.getFirst().shadowCopies())
                .containsExactly(
                        whole.shadowCopies().getFirst().mountedAt(null, null).exposedAt(null));
        assertThat(CopyRecord.rebuild(List.of(prepared(first)))).isEmpty();
    }

    @Test
    void rebuiltSetsComeOldestFirst() {
        CopyRecord younger = prepared(first).completed(wholeSet("2026-01-02T00:00:00Z"));
        CopyRecord older =
                new CopyRecord(
                        second,
                        ShadowCopySetId.random(),
                        younger.volume(),
                        null,
                        wholeSet("2026-01-01T00:00:00Z"),
                        Json.object());
        assertThat(CopyRecord.rebuild(List.of(younger, older)))
                .extracting(ShadowCopySet::createdAt)
                .isSorted();
    }

    private CopyRecord prepared(ShadowCopyId copy) {
        ObjectNode details = Json.object();
        details.put("offset", 1048576);
        return new CopyRecord(
                copy,
                set,
                new Volume("ext4:1", 7, 3, "ext4", null, STRANGE, "/", "/dev/loop3", 41, false),
                null,
                null,
                details);
    }

    private ShadowCopySet wholeSet(String createdAt) {
        return new ShadowCopySet(
                set,
                ShadowCopyContext.NAS_ROLLBACK,
                ShadowCopyContext.NAS_ROLLBACK.attributes(),
                ShadowCopyState.CREATED,
                HResult.VSS_S_ASYNC_FINISHED,
                Consistency.CRASH,
                true,
                "all held",
                Instant.parse(createdAt),
                4_200_000L,
                2,
                List.of(shadow(first), shadow(second)),
                List.of(
                        new WriterOutcome(
                                "hooks",
                                WriterId.random(),
                                WriterInstanceId.random(),
                                WriterState.STABLE,
                                HResult.S_OK,
                                null,
                                8_100_000L,
                                List.of("/srv/db"),
                                true)),
                List.of(new PhaseTime("writers.freeze", 1, 2)));
    }

    private ShadowCopy shadow(ShadowCopyId id) {
        return new ShadowCopy(
                id,
                set,
                STRANGE,
                "ext4:1",
                "/",
                ProviderId.random(),
                "image",
                Set.of(ShadowCopyAttribute.PERSISTENT),
                ShadowCopyState.CREATED,
                Instant.parse("2026-01-01T00:00:00Z"),
                "machine",
                TIMES,
                "/copies/1",
                "/dev/loop9",
                "/exposed");
    }

    private static String text(CopyRecord copy) {
        return new String(copy.toBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
