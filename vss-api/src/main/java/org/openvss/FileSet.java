package org.openvss;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder and which of its files are meant; mirrors {@code IVssWMFiledesc}.
 *
 * @param path absolute folder
 * @param filespec names of files with the wildcards {@code *} and {@code ?}; no folder
 * @param recursive whether files below the folder are meant as well
 * @param alternateLocation for files of a component the folder to read instead, for mappings and
 *     new targets the folder to restore to; null if there is none
 * @param backupTypes what the files need in each kind of backup
 */
@Mirrors("IVssWMFiledesc")
public record FileSet(
        @Mirrors("IVssWMFiledesc::GetPath") String path,
        @Mirrors("IVssWMFiledesc::GetFilespec") String filespec,
        @Mirrors("IVssWMFiledesc::GetRecursive") boolean recursive,
        @Mirrors("IVssWMFiledesc::GetAlternateLocation") @Nullable String alternateLocation,
        @Mirrors("IVssWMFiledesc::GetBackupTypeMask") Set<FileSpecBackupType> backupTypes) {
    /** Copies the set. */
    public FileSet {
        backupTypes = Set.copyOf(backupTypes);
    }

    /** Returns all files of a folder, whatever their depth, needed in every kind of backup. */
    public static FileSet everythingIn(String path) {
        return new FileSet(path, "*", true, null, FileSpecBackupType.DEFAULT);
    }

    /** Returns the files of one folder that match, needed in every kind of backup. */
    public static FileSet of(String path, String filespec) {
        return new FileSet(path, filespec, false, null, FileSpecBackupType.DEFAULT);
    }
}
