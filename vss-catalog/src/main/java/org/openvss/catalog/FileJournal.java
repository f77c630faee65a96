package org.openvss.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.openvss.ProviderId;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.coordinator.port.CreationJournal;
import org.openvss.records.Fields;
import org.openvss.records.Json;
import org.openvss.records.RecordException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The journal on plain files: {@code <state>/journal/<setId>.json}, one record per creation that
 * has begun and is neither finished nor undone.
 *
 * <p>Writing needs the creation lock. It does not undo anything: recovery does, from what is
 * recorded here.
 */
public final class FileJournal implements CreationJournal {
    private static final String FOLDER = "journal";

    private final Records<Intent> records;

    private FileJournal(Disk disk) {
        this.records = new Records<>(new RecordFolder(disk, FOLDER), new IntentCodec());
    }

    /**
     * Returns the journal of a state folder; the folder is made when the first entry is written.
     *
     * @param state the state folder
     */
    public static FileJournal in(Path state) {
        return new FileJournal(new StateFolderDisk(state));
    }

    /** Returns a journal on another disk, for tests. */
    static FileJournal on(Disk disk) {
        return new FileJournal(disk);
    }

    @Override
    public synchronized void begin(Intent intent) throws VssException {
        records.put(intent);
    }

    @Override
    public synchronized void done(ShadowCopySetId set) throws VssException {
        records.remove(set.value());
    }

    /** {@inheritDoc} Oldest first. */
    @Override
    public synchronized List<Intent> unfinished() throws VssException {
        return records.list().stream()
                .sorted(
                        Comparator.comparing(Intent::startedAt)
                                .thenComparing(intent -> intent.set().toString()))
                .toList();
    }

    /**
     * Removes what a crash has left and moves damaged entries to {@code <state>/damaged}; call it
     * only while holding the creation lock.
     *
     * @throws VssException {@code VSS_E_INSUFFICIENT_STORAGE}, {@code VSS_E_UNEXPECTED}
     */
    public synchronized void tidy() throws VssException {
        records.tidy();
    }

    /**
     * Returns one sentence for each entry that cannot be used, with what to do about it.
     *
     * @throws VssException {@code VSS_E_UNEXPECTED} if the folder cannot be read
     */
    public synchronized List<String> problems() throws VssException {
        return records.problems();
    }

    private static final class IntentCodec implements Records.Codec<Intent> {
        @Override
        public UUID id(Intent intent) {
            return intent.set().value();
        }

        @Override
        public byte[] write(Intent intent) {
            ObjectNode json = Json.object();
            json.put("version", Fields.VERSION);
            json.put("setId", intent.set().toString());
            json.put("startedAt", intent.startedAt().toString());
            ArrayNode copies = json.putArray("copies");
            for (PlannedCopy copy : intent.copies()) {
                copies.addObject()
                        .put("id", copy.copy().toString())
                        .put("providerId", copy.provider().toString())
                        .put("volume", copy.volume())
                        .put("volumeId", copy.volumeId());
            }
            return Json.toBytes(json);
        }

        @Override
        public Intent read(byte[] record) throws RecordException {
            Fields json = Fields.ofRecord(record);
            List<PlannedCopy> copies = new ArrayList<>();
            for (Fields copy : json.objects("copies")) {
                copies.add(
                        new PlannedCopy(
                                new ShadowCopyId(copy.id("id")),
                                new ProviderId(copy.id("providerId")),
                                copy.text("volume"),
                                copy.text("volumeId")));
            }
            return new Intent(
                    new ShadowCopySetId(json.id("setId")), json.instant("startedAt"), copies);
        }
    }
}
