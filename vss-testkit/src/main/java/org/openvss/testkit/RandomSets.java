package org.openvss.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

/** Sets for tests, made from seeded random numbers; their texts hold any char values. */
public final class RandomSets {
    private RandomSets() {}

    /** Returns a random id. */
    public static UUID uuid(Random random) {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** Returns a set with random values in all fields. */
    public static ShadowCopySet random(Random random) {
        return random(new ShadowCopySetId(uuid(random)), random);
    }

    /** Returns a set with a given id and random values in all other fields. */
    public static ShadowCopySet random(ShadowCopySetId id, Random random) {
        List<ShadowCopy> copies = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int copy = 0; copy < count; copy++) {
            copies.add(copy(id, random));
        }
        List<WriterOutcome> writers = new ArrayList<>();
        for (int writer = random.nextInt(3); writer > 0; writer--) {
            writers.add(writer(random));
        }
        return new ShadowCopySet(
                id,
                pick(random, ShadowCopyContext.values()),
                attributes(random),
                pick(random, ShadowCopyState.values()),
                HResult.VSS_S_ASYNC_FINISHED,
                pick(random, Consistency.values()),
                random.nextBoolean(),
                text(random),
                Instant.ofEpochSecond(1_700_000_000L + random.nextInt(1_000_000), random.nextInt()),
                random.nextBoolean() ? null : random.nextLong(),
                count,
                copies,
                writers,
                List.of(
                        new PhaseTime("writers.freeze", random.nextLong(), random.nextLong()),
                        new PhaseTime("gate", 1, 2)));
    }

    /** Returns a copy with random values in all fields but the set. */
    public static ShadowCopy copy(ShadowCopySetId set, Random random) {
        return new ShadowCopy(
                new ShadowCopyId(uuid(random)),
                set,
                "/mnt/" + text(random),
                "ext4:" + uuid(random),
                "/",
                new ProviderId(uuid(random)),
                "image",
                attributes(random),
                ShadowCopyState.CREATED,
                Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                "host",
                times(random),
                random.nextBoolean() ? null : "/copies/" + text(random),
                random.nextBoolean() ? null : "/dev/loop7",
                random.nextBoolean() ? null : "/exposed/" + text(random),
                random.nextBoolean() ? List.of() : List.of(text(random), text(random)));
    }

    private static @Nullable CutTimes times(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> new CutTimes(null, random.nextLong(), random.nextLong(), null, true);
            default ->
                    new CutTimes(
                            random.nextLong(),
                            random.nextLong(),
                            random.nextLong(),
                            random.nextLong(),
                            random.nextBoolean());
        };
    }

    private static WriterOutcome writer(Random random) {
        return new WriterOutcome(
                text(random),
                new WriterId(uuid(random)),
                new WriterInstanceId(uuid(random)),
                pick(random, WriterState.values()),
                HResult.VSS_E_WRITERERROR_TIMEOUT,
                random.nextBoolean() ? null : text(random),
                random.nextBoolean() ? null : random.nextLong(),
                random.nextBoolean() ? List.of() : List.of(text(random), text(random)),
                random.nextBoolean());
    }

    private static Set<ShadowCopyAttribute> attributes(Random random) {
        return EnumSet.of(
                pick(random, ShadowCopyAttribute.values()), ShadowCopyAttribute.AUTORECOVER);
    }

    /** Returns a text of any char values, lone surrogates and control characters included. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(8); length > 0; length--) {
            text.append(
                    switch (random.nextInt(4)) {
                        case 0 -> (char) ('a' + random.nextInt(26));
                        case 1 -> (char) (0xDC80 + random.nextInt(0x80));
                        case 2 -> (char) random.nextInt(0x20);
                        default -> (char) random.nextInt(0x10000);
                    });
        }
        return text.toString();
    }

    private static <T> T pick(Random random, T[] all) {
        return all[random.nextInt(all.length)];
    }
}
