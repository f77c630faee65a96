package org.openvss.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
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
import org.openvss.WriterId;
import org.openvss.WriterInstanceId;
import org.openvss.WriterOutcome;
import org.openvss.WriterState;
import org.openvss.testkit.RandomSets;

class ShadowCopySetJsonTest {
    private static final String PROMISED =
            """
            {
              "version" : 1,
              "setId" : "00000000-0000-0001-0000-000000000002",
              "context" : "app-rollback",
              "attributes" : [ "VSS_VOLSNAP_ATTR_PERSISTENT" ],
              "state" : "VSS_SS_CREATED",
              "hresult" : "VSS_S_ASYNC_FINISHED",
              "consistency" : "crash",
              "simultaneous" : true,
              "verdict" : "one instant",
              "createdAt" : "2026-01-02T03:04:05.006Z",
              "gate" : {
                "heldMillis" : 4.2,
                "heldNanos" : 4200000
              },
              "copyCountAtCreation" : 1,
              "shadowCopies" : [ {
                "id" : "00000000-0000-0003-0000-000000000004",
                "setId" : "00000000-0000-0001-0000-000000000002",
                "volume" : "/mnt/\\uDCFFx",
                "volumeId" : "ext4:1",
                "root" : "/",
                "provider" : "image",
                "providerId" : "00000000-0000-0005-0000-000000000006",
                "attributes" : [ ],
                "state" : "VSS_SS_CREATED",
                "createdAt" : "2026-01-02T03:04:05Z",
                "originatingMachine" : "host",
                "path" : null,
                "device" : null,
                "exposedPath" : null,
                "gateClosedNanos" : 1,
                "cutStartedNanos" : 2,
                "cutFinishedNanos" : 3,
                "gateOpenedNanos" : 4,
                "openedByUs" : true,
                "notices" : [ ]
              } ],
              "writers" : [ {
                "name" : "hooks",
                "writerId" : "00000000-0000-0007-0000-000000000008",
                "instanceId" : "00000000-0000-0009-0000-00000000000a",
                "state" : "VSS_WS_STABLE",
                "hresult" : "S_OK",
                "message" : null,
                "frozenMillis" : 8.1,
                "frozenNanos" : 8100000,
                "affectedPaths" : [ "/srv/db" ],
                "asked" : true
              } ],
              "timeline" : [ {
                "phase" : "writers.freeze",
                "startedNanos" : 5,
                "tookNanos" : 6
              } ]
            }
            """;

    @Test
    void readsBackWhatItWroteWhateverTheText() throws Exception {
        for (int seed = 0; seed < 500; seed++) {
            ShadowCopySet set = RandomSets.random(new Random(seed));

            String json = text(set);

            assertThat(read(json)).as("seed %d", seed).isEqualTo(set);
            assertThat(json.chars()).as("seed %d", seed).allMatch(c -> c < 0x7F);
        }
    }

    @Test
    void hasTheFieldsThatTheCommandsPromise() {
        assertThat(text(example())).isEqualTo(PROMISED);
    }

    @Test
    void ignoresFieldsThatALaterVersionMayAdd() throws Exception {
        String json =
                text(example()).replaceFirst("\\{", "{ \"colour\" : [ { \"deep\" : null } ],");

        assertThat(read(json)).isEqualTo(example());
    }

    @Test
    void refusesEverythingElseAndSaysWhatIsWrong() {
        String good = text(example());
        refused("", "not a JSON object");
        refused("[]", "not a JSON object");
        refused(good.substring(0, good.length() / 2), "not JSON");
        refused(good + "{}", "not JSON");
        refused(good.replace("\"version\" : 1,", ""), "field 'version' of the record is missing");
        refused(good.replace("\"version\" : 1", "\"version\" : 0"), "no version 0");
        refused(good.replace("\"version\" : 1", "\"version\" : 2"), "a newer OpenVSS");
        refused(good.replace("\"simultaneous\" : true", "\"simultaneous\" : \"yes\""), "simult");
        refused(good.replace("\"tookNanos\" : 6", "\"tookNanos\" : 6.5"), "timeline[0]");
        refused(good.replace("\"tookNanos\" : 6", "\"tookNanos\" : 1e40"), "timeline[0]");
        refused(good.replace("2026-01-02T03:04:05.006Z", "yesterday"), "ISO-8601");
        refused(good.replace("00000000-0000-0001-0000-000000000002", "1-1-1-1-2"), "not an id");
        refused(good.replace("VSS_WS_STABLE", "VSS_WS_TIRED"), "unknown: VSS_WS_TIRED");
        refused(good.replace("ATTR_PERSISTENT", "ATTR_ODD"), "ATTR_ODD");
        refused(good.replace("\"timeline\" : [", "\"timeline\" : 1, \"x\" : ["), "'timeline'");
        refused(good.replaceFirst("\\{", "{\"setId\":\"x\","), "not JSON");
    }

    private static void refused(String json, String why) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(RecordException.class)
                .hasMessageContaining(why);
    }

    private static String text(ShadowCopySet set) {
        return new String(ShadowCopySetJson.write(set), StandardCharsets.UTF_8);
    }

    private static ShadowCopySet read(String json) throws RecordException {
        return ShadowCopySetJson.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static ShadowCopySet example() {
        ShadowCopySetId id = new ShadowCopySetId(new UUID(1, 2));
        return new ShadowCopySet(
                id,
                ShadowCopyContext.APP_ROLLBACK,
                Set.of(ShadowCopyAttribute.PERSISTENT),
                ShadowCopyState.CREATED,
                HResult.VSS_S_ASYNC_FINISHED,
                Consistency.CRASH,
                true,
                "one instant",
                Instant.parse("2026-01-02T03:04:05.006Z"),
                4_200_000L,
                1,
                List.of(
                        new ShadowCopy(
                                new ShadowCopyId(new UUID(3, 4)),
                                id,
                                "/mnt/\udcffx",
                                "ext4:1",
                                "/",
                                new ProviderId(new UUID(5, 6)),
                                "image",
                                Set.of(),
                                ShadowCopyState.CREATED,
                                Instant.parse("2026-01-02T03:04:05Z"),
                                "host",
                                new CutTimes(1L, 2, 3, 4L, true),
                                null,
                                null,
                                null)),
                List.of(
                        new WriterOutcome(
                                "hooks",
                                new WriterId(new UUID(7, 8)),
                                new WriterInstanceId(new UUID(9, 10)),
                                WriterState.STABLE,
                                HResult.S_OK,
                                null,
                                8_100_000L,
                                List.of("/srv/db"),
                                true)),
                List.of(new PhaseTime("writers.freeze", 5, 6)));
    }
}
