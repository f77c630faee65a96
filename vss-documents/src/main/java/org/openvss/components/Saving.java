package org.openvss.components;

import java.util.List;
import org.openvss.BackupState;
import org.openvss.ComponentBackup;
import org.openvss.ComponentDescription;
import org.openvss.DifferencedFiles;
import org.openvss.FileSet;
import org.openvss.FileSpecBackupType;
import org.openvss.PartialFile;
import org.openvss.WriterMetadata;

/** How a requester saves one file of a component. */
public enum Saving {
    /** Not at all. */
    NOT,
    /** Whole. */
    WHOLE,
    /** The parts that the writer named. */
    PARTS,
    /** If it changed since the time that the writer named. */
    IF_CHANGED;

    /**
     * Returns how a file is saved. Excluded files never are; then what the writer noted for this
     * backup counts, differenced files before partial ones; then the marks of its file sets.
     *
     * @param writer what the writer said
     * @param component the component with the file, or one below it
     * @param notes what was noted on the component that was added
     * @param state what the requester said of its backup
     * @param folder absolute folder of the file
     * @param name name of the file
     */
    public static Saving of(
            WriterMetadata writer,
            ComponentDescription component,
            ComponentBackup notes,
            BackupState state,
            String folder,
            String name) {
        if (FileSets.anyContains(writer.excludedFiles(), folder, name)) {
            return NOT;
        }
        List<FileSet> differenced =
                notes.differencedFiles().stream().map(Saving::asFileSet).toList();
        if (FileSets.anyContains(differenced, folder, name)) {
            return IF_CHANGED;
        }
        if (notes.partialFiles().stream().anyMatch(file -> isFile(file, folder, name))) {
            return state.partialFileSupport() ? PARTS : WHOLE;
        }
        return ComponentSelector.files(component)
                        .filter(set -> FileSets.contains(set, folder, name))
                        .anyMatch(set ->
                                FileSets.need(set, state.backupType(), writer.backupSchema())
                                        .backup())
                ? WHOLE
                : NOT;
    }

    private static FileSet asFileSet(DifferencedFiles files) {
        return new FileSet(
                files.path(),
                files.filespec(),
                files.recursive(),
                null,
                FileSpecBackupType.DEFAULT);
    }

    private static boolean isFile(PartialFile file, String folder, String name) {
        return file.fileName().equals(name) && FileSets.isIn(FileSet.of(file.path(), "*"), folder);
    }
}
