package org.openvss.writer.sql;

import java.util.ArrayList;
import java.util.List;
import org.openvss.HResult;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.DirectoryEntry;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.FileType;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.writer.WriterException;

/**
 * The data folder of a server as it lies on this machine: what is in it, and which of it is really
 * elsewhere, by a link or by a mount. Looks one level deep, where servers have such outlets.
 */
public final class DataFolder {
    private final String path;
    private final FileStatus status;
    private final List<String> names = new ArrayList<>();
    private final List<DatabaseFiles.Place> outlets = new ArrayList<>();

    private DataFolder(String path, FileStatus status) {
        this.path = path;
        this.status = status;
    }

    /**
     * Looks at a data folder.
     *
     * @param path its path, as the server gives it
     * @throws WriterException if it cannot be read here: the server may run in a container
     */
    public static DataFolder open(String path) throws WriterException {
        try (Fd folder = FileCalls.open(path, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY)) {
            DataFolder data = new DataFolder(path, AttributeCalls.fstat(folder));
            for (DirectoryEntry entry : DirectoryCalls.list(folder)) {
                data.add(folder, entry);
            }
            return data;
        } catch (LinuxException e) {
            throw elsewhere(path, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns the refusal of a server whose data folder is not what lies there on this machine.
     *
     * @param path the folder, as the server gives it
     * @param why what was found
     */
    public static WriterException elsewhere(String path, String why) {
        return new WriterException(
                HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                "the server says that its data folder is "
                        + path
                        + ", which is not so on this machine ("
                        + why
                        + "); OpenVSS must see its folders under the same paths, so it cannot copy"
                        + " a server of another machine or container");
    }

    private void add(Fd folder, DirectoryEntry entry) throws LinuxException {
        names.add(entry.name());
        if (entry.type() == FileType.SYMBOLIC_LINK) {
            String target = DirectoryCalls.readlinkat(folder, entry.name());
            String absolute = target.startsWith("/") ? target : path + "/" + target;
            // Links to files are certificates and the like, no data.
            if (isFolder(absolute)) {
                outlets.add(new DatabaseFiles.Place(entry.name(), absolute));
            }
        } else if (entry.type() == FileType.DIRECTORY) {
            String inside = path + "/" + entry.name();
            if (AttributeCalls.statx(inside).mountId() != status.mountId()) {
                outlets.add(new DatabaseFiles.Place(entry.name(), inside));
            }
        }
    }

    private static boolean isFolder(String path) throws LinuxException {
        try {
            return AttributeCalls.statx(path).type() == FileType.DIRECTORY;
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    /** Returns the path. */
    public String path() {
        return path;
    }

    /** Tells whether it has an entry of this name. */
    public boolean holds(String name) {
        return names.contains(name);
    }

    /** Returns the folders that belong to it and lie elsewhere; the purpose is their name in it. */
    public List<DatabaseFiles.Place> outlets() {
        return List.copyOf(outlets);
    }

    /**
     * Tells whether a folder is a plain part of it: below it by name, and on the same mount.
     *
     * @throws WriterException if the folder cannot be found here
     */
    public boolean contains(String folder) throws WriterException {
        try {
            return (folder.equals(path) || folder.startsWith(path + "/"))
                    && AttributeCalls.statx(folder).mountId() == status.mountId();
        } catch (LinuxException e) {
            throw elsewhere(path, String.valueOf(e.getMessage()));
        }
    }
}
