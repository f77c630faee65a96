package org.openvss.writer.redis;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.openvss.HResult;
import org.openvss.Volume;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;
import org.openvss.writer.WriterException;

/**
 * Where a server keeps its data.
 *
 * @param folder its data folder
 * @param dump name of the dump in it
 * @param appendFolder folder of the append-only files: below the data folder, or itself for servers
 *     before 7.0
 * @param appendFiles names of the append-only files
 */
record RedisFiles(String folder, String dump, String appendFolder, String appendFiles) {
    /** Asks a server, as far as the configuration does not say it. */
    static RedisFiles of(RedisServer configuration, RedisClient client) throws WriterException {
        String given = configuration.dataDirectory();
        String folder = given == null ? ask(client, "dir") : given;
        String dump;
        String append;
        Optional<String> appendFolder;
        try {
            dump = client.setting("dbfilename").orElse("dump.rdb");
            append = client.setting("appendfilename").orElse("appendonly.aof");
            appendFolder = client.setting("appenddirname");
        } catch (WriterException e) {
            if (given == null) {
                throw e;
            }
            // CONFIG is kept from us: everything in the folder that looks like it.
            return new RedisFiles(folder, "*.rdb", folder, "*");
        }
        return new RedisFiles(
                folder,
                dump,
                appendFolder.map(name -> folder + "/" + name).orElse(folder),
                append + "*");
    }

    private static String ask(RedisClient client, String setting) throws WriterException {
        Optional<String> value;
        try {
            value = client.setting(setting);
        } catch (WriterException e) {
            throw new WriterException(
                    e.code(),
                    e.getMessage() + "; allow CONFIG GET, or set data_directory",
                    e.applicationCode(),
                    e);
        }
        return value.filter(path -> path.startsWith("/"))
                .orElseThrow(() ->
                        new WriterException(
                                HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                                "the server does not tell its data folder; set data_directory"));
    }

    /**
     * Refuses a set that lacks a volume of the data.
     *
     * @param appends whether there is an append-only file
     * @param volumes volumes of the set
     */
    void requireAllIn(boolean appends, List<Volume> volumes) throws WriterException {
        TreeSet<String> missing = new TreeSet<>();
        for (String path : appends ? List.of(folder, appendFolder) : List.of(folder)) {
            Optional<Mount> mount;
            try {
                mount = MountTable.of(path);
            } catch (LinuxException e) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        "the data folder "
                                + path
                                + " cannot be looked at: "
                                + e.getMessage()
                                + "; if the server runs in a container, set data_directory",
                        e.errno(),
                        e);
            }
            boolean isMember =
                    mount.isPresent()
                            && volumes.stream()
                                    .anyMatch(volume ->
                                            volume.deviceNumbers()
                                                    .equals(mount.get().deviceNumbers()));
            if (!isMember) {
                missing.add(mount.map(Mount::mountPoint).orElse(path));
            }
        }
        if (!missing.isEmpty()) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT,
                    "data of the server lies on "
                            + String.join(" and ", missing)
                            + ", which is not in the set; add it to the set");
        }
    }
}
