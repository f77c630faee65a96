package org.openvss.components;

import java.util.Collection;
import java.util.Set;
import org.openvss.BackupSchema;
import org.openvss.BackupType;
import org.openvss.FileSet;
import org.openvss.FileSpecBackupType;

/**
 * Which files a file set means, and what they need in a kind of backup. Pure functions over names;
 * nobody looks at a disk here.
 *
 * <p>Names are those of Linux: case counts, {@code *} is any number of characters, {@code ?} is
 * exactly one (a byte that is no UTF-8 counts as one), and {@code *.*} is everything, as under
 * Windows.
 */
public final class FileSets {
    private FileSets() {}

    /**
     * What files need in one kind of backup.
     *
     * @param backup whether they have to be saved
     * @param shadowCopy whether they have to be read from a shadow copy
     */
    public record Need(boolean backup, boolean shadowCopy) {}

    /**
     * Tells whether a file belongs to a set.
     *
     * @param set the set; its alternate location does not matter
     * @param folder absolute folder of the file
     * @param name name of the file
     */
    public static boolean contains(FileSet set, String folder, String name) {
        return isIn(set, folder) && matches(set.filespec(), name);
    }

    /**
     * Tells whether a file belongs to one of several sets, for instance to the excluded ones, which
     * win over every component.
     *
     * @param sets the sets
     * @param folder absolute folder of the file
     * @param name name of the file
     */
    public static boolean anyContains(Collection<FileSet> sets, String folder, String name) {
        return sets.stream().anyMatch(set -> contains(set, folder, name));
    }

    /**
     * Tells whether a folder is the one of a set or, in a recursive set, lies below it. All such
     * folders are recreated at restore, empty ones too.
     *
     * @param set the set
     * @param folder absolute folder
     */
    public static boolean isIn(FileSet set, String folder) {
        String home = withSlash(set.path());
        String tested = withSlash(folder);
        return set.recursive() ? tested.startsWith(home) : tested.equals(home);
    }

    private static String withSlash(String folder) {
        return folder.endsWith("/") ? folder : folder + "/";
    }

    /**
     * Tells whether a name fits a specification.
     *
     * @param filespec names with the wildcards {@code *} and {@code ?}
     * @param name name of a file
     */
    public static boolean matches(String filespec, String name) {
        if (filespec.equals("*.*")) {
            return true;
        }
        int[] pattern = filespec.codePoints().toArray();
        int[] text = name.codePoints().toArray();
        int p = 0;
        int t = 0;
        int star = -1;
        int starredFrom = 0;
        while (t < text.length) {
            if (p < pattern.length && pattern[p] == '*') {
                star = p++;
                starredFrom = t;
            } else if (p < pattern.length && (pattern[p] == '?' || pattern[p] == text[t])) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++starredFrom;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }

    /**
     * Returns what a file set needs. A kind that the writer does not support is a full backup for
     * both sides, and so are COPY, OTHER and one that was not said.
     *
     * @param set the file set
     * @param type kind of the backup
     * @param schema what the writer supports
     */
    public static Need need(FileSet set, BackupType type, Set<BackupSchema> schema) {
        Set<FileSpecBackupType> marks = set.backupTypes();
        return switch (effective(type, schema)) {
            case INCREMENTAL ->
                    new Need(
                            marks.contains(FileSpecBackupType.INCREMENTAL_BACKUP_REQUIRED),
                            marks.contains(FileSpecBackupType.INCREMENTAL_SNAPSHOT_REQUIRED));
            case DIFFERENTIAL ->
                    new Need(
                            marks.contains(FileSpecBackupType.DIFFERENTIAL_BACKUP_REQUIRED),
                            marks.contains(FileSpecBackupType.DIFFERENTIAL_SNAPSHOT_REQUIRED));
            case LOG ->
                    new Need(
                            marks.contains(FileSpecBackupType.LOG_BACKUP_REQUIRED),
                            marks.contains(FileSpecBackupType.LOG_SNAPSHOT_REQUIRED));
            default ->
                    new Need(
                            marks.contains(FileSpecBackupType.FULL_BACKUP_REQUIRED),
                            marks.contains(FileSpecBackupType.FULL_SNAPSHOT_REQUIRED));
        };
    }

    /**
     * Returns the kind of backup that both sides do: the asked one if the writer supports it, else
     * FULL.
     *
     * @param type what the requester asked for
     * @param schema what the writer supports
     */
    public static BackupType effective(BackupType type, Set<BackupSchema> schema) {
        boolean supported =
                switch (type) {
                    case INCREMENTAL -> schema.contains(BackupSchema.INCREMENTAL);
                    case DIFFERENTIAL -> schema.contains(BackupSchema.DIFFERENTIAL);
                    case LOG -> schema.contains(BackupSchema.LOG);
                    case COPY -> schema.contains(BackupSchema.COPY);
                    case FULL -> true;
                    case OTHER, UNDEFINED -> false;
                };
        return supported ? type : BackupType.FULL;
    }
}
