package org.openvss.provider.lvm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.openvss.ShadowCopyId;
import org.openvss.records.CopyRecord;
import org.openvss.records.RecordException;

/**
 * What a logical volume of ours carries in its tags: the mark {@code openvss}, the id of the copy,
 * and its whole record, compressed and cut into pieces, because LVM allows 1024 characters for a
 * tag. So everything that is known of a copy lies in LVM's metadata: it moves with the disks, and
 * LVM archives it.
 */
final class CopyTags {
    /** The mark by which administrators find our volumes: {@code lvs @openvss}. */
    static final String MARK = "openvss";

    /** A copy whose area was full. */
    static final String DEAD_AREA = "openvss.dead=area-full";

    /** A copy that was given up because its thin pool was nearly full. */
    static final String DEAD_POOL = "openvss.dead=pool-full";

    private static final String COPY = "openvss.copy=";
    private static final String TWIN = "openvss.twin=";
    private static final String REVERTING = "openvss.reverting=";
    private static final String RECORD = "openvss.record.";
    private static final int PIECE = 1000;

    /** No record of ours is near this; more would be somebody's bomb. */
    private static final int LARGEST_RECORD = 1024 * 1024;

    private CopyTags() {}

    /** Returns the tags of a copy. */
    static List<String> of(CopyRecord record) {
        List<String> tags = new ArrayList<>();
        tags.add(MARK);
        tags.add(COPY + record.copy());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream pressed = new DeflaterOutputStream(bytes)) {
            pressed.write(record.toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = Base64.getEncoder().encodeToString(bytes.toByteArray());
        for (int at = 0; at < text.length(); at += PIECE) {
            String piece = text.substring(at, Math.min(text.length(), at + PIECE));
            tags.add(RECORD + at / PIECE + "=" + piece);
        }
        return tags;
    }

    /** Returns the options that add and take away tags so that a volume has those of a record. */
    static List<String> change(List<String> present, CopyRecord record) {
        List<String> wanted = of(record);
        List<String> options = new ArrayList<>();
        for (String tag : present) {
            if (isOurs(tag) && !wanted.contains(tag)) {
                options.addAll(List.of("--deltag", tag));
            }
        }
        for (String tag : wanted) {
            if (!present.contains(tag)) {
                options.addAll(List.of("--addtag", tag));
            }
        }
        return options;
    }

    /** Returns the options for the volume that will take a copy's place after a revert. */
    static List<String> forTwin(CopyRecord record) {
        List<String> options = new ArrayList<>();
        for (String tag : of(record)) {
            String own = tag.startsWith(COPY) ? TWIN + record.copy() : tag;
            options.addAll(List.of("--addtag", own));
        }
        return options;
    }

    /** Returns the options by which an original remembers a copy that is merged into it. */
    static List<String> forReverting(List<String> present, CopyRecord record) {
        List<String> options = new ArrayList<>(withoutReverting(present));
        for (String tag : of(record)) {
            if (tag.startsWith(RECORD)) {
                options.addAll(List.of("--addtag", tag));
            }
        }
        options.addAll(List.of("--addtag", REVERTING + record.copy()));
        return options;
    }

    /**
     * Returns the options by which an original forgets that; there is always one, since LVM wants
     * something to change.
     */
    static List<String> withoutReverting(List<String> present) {
        List<String> options = new ArrayList<>();
        for (String tag : present) {
            if (tag.startsWith(REVERTING) || tag.startsWith(RECORD)) {
                options.addAll(List.of("--deltag", tag));
            }
        }
        if (options.isEmpty()) {
            options.addAll(List.of("--deltag", REVERTING));
        }
        return options;
    }

    private static boolean isOurs(String tag) {
        return tag.equals(MARK) || tag.startsWith(MARK + ".");
    }

    /** Returns the copy that a volume holds, if it is one of ours. */
    static Optional<ShadowCopyId> copy(LogicalVolume volume) {
        return id(volume, COPY);
    }

    /** Returns the copy whose place a volume takes after a revert, if it is for that. */
    static Optional<ShadowCopyId> twin(LogicalVolume volume) {
        return id(volume, TWIN);
    }

    /** Returns the copy that is being merged into a volume, if one is. */
    static Optional<ShadowCopyId> reverting(LogicalVolume volume) {
        return id(volume, REVERTING);
    }

    private static Optional<ShadowCopyId> id(LogicalVolume volume, String start) {
        return volume.tags().stream()
                .filter(tag -> tag.startsWith(start))
                .flatMap(tag -> id(tag.substring(start.length())).stream())
                .findFirst();
    }

    private static Optional<ShadowCopyId> id(String text) {
        try {
            return Optional.of(new ShadowCopyId(UUID.fromString(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the record in a volume's tags.
     *
     * @throws RecordException if it is missing or damaged
     */
    static CopyRecord record(LogicalVolume volume) throws RecordException {
        SortedMap<Integer, String> pieces = new TreeMap<>();
        try {
            for (String tag : volume.tags()) {
                int end = tag.indexOf('=');
                if (tag.startsWith(RECORD) && end > 0) {
                    int number = Integer.parseInt(tag, RECORD.length(), end, 10);
                    pieces.put(number, tag.substring(end + 1));
                }
            }
            byte[] pressed = Base64.getDecoder().decode(String.join("", pieces.values()));
            return CopyRecord.parse(inflate(pressed));
        } catch (IllegalArgumentException | IOException e) {
            throw new RecordException("the tags of " + volume.fullName() + " are damaged: " + e, e);
        }
    }

    private static byte[] inflate(byte[] pressed) throws IOException {
        try (InflaterInputStream stream =
                new InflaterInputStream(new ByteArrayInputStream(pressed))) {
            return stream.readNBytes(LARGEST_RECORD);
        }
    }
}
