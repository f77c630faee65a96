package org.openvss.catalog;

import java.io.IOException;
import java.util.List;

/**
 * The few things that the catalog asks of a file system, below one state folder.
 *
 * <p>A port, so that tests can run the same protocol on a disk that fails and loses what was not
 * made durable. Names are relative to the state folder; a file is {@code folder/name}.
 */
interface Disk {
    /** Creates a folder with mode 0700 and makes it durable; an existing one is no error. */
    void makeFolder(String folder) throws IOException;

    /** Returns the names in a folder, in no order; empty if there is no such folder. */
    List<String> list(String folder) throws IOException;

    /**
     * Returns the content of a file.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    byte[] read(String file) throws IOException;

    /**
     * Creates a file with mode 0600, writes it and makes its content durable (not its name).
     *
     * @throws java.nio.file.FileAlreadyExistsException if the file exists
     * @throws DiskFullException if there is no room
     */
    void writeNew(String file, byte[] content) throws IOException;

    /** Renames a file, replacing the target; durable only after {@link #forceFolder}. */
    void rename(String from, String to) throws IOException;

    /** Removes a file; no file is no error. Durable only after {@link #forceFolder}. */
    void delete(String file) throws IOException;

    /** Makes the names in a folder durable; no folder is no error. */
    void forceFolder(String folder) throws IOException;

    /** Returns the full name of a file or folder, for messages. */
    String describe(String file);
}
