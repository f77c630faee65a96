package org.openvss.benchmarks;

import java.nio.charset.StandardCharsets;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;

/** Writes and reads small files at paths that may carry any bytes. */
public final class ScratchFiles {
    private static final int LONGEST_FILE = 16 << 20;

    private ScratchFiles() {}

    /**
     * Writes a file and its folder to the disk.
     *
     * @param folder path of an existing folder
     * @param name name in it; an existing file is replaced
     * @param text content
     * @return path of the file
     * @throws LinuxException if it cannot be written
     */
    public static String write(String folder, String name, String text) throws LinuxException {
        int flags = OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.TRUNCATE;
        try (Fd directory = FileCalls.open(folder, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY);
                Fd file = FileCalls.openat(directory, name, flags, 0644)) {
            FileCalls.writeAll(file, text.getBytes(StandardCharsets.UTF_8));
            FileCalls.fsync(file);
            FileCalls.fsync(directory);
        }
        return folder + "/" + name;
    }

    /**
     * Reads a file.
     *
     * @throws LinuxException if it cannot be read
     */
    public static String read(String folder, String name) throws LinuxException {
        byte[] bytes = FileCalls.readFile(folder + "/" + name, LONGEST_FILE);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
