package org.openvss.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.coordinator.port.ShadowCopyCatalog;
import org.openvss.records.RecordException;
import org.openvss.records.ShadowCopySetJson;

/**
 * The catalog on plain files: {@code <state>/sets/<setId>.json}, one record per set, readable with
 * any tool.
 *
 * <p>Storage is the truth: what is lost here comes back by {@link #rebuild}. Writing needs the
 * creation lock, reading needs nothing and never changes a file. Whether a copy is mounted now is
 * not known here; that is read from mountinfo.
 */
public final class FileCatalog implements ShadowCopyCatalog {
    private static final String FOLDER = "sets";

    private final Records<ShadowCopySet> records;

    private FileCatalog(Disk disk) {
        this.records = new Records<>(new RecordFolder(disk, FOLDER), new SetCodec());
    }

    /**
     * Returns the catalog of a state folder; the folder is made when the first set is written.
     *
     * @param state the state folder
     */
    public static FileCatalog in(Path state) {
        return new FileCatalog(new StateFolderDisk(state));
    }

    /** Returns a catalog on another disk, for tests. */
    static FileCatalog on(Disk disk) {
        return new FileCatalog(disk);
    }

    /**
     * {@inheritDoc}
     *
     * <p>After an error the set may be visible or not, but never in part.
     */
    @Override
    public synchronized void put(ShadowCopySet set) throws VssException {
        records.put(set);
    }

    @Override
    public synchronized void remove(ShadowCopySetId set) throws VssException {
        records.remove(set.value());
    }

    @Override
    public synchronized Optional<ShadowCopySet> find(ShadowCopySetId set) throws VssException {
        return records.find(set.value());
    }

    @Override
    public synchronized List<ShadowCopySet> list() throws VssException {
        return records.list().stream()
                .sorted(
                        Comparator.comparing(ShadowCopySet::createdAt)
                                .thenComparing(set -> set.id().toString()))
                .toList();
    }

    /**
     * Removes what a crash has left and moves damaged records to {@code <state>/damaged}; call it
     * only while holding the creation lock.
     *
     * @throws VssException {@code VSS_E_INSUFFICIENT_STORAGE}, {@code VSS_E_UNEXPECTED}
     */
    public synchronized void tidy() throws VssException {
        records.tidy();
    }

    /**
     * Returns one sentence for each record that cannot be used, with what to do about it.
     *
     * @throws VssException {@code VSS_E_UNEXPECTED} if the folder cannot be read
     */
    public synchronized List<String> problems() throws VssException {
        return records.problems();
    }

    /**
     * Adds what storage knows and the catalog does not: whole sets, and single copies of known
     * sets. Removes nothing and changes nothing that is recorded.
     *
     * @param fromStorage sets as providers have found them; copies of one set may come in several
     *     values, one from each provider
     * @return the sets that were added or completed
     * @throws VssException {@code VSS_E_INSUFFICIENT_STORAGE}, {@code VSS_E_UNEXPECTED}
     */
    public synchronized List<ShadowCopySet> rebuild(List<ShadowCopySet> fromStorage)
            throws VssException {
        Map<ShadowCopySetId, ShadowCopySet> found = new LinkedHashMap<>();
        for (ShadowCopySet set : fromStorage) {
            found.merge(set.id(), set, SetMerge::ofTwoProviders);
        }
        List<ShadowCopySet> changed = new ArrayList<>();
        for (ShadowCopySet set : found.values()) {
            Optional<ShadowCopySet> known = records.find(set.id().value());
            ShadowCopySet complete =
                    known.map(recorded -> SetMerge.intoRecord(recorded, set)).orElse(set);
            if (known.isEmpty() || !known.get().equals(complete)) {
                records.put(complete);
                changed.add(complete);
            }
        }
        return List.copyOf(changed);
    }

    private static final class SetCodec implements Records.Codec<ShadowCopySet> {
        @Override
        public UUID id(ShadowCopySet set) {
            return set.id().value();
        }

        @Override
        public byte[] write(ShadowCopySet set) {
            return ShadowCopySetJson.write(set);
        }

        @Override
        public ShadowCopySet read(byte[] record) throws RecordException {
            return ShadowCopySetJson.read(record);
        }
    }
}
