package org.openvss.writer.sqlite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.openvss.HResult;
import org.openvss.Volume;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.DirectoryEntry;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.FileType;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;
import org.openvss.linux.OpenFlags;
import org.openvss.writer.WriterException;

/**
 * Finds the files that the configuration means, and says what speaks against freezing them.
 *
 * <p>Looks at names and attributes only: no database is opened here.
 */
final class DatabaseFinder {
    private static final int ROOT = 0;
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int OPEN_TO_GROUP = 0060;
    private static final int MOST_DATABASES = 256;
    private static final Pattern BESIDE = Pattern.compile(".*-(wal|shm|journal)");

    private final List<String> patterns;

    DatabaseFinder(List<String> patterns) {
        this.patterns = patterns;
    }

    /** Returns the folders of all databases, without looking at them. */
    List<String> folders() {
        return patterns.stream().map(DatabaseFile::folderOf).distinct().toList();
    }

    /**
     * Finds the databases.
     *
     * @return at least one
     * @throws WriterException if there is none, or one cannot be frozen
     */
    List<DatabaseFile> find() throws WriterException {
        Map<String, DatabaseFile> found = new LinkedHashMap<>();
        for (String pattern : patterns) {
            for (String path : hasWildcards(pattern) ? matches(pattern) : List.of(pattern)) {
                found.put(path, look(path));
            }
        }
        if (found.isEmpty()) {
            throw refused(
                    String.join(", ", patterns), "matches no database, so nothing would be frozen");
        }
        if (found.size() > MOST_DATABASES) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_OUTOFRESOURCES,
                    found.size()
                            + " databases are more than the "
                            + MOST_DATABASES
                            + " that one writer freezes; divide them among several writers");
        }
        return List.copyOf(found.values());
    }

    /**
     * Refuses a set that lacks the volume of a database.
     *
     * @param databases what was found
     * @param volumes volumes of the set
     */
    static void requireAllIn(List<DatabaseFile> databases, List<Volume> volumes)
            throws WriterException {
        TreeSet<String> missing = new TreeSet<>();
        for (DatabaseFile database : databases) {
            Optional<Mount> mount;
            try {
                mount = MountTable.of(database.folder());
            } catch (LinuxException e) {
                throw refused(database.path(), "cannot be looked at: " + e.getMessage());
            }
            boolean isMember =
                    mount.isPresent()
                            && volumes.stream()
                                    .anyMatch(volume ->
                                            volume.deviceNumbers()
                                                    .equals(mount.get().deviceNumbers()));
            if (!isMember) {
                missing.add(mount.map(Mount::mountPoint).orElse(database.folder()));
            }
        }
        if (!missing.isEmpty()) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT,
                    "databases lie on "
                            + String.join(" and ", missing)
                            + ", which is not in the set; add it to the set");
        }
    }

    static boolean hasWildcards(String pattern) {
        String name = DatabaseFile.nameOf(pattern);
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
    }

    /** Turns the last part of a pattern into an expression over names. */
    static Pattern expression(String pattern) {
        StringBuilder expression = new StringBuilder();
        DatabaseFile.nameOf(pattern)
                .codePoints()
                .forEach(point -> {
                    switch (point) {
                        case '*' -> expression.append(".*");
                        case '?' -> expression.append('.');
                        default -> expression.append(Pattern.quote(Character.toString(point)));
                    }
                });
        return Pattern.compile(expression.toString(), Pattern.DOTALL);
    }

    private static List<String> matches(String pattern) throws WriterException {
        String folder = DatabaseFile.folderOf(pattern);
        Pattern expression = expression(pattern);
        List<String> paths = new ArrayList<>();
        try (Fd open = FileCalls.open(folder, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY)) {
            for (DirectoryEntry entry : DirectoryCalls.list(open)) {
                String name = entry.name();
                boolean hidden = name.startsWith(".") && !pattern.contains("/.");
                if (!hidden
                        && entry.type() != FileType.DIRECTORY
                        && expression.matcher(name).matches()
                        && !BESIDE.matcher(name).matches()) {
                    paths.add(folder.equals("/") ? folder + name : folder + "/" + name);
                }
            }
        } catch (LinuxException e) {
            throw refused(folder, "cannot be read: " + e.getMessage());
        }
        paths.sort(null);
        return paths;
    }

    private static DatabaseFile look(String path) throws WriterException {
        try {
            FileStatus status = AttributeCalls.lstat(path);
            if (status.type() == FileType.SYMBOLIC_LINK) {
                throw refused(
                        path, "is a symbolic link; name the file itself, SQLite's logs are there");
            }
            if (status.type() != FileType.REGULAR) {
                throw refused(path, "is not a regular file");
            }
            DatabaseFile database = new DatabaseFile(path, status);
            requireSafe(
                    database,
                    AttributeCalls.statx(database.folder()),
                    AttributeCalls.statx("/proc/self"));
            return database;
        } catch (LinuxException e) {
            throw refused(
                    path,
                    e.errno() == Errno.ENOENT
                            ? "does not exist; correct the configuration"
                            : "cannot be looked at: " + e.getMessage());
        }
    }

    /**
     * Refuses what would do harm: as root a journal that somebody else laid beside a file of root,
     * otherwise logs that the application could not open because they are ours.
     */
    static void requireSafe(DatabaseFile database, FileStatus folder, FileStatus self)
            throws WriterException {
        FileStatus file = database.status();
        if (self.ownerId() == ROOT) {
            if (file.ownerId() == ROOT
                    && (folder.ownerId() != ROOT || (folder.mode() & WRITABLE_BY_OTHERS) != 0)) {
                throw refused(
                        database.path(),
                        "belongs to root in a folder where others may write; give the file to the"
                                + " user of the application, or use chmod go-w on the folder");
            }
            return;
        }
        if (file.ownerId() != self.ownerId()) {
            throw refused(
                    database.path(),
                    "belongs to user "
                            + file.ownerId()
                            + "; only that user and root can freeze it without doing harm");
        }
        if (file.groupId() != self.groupId() && (file.mode() & OPEN_TO_GROUP) != 0) {
            throw refused(
                    database.path(),
                    "is open to group "
                            + file.groupId()
                            + ", which would be shut out of logs that we make; run as root");
        }
    }

    private static WriterException refused(String path, String why) {
        return new WriterException(HResult.VSS_E_WRITERERROR_NONRETRYABLE, path + " " + why);
    }
}
