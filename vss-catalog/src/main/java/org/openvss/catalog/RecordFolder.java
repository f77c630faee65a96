package org.openvss.catalog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A folder with one file per record, each written whole or not at all: temporary file, fsync,
 * rename, fsync of the folder.
 *
 * <p>Works on a {@link Disk}. It does not look into records and does not lock: only the holder of
 * the creation lock may write, anybody may read at any time.
 */
final class RecordFolder {
    private static final String SUFFIX = ".json";
    private static final String TEMPORARY = ".tmp";
    private static final String DAMAGED = "damaged";
    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final Disk disk;
    private final String folder;

    RecordFolder(Disk disk, String folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /** Returns the ids of all records, without order; temporary and foreign files are left out. */
    List<UUID> list() throws IOException {
        List<UUID> ids = new ArrayList<>();
        for (String name : disk.list(folder)) {
            if (name.endsWith(SUFFIX)) {
                String id = name.substring(0, name.length() - SUFFIX.length());
                if (ID.matcher(id).matches()) {
                    ids.add(UUID.fromString(id));
                }
            }
        }
        return ids;
    }

    /**
     * Returns the content of a record.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    byte[] read(UUID id) throws IOException {
        return disk.read(file(id));
    }

    /**
     * Writes or replaces a record; durable when the method returns. After an error the old or the
     * new record is there, never a part of one.
     */
    void writeAtomically(UUID id, byte[] content) throws IOException {
        disk.makeFolder(folder);
        String temporary = folder + "/." + id + "." + UUID.randomUUID() + TEMPORARY;
        try {
            disk.writeNew(temporary, content);
            disk.rename(temporary, file(id));
        } catch (IOException e) {
            try {
                disk.delete(temporary);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
        disk.forceFolder(folder);
    }

    /** Removes a record, durably; no record is no error. */
    void delete(UUID id) throws IOException {
        disk.delete(file(id));
        // Also when nothing was there: an earlier removal may have failed before this line.
        disk.forceFolder(folder);
    }

    /**
     * Moves a damaged record out of the way, into the folder {@code damaged}.
     *
     * @return where it is now, for messages
     */
    String quarantine(UUID id) throws IOException {
        disk.makeFolder(DAMAGED);
        List<String> taken = disk.list(DAMAGED);
        String name = folder + "-" + id + SUFFIX;
        for (int next = 2; taken.contains(name); next++) {
            name = folder + "-" + id + "." + next + SUFFIX;
        }
        String target = DAMAGED + "/" + name;
        disk.rename(file(id), target);
        // The new name first: if power fails in between, the record is at least in one place.
        disk.forceFolder(DAMAGED);
        disk.forceFolder(folder);
        return disk.describe(target);
    }

    /** Removes temporary files that a crash has left. */
    void removeLeftovers() throws IOException {
        for (String name : disk.list(folder)) {
            if (name.startsWith(".") && name.endsWith(TEMPORARY)) {
                disk.delete(folder + "/" + name);
            }
        }
    }

    /** Returns what this folder has put into quarantine so far, for messages. */
    List<String> quarantined() throws IOException {
        return disk.list(DAMAGED).stream()
                .filter(name -> name.startsWith(folder + "-"))
                .sorted()
                .map(name -> disk.describe(DAMAGED + "/" + name))
                .toList();
    }

    /** Returns the full name of a record, for messages. */
    String describe(UUID id) {
        return disk.describe(file(id));
    }

    /** Returns the full name of the folder, for messages. */
    String describe() {
        return disk.describe(folder);
    }

    private String file(UUID id) {
        return folder + "/" + id + SUFFIX;
    }
}
