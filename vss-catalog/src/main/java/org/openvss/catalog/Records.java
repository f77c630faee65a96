package org.openvss.catalog;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.records.RecordException;

/**
 * The typed view of a {@link RecordFolder}: turns records into values and damage into problems that
 * can be shown, so that one bad file never hides the others.
 *
 * @param <T> what a record holds
 */
final class Records<T> {
    /** Turns values into records and back. */
    interface Codec<T> {
        UUID id(T value);

        byte[] write(T value);

        T read(byte[] record) throws RecordException;
    }

    private final RecordFolder folder;
    private final Codec<T> codec;

    Records(RecordFolder folder, Codec<T> codec) {
        this.folder = folder;
        this.codec = codec;
    }

    void put(T value) throws VssException {
        UUID id = codec.id(value);
        try {
            folder.writeAtomically(id, codec.write(value));
        } catch (IOException e) {
            throw failed("cannot write the record " + folder.describe(id), e);
        }
    }

    void remove(UUID id) throws VssException {
        try {
            folder.delete(id);
        } catch (IOException e) {
            throw failed("cannot remove the record " + folder.describe(id), e);
        }
    }

    /** Returns one value; a damaged record counts as absent and shows in {@link #problems}. */
    Optional<T> find(UUID id) throws VssException {
        return load(id, new ArrayList<>());
    }

    /** Returns all values that can be read, without order. */
    List<T> list() throws VssException {
        return loadAll(new ArrayList<>());
    }

    /**
     * Removes what a crash has left and puts damaged records into quarantine; only for the holder
     * of the creation lock, because a temporary file may belong to a living writer.
     */
    void tidy() throws VssException {
        List<Damage> damages = new ArrayList<>();
        loadAll(damages);
        try {
            folder.removeLeftovers();
            for (Damage damage : damages) {
                if (!damage.reason().isNewer()) {
                    folder.quarantine(damage.id());
                }
            }
        } catch (IOException e) {
            throw failed("cannot tidy up " + folder.describe(), e);
        }
    }

    /** Returns one sentence for each record that cannot be used, wherever it is now. */
    List<String> problems() throws VssException {
        List<Damage> damages = new ArrayList<>();
        loadAll(damages);
        List<String> sentences = new ArrayList<>();
        for (Damage damage : damages) {
            sentences.add(
                    "the record "
                            + folder.describe(damage.id())
                            + " cannot be used: "
                            + damage.reason().getMessage()
                            + (damage.reason().isNewer()
                                    ? "; use that version, this one leaves it alone"
                                    : "; 'vss list sets --rescan' finds its copies on the"
                                            + " storage"));
        }
        try {
            for (String place : folder.quarantined()) {
                sentences.add(
                        "a damaged record was moved to "
                                + place
                                + "; 'vss list sets --rescan' finds its copies on the storage;"
                                + " then the file can be deleted");
            }
        } catch (IOException e) {
            throw failed("cannot list the damaged records of " + folder.describe(), e);
        }
        return List.copyOf(sentences);
    }

    private List<T> loadAll(List<Damage> damages) throws VssException {
        List<UUID> ids;
        try {
            ids = folder.list();
        } catch (IOException e) {
            throw failed("cannot list " + folder.describe(), e);
        }
        List<T> values = new ArrayList<>();
        for (UUID id : ids) {
            load(id, damages).ifPresent(values::add);
        }
        return values;
    }

    private Optional<T> load(UUID id, List<Damage> damages) throws VssException {
        try {
            T value = codec.read(folder.read(id));
            if (!codec.id(value).equals(id)) {
                throw new RecordException(
                        "it describes " + codec.id(value) + ", not what its name says");
            }
            return Optional.of(value);
        } catch (NoSuchFileException e) {
            return Optional.empty(); // removed by somebody else since it was listed
        } catch (RecordException e) {
            damages.add(new Damage(id, e));
            return Optional.empty();
        } catch (IOException e) {
            throw failed("cannot read the record " + folder.describe(id), e);
        }
    }

    private static VssException failed(String what, IOException error) {
        List<String> left = new ArrayList<>();
        for (Throwable suppressed : error.getSuppressed()) {
            left.add("a temporary record could not be removed: " + suppressed.getMessage());
        }
        return switch (error) {
            case DiskFullException full ->
                    new VssException(
                                    HResult.VSS_E_INSUFFICIENT_STORAGE,
                                    what
                                            + ": no space left on the file system of the state"
                                            + " folder; make room there",
                                    full)
                            .withResidue(left);
            case AccessDeniedException denied ->
                    new VssException(
                                    HResult.E_ACCESSDENIED,
                                    what + ": permission denied; run it as root",
                                    denied)
                            .withResidue(left);
            case IOException other ->
                    new VssException(
                                    HResult.VSS_E_UNEXPECTED,
                                    what + ": " + other.getMessage(),
                                    other)
                            .withResidue(left);
        };
    }

    private record Damage(UUID id, RecordException reason) {}
}
